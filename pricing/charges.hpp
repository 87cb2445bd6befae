#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "pricing/billing_month.hpp"
#include "pricing/decimal.hpp"
#include "pricing/tariff.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing {

/// Tells which end of a transfer between zones a charge belongs to; none for everything else.
enum class Direction { none, out, in };

/// Holds the amount used in one hour, in the tariff's measured unit over its denominator.
struct HourlyUse {
  std::int64_t utc_hour = 0;
  Integer128 amount = 0;
};

/// Holds one month's usage of one meter under one key, hour by hour, before prices.
struct Charge {
  const Tariff* tariff = nullptr;
  BillingMonth month;
  UsageKey usage;  ///< of the first hour
  Direction direction = Direction::none;
  std::vector<HourlyUse> uses;  ///< by hour
  Integer128 amount = 0;        ///< sum of the uses
  std::optional<Money> spot_usd_per_hour{};  ///< set where all hours have this spot price (see BillOptions)
};

/// Holds what a ledger has to be billed for.
struct Charges {
  std::vector<Charge> items;
  std::vector<UsageKey> unknown;  ///< rows whose meter has no tariff
};

/// Groups a ledger into charges: one per month and key; transfers between zones once for either end; load balancer
/// dimensions joined to capacity units. Where `month` is given, all usage belongs to it.
[[nodiscard]] Charges collect_charges(const UsageLedger& ledger, const std::optional<BillingMonth>& month);

/// Does the same with rows in ledger order.
[[nodiscard]] Charges collect_charges(std::span<const UsageRow> rows, const std::optional<BillingMonth>& month);

}  // namespace fleetcast::pricing
