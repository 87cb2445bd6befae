#pragma once
#include <string>

#include "scenarios/commands/definition.hpp"

namespace fleetcast::scenarios::commands {

/// Returns the manual page fleetcast(1) in the man macros of roff.
[[nodiscard]] std::string man_page(const CommandDefinition& program, const std::string& version);

}  // namespace fleetcast::scenarios::commands
