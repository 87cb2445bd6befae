#include "scenarios/commands/explain.hpp"

#include <ostream>

#include "scenarios/documents/explain.hpp"
#include "scenarios/terminal/wrap.hpp"

namespace fleetcast::scenarios::commands {

ExitCode explain_place(const ExplainOptions& options, const documents::DocumentKind& kind,
                       terminal::Terminal& terminal) {
  if (options.is_markdown) {
    terminal.out << documents::reference_markdown(*kind.shape, "The " + kind.format.name + " document");
  } else {
    terminal.out << terminal::wrapped_lines(documents::explain(*kind.shape, options.pointer), terminal.width);
  }
  return ExitCode::done;
}

}  // namespace fleetcast::scenarios::commands
