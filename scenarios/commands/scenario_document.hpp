#pragma once
#include "scenarios/commands/validate.hpp"
#include "scenarios/documents/document_kind.hpp"

namespace fleetcast::scenarios::commands {

/// Returns the scenario document as validate, schema and explain need it: format version, shape and cross-checks.
[[nodiscard]] documents::DocumentKind scenario_document();

/// Loads a scenario as a run would, the files that it names included, and returns its warnings; throws InvalidDocument.
[[nodiscard]] documents::Problems load_warnings(const ValidateOptions& options);

}  // namespace fleetcast::scenarios::commands
