#pragma once
#include <cstddef>
#include <string>

#include "scenarios/decisions/optimize.hpp"

namespace fleetcast::scenarios::decisions {

/// Returns the answer in a sentence or two: the choice, what it costs, and how sure that is; or what came nearest.
[[nodiscard]] std::string optimum_verdict(const Optimum& optimum);

/// Returns in a sentence why a candidate is not the choice, or how sure it is that it is.
[[nodiscard]] std::string fate_in_words(const Optimum& optimum, std::size_t candidate);

/// Writes an optimisation for a terminal: the verdict, the choice, and why each loser lost.
[[nodiscard]] std::string optimize_report(const Optimum& optimum, std::size_t width);

/// Returns the optimisation as JSON text; the same gives the same bytes.
[[nodiscard]] std::string optimize_json(const Optimum& optimum);

/// Returns a table with a row for each candidate (RFC 4180).
[[nodiscard]] std::string optimize_csv(const Optimum& optimum);

/// Returns the optimisation as one page of HTML that needs no network.
[[nodiscard]] std::string optimize_html(const Optimum& optimum);

}  // namespace fleetcast::scenarios::decisions
