#pragma once
#include "scenarios/documents/document_kind.hpp"
#include "scenarios/scenario.hpp"

namespace fleetcast::scenarios::checks {

/// Checks what concerns several fields of a scenario: references, sums, sizes, and what AWS forbids or advises against.
void check_scenario(const Scenario& scenario, documents::Findings& findings);
/// Checks a class's trace of objects, whose file must have its full path: that it can be read, and that the caches on
/// the way of the class know as many objects.
void check_object_trace(const std::string& name, const Scenario& scenario, documents::Problems& problems);

}  // namespace fleetcast::scenarios::checks
