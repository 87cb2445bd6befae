#pragma once
#include <string>

#include "scenarios/results/summary.hpp"

namespace fleetcast::scenarios::pages {

/// Returns the report as one HTML page that asks nothing of any network: the answer, objectives, cost, what happened
/// over time with incidents marked, causes, self-audit. It follows the reader's light or dark mode and prints well.
[[nodiscard]] std::string run_page(const results::Summary& summary);

}  // namespace fleetcast::scenarios::pages
