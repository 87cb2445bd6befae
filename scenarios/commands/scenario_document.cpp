#include "scenarios/commands/scenario_document.hpp"

#include "scenarios/experiment/scenario_file.hpp"

namespace fleetcast::scenarios::commands {

documents::DocumentKind scenario_document() { return experiment::scenario_kind(); }

}  // namespace fleetcast::scenarios::commands
