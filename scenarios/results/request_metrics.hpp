#pragma once
#include <span>
#include <vector>

#include "scenarios/results/metrics.hpp"
#include "scenarios/results/run_result.hpp"
#include "scenarios/results/summary.hpp"

namespace fleetcast::scenarios::results {

/// Counts how the requests of one replication ended.
struct RequestCounts {
  std::uint64_t offered = 0;
  std::uint64_t good = 0;
  std::uint64_t late = 0;
  std::uint64_t failed = 0;    ///< by causes that count against availability
  std::uint64_t excluded = 0;  ///< by causes that do not, such as blocks and intended errors

  /// Returns the requests that availability is about: those that ended, excluded causes left out.
  [[nodiscard]] std::uint64_t counted() const { return good + late + failed; }
};

/// Adds up the classes of a replication.
[[nodiscard]] RequestCounts count_requests(const RunResult& result);

/// Returns how many requests of a replication are lost: begun with + offered - ended - in flight at the end.
[[nodiscard]] std::int64_t unaccounted_requests(const RunResult& result);

/// Adds requests, availability and latency: overall, by class and by stage.
void add_request_metrics(std::span<const RunResult> results, double good_share_of_minute, Metrics& metrics);

/// Splits the lost availability by cause, largest first.
[[nodiscard]] std::vector<LossByCause> losses_by_cause(std::span<const RunResult> results);

}  // namespace fleetcast::scenarios::results
