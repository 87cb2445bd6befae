#pragma once
#include <cstddef>
#include <string>

#include "scenarios/decisions/sweep.hpp"

namespace fleetcast::scenarios::decisions {

/// Returns the answer of a sweep in a sentence or two: the cheapest candidate that meets every objective, and by how
/// much it is cheaper than the next.
[[nodiscard]] std::string sweep_verdict(const Sweep& sweep);

/// Writes a sweep for a terminal: the verdict, then candidates by cost with the frontier marked.
[[nodiscard]] std::string sweep_report(const Sweep& sweep, std::size_t width);

/// Returns the sweep as JSON text; the same sweep gives the same bytes.
[[nodiscard]] std::string sweep_json(const Sweep& sweep);

/// Returns one tidy table: a row for each replication of each candidate, a column for each varied place and each
/// number (RFC 4180).
[[nodiscard]] std::string sweep_csv(const Sweep& sweep);

/// Returns the sweep as one page of HTML that needs no network, with the frontier as a chart.
[[nodiscard]] std::string sweep_html(const Sweep& sweep);

}  // namespace fleetcast::scenarios::decisions
