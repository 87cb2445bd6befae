#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scenarios/results/run_result.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::scenarios::results {

/// Says how much of the error budget the events of one kind used up.
struct RootLoss {
  std::string root;               ///< "zone_outage", "load", "background", ...
  sim::measures::Estimate failed; ///< requests in one replication; those of all roots sum to all failures
  double share = 0;               ///< of all failures of all replications
  double red_minutes = 0;         ///< mean of a replication
};

/// Stands for noteworthy red minutes of one root that followed one another closely.
struct RedSpell {
  std::size_t first_minute = 0;  ///< of the measured span
  std::size_t last_minute = 0;
  std::size_t minutes = 0;       ///< noteworthy ones
  std::uint64_t failed = 0;      ///< in them
  std::string root;
  std::string chain;             ///< of the minute in which most failed
};

/// Says how far one run used up what its availability objective lets fail.
struct BudgetUse {
  double allowed = 0;        ///< requests that may fail: of those that ended, the share that need not be good
  std::uint64_t failed = 0;
  std::optional<std::size_t> used_up_in;  ///< minute in which more had failed than may in the whole run, if any

  /// Returns failures as a share of the budget; above 1 when it is overdrawn.
  [[nodiscard]] double share() const { return allowed > 0 ? static_cast<double>(failed) / allowed : 0; }
};

/// Adds failures up by the event at their root, the largest first.
[[nodiscard]] std::vector<RootLoss> losses_by_root(std::span<const RunResult> results);

/// Groups the noteworthy red minutes of a run, in their order, whose root is the same and which are at most five
/// minutes apart.
[[nodiscard]] std::vector<RedSpell> red_spells(std::span<const MinuteLoss> losses);

/// Holds a run against an availability objective; nothing if no request ended or none may fail.
[[nodiscard]] std::optional<BudgetUse> budget_use(const RunResult& result, double objective);

}  // namespace fleetcast::scenarios::results
