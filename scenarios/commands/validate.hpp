#pragma once
#include <optional>
#include <string>
#include <vector>

#include "scenarios/commands/exit_code.hpp"
#include "scenarios/documents/document_kind.hpp"
#include "scenarios/documents/writer.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Holds the options of `fleetcast validate`.
struct ValidateOptions {
  std::string document;
  std::vector<std::string> settings;  ///< /json/pointer=value
  /// Set to print the document after `extends` and settings: what differs from the defaults, or everything.
  std::optional<documents::Extent> printed;
  bool are_assumptions_listed = false;
};

/// Reads and checks a document without running it, and shows the warnings given, or else those of the document; throws
/// InvalidDocument with all its problems.
ExitCode validate_document(const ValidateOptions& options, const documents::DocumentKind& kind,
                           const std::optional<documents::Problems>& warnings, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
