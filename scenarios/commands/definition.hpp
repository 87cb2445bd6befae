#pragma once
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace fleetcast::scenarios::commands {

/// Tells which paths a value may be.
enum class Paths { none, files, folders };

/// Says what stands after an option, or at a position.
struct ValueDefinition {
  std::string placeholder;         ///< "SCENARIO", "table|json"; empty for a flag, which takes no value
  std::vector<std::string> words;  ///< what may stand there by name
  Paths paths = Paths::none;       ///< what may stand there by path
};

/// Says what the help knows about an option or a positional.
struct OptionDefinition {
  std::vector<std::string> names;  ///< "-h", "--help"; none for a positional
  std::string help;
  ValueDefinition value;
  bool is_required = false;
  bool is_repeatable = false;
};

/// Says what the help knows about a command: completions and the manual page are made of it, so that they cannot differ
/// from what the parser takes.
struct CommandDefinition {
  std::string path;  ///< words after the program's name, such as "import price-list"; empty for the program
  std::string name;  ///< the last of them
  std::string help;
  std::vector<OptionDefinition> options;
  std::vector<OptionDefinition> positionals;
  std::vector<std::string> remarks;   ///< paragraphs of the footer besides the examples
  std::vector<std::string> examples;  ///< command lines; one that goes on in the next line has a line break
  std::vector<CommandDefinition> commands;
};

/// Reads a program with all its commands; where a price book is named, `books` are the words.
[[nodiscard]] CommandDefinition definition_of(const CLI::App& program, const std::vector<std::string>& books);

/// Returns a command with all commands below it, each before its own.
[[nodiscard]] std::vector<const CommandDefinition*> all_commands(const CommandDefinition& program);

}  // namespace fleetcast::scenarios::commands
