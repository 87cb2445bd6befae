#include "scenarios/commands/completion.hpp"

#include <ostream>
#include <stdexcept>

namespace fleetcast::scenarios::commands {

std::string quoted_for_shell(const std::string& text) {
  std::string quoted = "'";
  for (const char letter : text) {
    if (letter == '\'') {
      quoted += "'\\''";
    } else {
      quoted += letter;
    }
  }
  return quoted + "'";
}

ExitCode print_completion(Shell shell, const CommandDefinition& program, terminal::Terminal& terminal) {
  switch (shell) {
    case Shell::bash: terminal.out << bash_completion(program); return ExitCode::done;
    case Shell::zsh: terminal.out << zsh_completion(program); return ExitCode::done;
    case Shell::fish: terminal.out << fish_completion(program); return ExitCode::done;
  }
  throw std::logic_error("commands: unknown shell");
}

}  // namespace fleetcast::scenarios::commands
