#pragma once
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "pricing/commitments/commitment.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::scenarios::prices {

/// Names the kinds of commitments in documents.
enum class CommitmentKind { reserved, compute_savings_plan, ec2_instance_savings_plan, database_savings_plan };

/// Lists the words for kinds of commitments.
inline constexpr sim::Choices<CommitmentKind, 4> commitment_kinds{
    {{"reserved", CommitmentKind::reserved},
     {"compute_savings_plan", CommitmentKind::compute_savings_plan},
     {"ec2_instance_savings_plan", CommitmentKind::ec2_instance_savings_plan},
     {"database_savings_plan", CommitmentKind::database_savings_plan}}};

/// Lists the words for payment options.
inline constexpr sim::Choices<pricing::commitments::PaymentOption, 3> payment_options{
    {{"no_upfront", pricing::commitments::PaymentOption::no_upfront},
     {"partial_upfront", pricing::commitments::PaymentOption::partial_upfront},
     {"all_upfront", pricing::commitments::PaymentOption::all_upfront}}};

/// States the rate of a Savings Plan for some usage; amounts of money are text.
struct SavingsPlanRateSpec {
  std::string meter;
  std::string pool;
  std::optional<std::string> usd_per_unit;
  std::optional<std::string> discount;
};

/// States one commitment of any kind.
struct CommitmentSpec {
  std::string id;
  CommitmentKind type = CommitmentKind::compute_savings_plan;
  std::optional<std::string> account;
  bool is_shared = true;
  sim::Parameter years = 1;
  pricing::commitments::PaymentOption payment = pricing::commitments::PaymentOption::no_upfront;
  std::optional<std::string> start;
  std::optional<std::string> usd_per_hour;
  std::optional<std::string> upfront_usd;
  std::string pool;
  std::string zone;
  sim::Parameter count = 1;
  std::string family;
  std::vector<SavingsPlanRateSpec> rates;
};

/// Lists the fields of SavingsPlanRateSpec.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, SavingsPlanRateSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("meter", config.meter,
              {.help = "Meter, such as ec2.instance_seconds; all that the plan covers if empty."});
  visit.field("pool", config.pool, {.help = "\"m6i.large\", all sizes as \"m6i.*\", or everything if empty."});
  visit.field("usd_per_unit", config.usd_per_unit,
              {.help = "USD per pricing unit under the plan, such as \"0.0599\"."});
  visit.field("discount", config.discount, {.help = "Share taken off the list price, such as \"0.27\", instead."});
}

/// Lists the fields of CommitmentSpec.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, CommitmentSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("id", config.id, {.required = true, .help = "Name of the commitment; no other may have it."});
  visit.choice("type", config.type, commitment_kinds, {.required = true, .help = "Kind of the commitment."});
  visit.field("account", config.account, {.help = "Account that owns it; the scenario's unless given."});
  visit.field("is_shared", config.is_shared, {.help = "False keeps what the owner leaves from other accounts."});
  visit.field("years", config.years, {.unit = "years", .at_least = 1, .at_most = 3, .whole = true, .help = "1 or 3."});
  visit.choice("payment", config.payment, payment_options, {.help = "How much is paid in advance."});
  visit.field("start", config.start,
              {.help = "UTC hour at which its term begins and what is due in advance is paid; without one it is in "
                       "force throughout and was paid for before."});
  visit.field("usd_per_hour", config.usd_per_hour,
              {.help = "Savings Plans: the commitment. Reservations: what each costs an hour besides the advance; from "
                       "the book unless given."});
  visit.field("upfront_usd", config.upfront_usd,
              {.help = "Reservations: what each costs in advance; from the book unless usd_per_hour is given."});
  visit.field("pool", config.pool,
              {.help = "Reservations: instance, cache node or database type, such as m6i.large, "
                       "cache.r7g.large/valkey, db.r7g.large."});
  visit.field("zone", config.zone, {.help = "Zonal reservations of instances: name of the zone, such as us-east-1a."});
  visit.field("count", config.count,
              {.at_least = 1, .at_most = 1e6, .whole = true, .help = "Reservations: number of instances or nodes."});
  visit.field("family", config.family, {.help = "EC2 Instance Savings Plans: the family, such as m6i."});
  visit.field("rates", config.rates, {.help = "Savings Plans: rates that come before the book's."});
}

}  // namespace fleetcast::scenarios::prices
