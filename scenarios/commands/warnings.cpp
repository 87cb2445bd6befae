#include "scenarios/commands/warnings.hpp"

#include <ostream>

namespace fleetcast::scenarios::commands {

void print_warnings(const std::string& document, const documents::Problems& warnings, terminal::Terminal& terminal) {
  if (warnings.empty()) return;
  terminal.errors << document << ": " << warnings.list().size()
                  << (warnings.list().size() == 1 ? " warning\n" : " warnings\n");
  for (const documents::Problem& warning : warnings.list()) {
    terminal.errors << "  " << warning.pointer << ": " << warning.message << "\n";
  }
}

}  // namespace fleetcast::scenarios::commands
