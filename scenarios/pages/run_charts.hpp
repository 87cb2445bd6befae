#pragma once
#include <string>

#include "scenarios/results/summary.hpp"

namespace fleetcast::scenarios::pages {

/// Returns what the run cost, as figures of HTML: by AWS service.
[[nodiscard]] std::string cost_charts(const results::Summary& summary);

/// Returns what happened over time, as figures of HTML: requests, good share, latency, levels.
[[nodiscard]] std::string course_charts(const results::Summary& summary);

}  // namespace fleetcast::scenarios::pages
