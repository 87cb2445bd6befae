#pragma once
#include <string>

#include "scenarios/commands/terminal.hpp"
#include "scenarios/documents/problems.hpp"

namespace fleetcast::scenarios::commands {

/// Prints what was found in a document that is no problem, if anything was, where complaints go.
void print_warnings(const std::string& document, const documents::Problems& warnings, Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
