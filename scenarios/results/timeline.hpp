#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scenarios/results/run_result.hpp"

namespace fleetcast::scenarios::results {

/// Holds one value for each minute of the measured span, where there is one.
struct Series {
  std::string name;
  std::vector<std::optional<double>> values;
};

/// Holds what happened minute by minute, as means over replications.
struct Timeline {
  /// "offered", "good", "bad" (requests in the minute), "latency_mean_s" (seconds, over requests that were
  /// answered in the minute; empty if none was), then the levels of the runs by name.
  std::vector<Series> series;
  /// "red": share of replications in which more failed in the minute than the objective allows; then for each root
  /// cause "failed_by.<root>": requests that failed in the minute because of it.
  std::vector<Series> causes;
  /// The chain of causes of each minute in the first replication; empty where nothing failed but the background.
  std::vector<std::string> chains;

  /// Returns the series of a name, or nullptr.
  [[nodiscard]] const Series* find(const std::string& name) const;
  [[nodiscard]] std::size_t minutes() const { return series.empty() ? 0 : series.front().values.size(); }
};

/// Averages the minutes of replications; throws std::logic_error if they have not equally many.
[[nodiscard]] Timeline average_timeline(std::span<const RunResult> results);

/// Returns the timeline as comma-separated values (RFC 4180): minute, instant of its start, every series, the causes,
/// and "cause_chain".
[[nodiscard]] std::string timeline_csv(const Timeline& timeline, std::int64_t start_utc_seconds);

/// Writes seconds since 1970-01-01T00:00:00Z as "2026-11-01T13:05:09Z".
[[nodiscard]] std::string to_iso(std::int64_t utc_seconds);

}  // namespace fleetcast::scenarios::results
