#pragma once
#include <cstddef>
#include <optional>
#include <string>

#include "scenarios/results/summary.hpp"

namespace fleetcast::scenarios::results {

/// Returns the report for a terminal: the answer first, then objectives, bill, budget, causes of failures, fleet,
/// incidents, and what the answer rests on. Lines have at most `width` columns where names permit.
///
/// wall_seconds is how long the runs took; it is shown if given, and enters no file.
[[nodiscard]] std::string text_report(const Summary& summary, std::size_t width = 80,
                                      std::optional<double> wall_seconds = std::nullopt);

}  // namespace fleetcast::scenarios::results
