#pragma once
#include <string>

#include "scenarios/decisions/sweep.hpp"

namespace fleetcast::scenarios::decisions {

/// Draws the candidates of a sweep as a figure of HTML: cost to the right, lost requests upwards, both
/// with their 95 % intervals; the frontier is joined by a line, an objective for availability dashed.
[[nodiscard]] std::string frontier_figure(const Sweep& sweep);

}  // namespace fleetcast::scenarios::decisions
