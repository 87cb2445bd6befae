#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/results/summary.hpp"

namespace fleetcast::scenarios::results {

/// Holds what happened in one day, or one week of a long run, of the first replication.
struct CalendarEntry {
  std::string label;  ///< "Mon 11-02", the UTC date on which it begins
  std::size_t deployments = 0;
  std::size_t scale_outs = 0;
  std::size_t scale_ins = 0;
  std::size_t failovers = 0;       ///< of databases, caches and names
  std::size_t interruptions = 0;   ///< of spot instances and tasks
  std::size_t zone_incidents = 0;  ///< zones lost or gray, gateways lost, traffic shifted, no control plane
  std::size_t red_minutes = 0;     ///< noteworthy ones
  std::uint64_t failed = 0;        ///< requests, for whatever reason
  std::string main_root;           ///< of noteworthy red minutes, the one by which most failed; empty without any
};

/// Tells whether a run is so long that its incidents are told by the day and by kind: two days or more.
[[nodiscard]] bool is_long(const Summary& summary);

/// Returns the days of the first replication counted from its start, or weeks if there are more than 62 days.
[[nodiscard]] std::vector<CalendarEntry> calendar_of(const Summary& summary);

/// Returns the calendar for the terminal, or nothing for a run that is not long.
[[nodiscard]] std::string calendar_report(const Summary& summary, std::size_t width);

}  // namespace fleetcast::scenarios::results
