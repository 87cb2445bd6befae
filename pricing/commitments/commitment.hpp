#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pricing/decimal.hpp"

namespace fleetcast::pricing::commitments {

/// Names how much of a commitment is paid in advance: nothing, a part (half of a Savings Plan), or all.
enum class PaymentOption { no_upfront, partial_upfront, all_upfront };

/// Names what a Savings Plan covers: any compute, one instance family in one region, or databases and caches.
enum class SavingsPlanType { compute, ec2_instance, database };

/// Holds what all commitments have in common.
struct CommitmentTerms {
  std::string id;
  std::string account = "main";  ///< the owner, whose usage is covered first
  bool is_shared = true;         ///< false keeps what the owner leaves from other accounts
  std::int64_t years = 1;        ///< 1 or 3; a year has 8,760 hours
  PaymentOption payment = PaymentOption::no_upfront;
  /// UTC hour at which the term begins; where none is given, the commitment is in force throughout and was paid for
  /// before.
  std::optional<std::int64_t> start_hour{};

  /// Returns the length of the term in hours.
  [[nodiscard]] std::int64_t hours() const { return years * 8760; }
  /// Tells whether the term holds a UTC hour.
  [[nodiscard]] bool is_in_force(std::int64_t utc_hour) const {
    return !start_hour || (utc_hour >= *start_hour && utc_hour < *start_hour + hours());
  }
};

/// Holds reserved instances or nodes: a number of one type, each bought at the same price.
struct Reservation {
  CommitmentTerms terms;
  std::string meter;  ///< of instances, cache nodes or databases
  std::string pool;   ///< "m6i.large", "cache.r7g.large/valkey", "db.r7g.large"
  std::string region;
  std::string zone{};  ///< "us-east-1a" for a zonal reservation of EC2 instances; empty for a regional one
  std::int64_t count = 1;
  Money upfront_usd;   ///< of each
  Money usd_per_hour;  ///< of each, besides what is paid in advance
};

/// Says what usage costs under a Savings Plan; the most specific rule decides.
struct SavingsPlanRate {
  std::string meter{};  ///< empty for every meter that the plan covers
  std::string pool{};   ///< "m6i.large", all sizes as "m6i.*", or empty for every pool
  std::optional<Money> usd_per_unit{};  ///< USD per pricing unit of the meter
  std::optional<Decimal> discount{};    ///< share of the list price, where no amount is given
};

/// Holds a Savings Plan: an amount of usage per hour, counted at the plan's rates.
struct SavingsPlan {
  CommitmentTerms terms;
  SavingsPlanType type = SavingsPlanType::compute;
  std::string region{};  ///< of an EC2 Instance Savings Plan
  std::string family{};  ///< of an EC2 Instance Savings Plan, such as "m6i"
  Money usd_per_hour;
  std::vector<SavingsPlanRate> rates{};  ///< before those of the price book
};

/// Holds the commitments that apply to a bill; among their kind they apply in the order given.
struct Commitments {
  std::vector<Reservation> reservations{};
  std::vector<SavingsPlan> savings_plans{};

  [[nodiscard]] bool empty() const { return reservations.empty() && savings_plans.empty(); }
};

}  // namespace fleetcast::pricing::commitments
