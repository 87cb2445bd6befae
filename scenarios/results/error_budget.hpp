#pragma once
#include <cstddef>
#include <cstdint>
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

/// Stands for red minutes of one root that followed one another closely.
struct RedSpell {
  std::size_t first_minute = 0;  ///< of the measured span
  std::size_t last_minute = 0;
  std::size_t minutes = 0;       ///< red ones
  std::uint64_t failed = 0;      ///< in them
  std::string root;
  std::string chain;             ///< of the minute in which most failed
};

/// Adds failures up by the event at their root, the largest first.
[[nodiscard]] std::vector<RootLoss> losses_by_root(std::span<const RunResult> results);

/// Groups the red minutes of a run whose root is the same and which are at most five minutes apart, in their order.
[[nodiscard]] std::vector<RedSpell> red_spells(std::span<const MinuteLoss> losses);

}  // namespace fleetcast::scenarios::results
