#pragma once
#include <cstddef>
#include <string>

#include "scenarios/regression/regress.hpp"

namespace fleetcast::scenarios::regression {

/// Writes the outcome of a suite for a terminal: of each scenario verdicts, the parts of drifts, and what changed.
[[nodiscard]] std::string regression_report(const Regression& regression, std::size_t width);

/// Writes it in Markdown, with every part and its interval.
[[nodiscard]] std::string markdown_summary(const Regression& regression);

}  // namespace fleetcast::scenarios::regression
