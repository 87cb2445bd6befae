#include "scenarios/commands/scenario_document.hpp"

#include "scenarios/experiment/scenario_file.hpp"

namespace fleetcast::scenarios::commands {

documents::DocumentKind scenario_document() { return experiment::scenario_kind(); }

documents::Problems load_warnings(const ValidateOptions& options) {
  return experiment::load_scenario(options.document, options.settings).warnings;
}

}  // namespace fleetcast::scenarios::commands
