#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "pricing/billing_month.hpp"
#include "pricing/charges.hpp"
#include "pricing/decimal.hpp"
#include "pricing/tariff.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing {

/// Names what a line charges for, as FOCUS's ChargeCategory does.
enum class ChargeCategory { usage, purchase, tax, credit, adjustment };

/// Names how often a charge comes, as FOCUS's ChargeFrequency does.
enum class ChargeFrequency { one_time, recurring, usage_based };

/// Names how a price is set, as FOCUS's PricingCategory does: for everyone, by a commitment, or by a spot market.
enum class PricingCategory { standard, committed, dynamic };

/// Names what is committed: an amount of money per hour (Savings Plans) or of usage (reservations).
enum class CommitmentCategory { spend, usage };

/// Names whether a part of a commitment met usage or was lost.
enum class CommitmentStatus { used, unused };

/// Ties a line to the commitment that it buys, that covers it, or whose unused part it is.
struct CommitmentShare {
  std::string id;    ///< as the user named it
  std::string name;  ///< such as "Compute Savings Plan, 1 year, no upfront"
  std::string type;  ///< "Compute Savings Plan", "EC2 Instance Savings Plan", "Reserved Instance", ...
  CommitmentCategory category = CommitmentCategory::spend;
  std::optional<CommitmentStatus> status{};  ///< none for a purchase
  Decimal quantity;                          ///< of the commitment, in `unit`
  std::string unit;                          ///< "USD", "Hours" or "Normalized Hours"
};

/// Says why a line credits a service: its uptime of a month, and what its agreement credits for that.
struct ServiceCredit {
  Decimal uptime_percent;
  Decimal credited_percent;  ///< of what the service cost in the month
};

/// Holds one line of a bill; members are named like FOCUS columns.
///
/// Billed costs are what is paid for the period; effective costs spread what was paid in advance over what it covers.
/// A commitment's purchase has a billed cost only; usage that it covers and its unused part an effective cost only.
/// A credit has neither prices nor quantities, and all its costs are the same.
struct BillLine {
  const Tariff* tariff = nullptr;  ///< service, units and description
  ChargeCategory charge_category = ChargeCategory::usage;
  ChargeFrequency charge_frequency = ChargeFrequency::usage_based;
  PricingCategory pricing_category = PricingCategory::standard;
  BillingMonth billing_period;
  std::int64_t charge_period_start = 0;  ///< UTC hour
  std::int64_t charge_period_end = 0;    ///< UTC hour, exclusive
  UsageKey usage;                        ///< account, region, zones, service, fleet, purchase option, pool, tags
  Direction direction = Direction::none;
  std::string tier{};           ///< "free", "1", "2", ...; empty for a price without tiers
  Money list_unit_price;        ///< USD per pricing unit
  Money contracted_unit_price;  ///< USD per pricing unit after discounts and private rates
  Money effective_unit_price;   ///< USD per pricing unit at the commitment's rate, else as contracted
  Decimal pricing_quantity;     ///< pricing units, rounded to 10 places
  Decimal consumed_quantity;    ///< consumed units
  Money list_cost;              ///< each cost is rounded once, to 10 places
  Money contracted_cost;
  Money billed_cost;
  Money effective_cost;
  std::optional<CommitmentShare> commitment{};  ///< none where no commitment is concerned
  std::optional<ServiceCredit> credit{};        ///< none where nothing is credited
};

}  // namespace fleetcast::pricing
