#pragma once
#include <filesystem>
#include <string>

#include "sim/calendar.hpp"
#include "sim/time.hpp"

namespace fleetcast::scenarios::traffic {

/// Says for which times a source's rate is wanted, and where its description comes from.
struct RateContext {
  sim::Calendar calendar;
  sim::Instant begin;  ///< start of the pre-roll
  sim::Instant start;  ///< the scenario's start, from which times such as "12 d 14:00" count
  sim::Instant end;
  std::string time_zone = "UTC";
  std::string source = "clients";         ///< names the source's streams of chance
  std::filesystem::path folder{};         ///< where relative paths of traces start
  std::string origin = "scenario";        ///< names the document in messages
  std::string pointer = "/traffic/rate";  ///< the rate's place in the document
};

/// Represents a stretch of simulated time.
struct Stretch {
  sim::Instant begin;
  sim::Instant end;

  /// Returns the instant in the middle, rounded down.
  [[nodiscard]] sim::Instant middle() const { return {begin.ticks + (end.ticks - begin.ticks) / 2}; }
  /// Returns the length in seconds.
  [[nodiscard]] double seconds() const { return (end - begin).seconds(); }
};

/// Holds a curve's values at the two ends of a stretch, as seen from within it.
struct Ends {
  double begin = 0;
  double end = 0;
};

}  // namespace fleetcast::scenarios::traffic
