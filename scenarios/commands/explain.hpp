#pragma once
#include <string>

#include "scenarios/commands/exit_code.hpp"
#include "scenarios/documents/document_kind.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Holds the options of `fleetcast explain`.
struct ExplainOptions {
  std::string pointer;  ///< empty for the whole document
  bool is_markdown = false;
};

/// Explains one place of a kind of document, or prints its reference documentation; throws std::invalid_argument for a
/// pointer that leads nowhere.
ExitCode explain_place(const ExplainOptions& options, const documents::DocumentKind& kind,
                       terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
