#pragma once
#include <string>

#include "scenarios/documents/json.hpp"

namespace fleetcast::scenarios::regression {

/// Writes JSON for people and version control: what fits into a line of 120 columns stands on one, everything else is
/// broken into its members. Keys are sorted; equal values give equal bytes.
[[nodiscard]] std::string readable(const documents::Json& json);

}  // namespace fleetcast::scenarios::regression
