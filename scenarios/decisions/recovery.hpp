#pragma once
#include <cstddef>
#include <optional>

#include "scenarios/results/run_result.hpp"

namespace fleetcast::scenarios::decisions {

/// Returns the minute of the measured span in which most requests come, on average over runs, among those before an
/// end; the first of several.
[[nodiscard]] std::size_t busiest_minute(const std::vector<results::RunResult>& runs, std::size_t end);

/// Returns after how many minutes a fleet that something happens to has as much healthy capacity again as the same
/// fleet without it: 0 if it never has less, nothing if it does not within the measured span.
///
/// Capacity is what stands behind load balancers ("targets.<service>.healthy"), or the instances where nothing does.
/// Both runs are of one replication and equal up to the minute.
[[nodiscard]] std::optional<std::size_t> minutes_to_recover(const results::RunResult& without,
                                                            const results::RunResult& with, std::size_t minute);

/// Returns the requests that failed or came too late in a stretch of minutes, and all that counted there.
struct Outcome {
  double bad = 0;
  double counted = 0;
};
[[nodiscard]] Outcome outcome_between(const results::RunResult& run, std::size_t begin, std::size_t end);

}  // namespace fleetcast::scenarios::decisions
