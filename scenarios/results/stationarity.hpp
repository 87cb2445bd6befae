#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scenarios/results/run_result.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::scenarios::results {

/// Names what an interval is made of.
enum class IntervalKind {
  unknown,       ///< the runs cannot tell how precise the estimate is
  replications,  ///< independent replications
  batch_means,   ///< batches of one long run
};

/// Holds an estimate of the stationary state, from the minutes after the warm-up.
struct StationaryEstimate {
  std::string metric;  ///< path in result.json of the same number over the whole measured span
  std::optional<sim::measures::Estimate> estimate;  ///< its n counts replications or batches
  IntervalKind kind = IntervalKind::unknown;
  std::size_t batch_minutes = 0;  ///< length of a batch, where there are batches
};

/// Says what a scenario that is to be stationary shows of its warm-up.
struct Stationarity {
  /// Seconds of the measured span that MSER-5 leaves out; empty if no warm-up ends in the first half of the run, or if
  /// the run is shorter than ten minutes or has minutes without answers.
  std::optional<double> warm_up_seconds;
  bool is_too_short = false;  ///< there is no such end, so that the run cannot tell the stationary state
  std::vector<StationaryEstimate> estimates;  ///< mean latency and availability; none without an end of the warm-up
};

/// Finds the common warm-up of replications by MSER-5, on the minute means of response time over all of them, and
/// estimates what follows: over replications, or by batch means where there is one only.
[[nodiscard]] Stationarity stationarity_of(std::span<const RunResult> results);

}  // namespace fleetcast::scenarios::results
