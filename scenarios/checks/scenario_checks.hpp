#pragma once
#include "scenarios/documents/document_kind.hpp"
#include "scenarios/scenario.hpp"

namespace fleetcast::scenarios::checks {

/// Checks what concerns several fields of a scenario: references, sums, sizes, and what AWS forbids or advises against.
void check_scenario(const Scenario& scenario, documents::Findings& findings);

}  // namespace fleetcast::scenarios::checks
