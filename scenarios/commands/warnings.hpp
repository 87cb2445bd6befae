#pragma once
#include <string>

#include "scenarios/documents/problems.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Prints what was found in a document that is no problem, if anything was, where complaints go.
void print_warnings(const std::string& document, const documents::Problems& warnings, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
