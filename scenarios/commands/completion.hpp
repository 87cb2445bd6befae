#pragma once
#include <string>

#include "scenarios/commands/definition.hpp"
#include "scenarios/commands/exit_code.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Names the shells that there are completions for.
enum class Shell { bash, zsh, fish };

/// Returns a script that completes commands, options, their words and paths in bash 4.4 or newer.
[[nodiscard]] std::string bash_completion(const CommandDefinition& program);
/// Returns the same for zsh 5, as a file `_fleetcast` of its function path or to be sourced.
[[nodiscard]] std::string zsh_completion(const CommandDefinition& program);
/// Returns the same for fish 3.
[[nodiscard]] std::string fish_completion(const CommandDefinition& program);

/// Returns text as one word of a shell, in single quotes.
[[nodiscard]] std::string quoted_for_shell(const std::string& text);

/// Prints the script of a shell.
[[nodiscard]] ExitCode print_completion(Shell shell, const CommandDefinition& program, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
