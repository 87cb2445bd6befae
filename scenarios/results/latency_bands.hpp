#pragma once
#include <span>
#include <vector>

#include "scenarios/results/run_result.hpp"

namespace fleetcast::scenarios::results {

/// Holds the share of answered requests whose latency lies in [low, high), both in seconds.
struct LatencyBand {
  double low_s = 0;
  double high_s = 0;
  double share = 0;
};

/// Returns how latencies, as clients see them, are spread over all classes and replications: eight bands an octave, all
/// between the fastest and the slowest answer, so at most some 250; nothing if nobody was answered. A band's share is
/// exact but for the buckets of the histogram that its ends cut, 2^-11 of their values wide.
[[nodiscard]] std::vector<LatencyBand> latency_bands(std::span<const RunResult> results);

}  // namespace fleetcast::scenarios::results
