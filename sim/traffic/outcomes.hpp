#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "sim/measures/histogram.hpp"
#include "sim/time.hpp"

namespace fleetcast::sim::traffic {

/// Counts how one class's requests ended, and how long good replies took; latencies in ticks as the client sees them.
struct ClassOutcomes {
  std::string name;
  Duration deadline;
  std::uint64_t offered = 0;
  std::uint64_t good = 0;
  std::uint64_t late = 0;                ///< answered well, but after the deadline
  std::vector<std::uint64_t> by_cause;   ///< failed or excluded, by CauseId
  measures::Histogram latency;           ///< of good and late replies
};

/// Counts what happened in one minute of the run.
struct MinuteOutcomes {
  std::uint64_t offered = 0;
  std::uint64_t good = 0;
  std::uint64_t bad = 0;
  std::uint64_t answered = 0;      ///< good and late replies
  std::int64_t latency_ticks = 0;  ///< sum over good and late replies
};

/// Holds how requests ended since measuring began.
struct Outcomes {
  std::vector<ClassOutcomes> classes;
  std::vector<std::string> causes;       ///< names by CauseId
  std::vector<bool> is_excluded;         ///< by CauseId
  std::vector<MinuteOutcomes> minutes;   ///< by minute since the world began
  std::vector<std::vector<std::uint64_t>> bad_minutes_by_cause;  ///< by cause: failures per minute, grown as needed
  std::vector<std::string> stages;
  std::vector<measures::Histogram> stage_times;  ///< by StageId, in ticks
  std::uint64_t attempts = 0;            ///< of clients: first attempts and retries
  std::uint64_t time_outs = 0;           ///< tries given up
  std::uint64_t wasted = 0;              ///< work finished for nobody
  std::uint64_t in_flight_at_begin = 0;  ///< waiting when measuring began

  [[nodiscard]] std::uint64_t offered() const {
    std::uint64_t sum = 0;
    for (const auto& one : classes) sum += one.offered;
    return sum;
  }
};

}  // namespace fleetcast::sim::traffic
