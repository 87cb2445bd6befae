#pragma once
#include "scenarios/documents/document_kind.hpp"

namespace fleetcast::scenarios::commands {

/// Returns the scenario document as validate, schema and explain need it: format version, shape and cross-checks.
[[nodiscard]] documents::DocumentKind scenario_document();

}  // namespace fleetcast::scenarios::commands
