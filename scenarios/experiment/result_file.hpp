#pragma once
#include <string>

#include "scenarios/documents/json.hpp"
#include "scenarios/results/summary.hpp"

namespace fleetcast::scenarios::experiment {

/// Tells whether a document is a result rather than a scenario.
[[nodiscard]] bool is_result(const documents::Json& document);

/// Reads of a result.json what a comparison needs: heading, fingerprints, metrics and the totals of the bills.
///
/// Throws documents::InvalidDocument, under the origin's name, for a document that is no result of this version.
[[nodiscard]] results::Summary read_result(const documents::Json& document, const std::string& origin);

}  // namespace fleetcast::scenarios::experiment
