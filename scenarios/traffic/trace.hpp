#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/documents/problems.hpp"
#include "scenarios/traffic/config.hpp"
#include "sim/time.hpp"

namespace fleetcast::scenarios::traffic {

/// Represents a part of a trace without rows.
struct TraceGap {
  std::int64_t begin_unix_milliseconds = 0;
  std::int64_t end_unix_milliseconds = 0;
  std::int64_t intervals = 0;

  bool operator==(const TraceGap&) const = default;
};

/// Tells what was found in the part of a trace that is replayed.
struct ReplayReport {
  std::int64_t rows = 0;
  std::int64_t first_unix_milliseconds = 0;  ///< time of the first row
  std::int64_t last_unix_milliseconds = 0;
  std::vector<TraceGap> gaps;
  double total = 0;  ///< requests in the rows, before any scaling
};

/// Holds the counts of a trace, interval by interval.
struct Trace {
  std::int64_t begin_unix_milliseconds = 0;  ///< start of the part that is replayed
  std::int64_t interval_milliseconds = 0;
  std::int64_t intervals = 0;  ///< length of the part that is replayed
  std::int64_t earlier = 0;    ///< intervals that are known before it, at most as many as the pre-roll needs
  std::vector<double> counts;  ///< requests in each interval, earlier ones first, gaps filled
  ReplayReport report;

  /// Returns the requests in an interval, counted from the start of the part that is replayed (so it may be negative).
  [[nodiscard]] double count(std::int64_t interval) const {
    return counts.at(static_cast<std::size_t>(interval + earlier));
  }
  /// Returns the requests in the part that is replayed, gaps filled.
  [[nodiscard]] double total() const;
};

/// Reads a trace, with what lies up to `lead` before the part that is replayed, and adds every problem found.
///
/// A relative path starts at `folder`. Returns nothing if there was a problem.
[[nodiscard]] std::optional<Trace> read_trace(const ReplayRate& replay, const std::filesystem::path& folder,
                                              sim::Duration lead, const std::string& pointer,
                                              documents::Problems& problems);

}  // namespace fleetcast::scenarios::traffic
