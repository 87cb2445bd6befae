#pragma once
#include <string>

#include "scenarios/results/summary.hpp"

namespace fleetcast::scenarios::results {

/// Returns the report as one HTML page that asks nothing of any network: the answer, objectives, cost, what happened
/// over time with incidents marked, causes, self-audit. It follows the reader's light or dark mode and prints well.
[[nodiscard]] std::string html_report(const Summary& summary);

/// Returns the charts of a summary as figures of HTML: cost by service, requests, good share, latency, levels.
[[nodiscard]] std::string report_charts(const Summary& summary);

/// Returns the style sheet of the page.
[[nodiscard]] std::string report_style();

}  // namespace fleetcast::scenarios::results
