#include "scenarios/commands/explain.hpp"

#include <ostream>

#include "scenarios/documents/explain.hpp"

namespace fleetcast::scenarios::commands {

ExitCode explain_place(const ExplainOptions& options, const documents::DocumentKind& kind,
                       terminal::Terminal& terminal) {
  if (options.is_markdown) {
    terminal.out << documents::reference_markdown(*kind.shape, "The " + kind.format.name + " document");
  } else {
    terminal.out << documents::explain(*kind.shape, options.pointer);
  }
  return ExitCode::done;
}

}  // namespace fleetcast::scenarios::commands
