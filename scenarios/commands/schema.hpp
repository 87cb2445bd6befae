#pragma once
#include "scenarios/commands/exit_code.hpp"
#include "scenarios/documents/document_kind.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Prints the JSON Schema of a kind of document.
ExitCode print_schema(const documents::DocumentKind& kind, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
