#pragma once
#include <string>

#include "scenarios/results/summary.hpp"

// The charts of a run's report, as figures of HTML in a grid. Each may be empty.
namespace fleetcast::scenarios::pages {

/// Returns how latencies are spread and how their mean went.
[[nodiscard]] std::string latency_charts(const results::Summary& summary);

/// Returns what each AWS service costs, in a month and hour by hour.
[[nodiscard]] std::string cost_charts(const results::Summary& summary);

/// Returns of what the fleet was made up, with what befell it marked, and where it stood.
[[nodiscard]] std::string fleet_charts(const results::Summary& summary);

/// Returns what happened when, in the first replication.
[[nodiscard]] std::string incident_charts(const results::Summary& summary);

/// Returns requests, the share of good ones, tasks, targets and other levels over time.
[[nodiscard]] std::string course_charts(const results::Summary& summary);

}  // namespace fleetcast::scenarios::pages
