#include <fmt/format.h>

#include "scenarios/commands/completion.hpp"

namespace fleetcast::scenarios::commands {
namespace {

// Fish knows \' and \\ within single quotes, unlike the others.
std::string quoted(const std::string& text) {
  std::string result = "'";
  for (const char letter : text) {
    if (letter == '\'' || letter == '\\') result += '\\';
    result += letter;
  }
  return result + "'";
}

std::string line_at(const CommandDefinition& command, const std::string& rest) {
  return fmt::format("complete -c fleetcast -n {} {}\n", quoted("__fleetcast_at " + quoted(command.path)), rest);
}

std::string words_of(const ValueDefinition& value) {
  if (value.paths == Paths::folders) return " -a '(__fish_complete_directories)'";
  const std::string words = value.words.empty() ? "" : " -a " + quoted(CLI::detail::join(value.words, " "));
  return words + (value.paths == Paths::files ? " -F" : " -f");
}

std::string option_line(const CommandDefinition& command, const OptionDefinition& option) {
  std::string line;
  for (const std::string& name : option.names) {
    line += name.starts_with("--") ? "-l " + name.substr(2) + " " : "-s " + name.substr(1) + " ";
  }
  if (!option.value.placeholder.empty()) line += "-r" + words_of(option.value) + " ";
  return line_at(command, line + "-d " + quoted(option.help));
}

std::string lines_of(const CommandDefinition& command) {
  std::string lines;
  for (const CommandDefinition& below : command.commands) {
    lines += line_at(command, fmt::format("-a {} -d {}", below.name, quoted(below.help)));
  }
  for (const OptionDefinition& option : command.options) lines += option_line(command, option);
  for (const OptionDefinition& positional : command.positionals) {
    const std::string words = words_of(positional.value);
    if (words != " -f") lines += line_at(command, words.substr(1));
  }
  return lines;
}

}  // namespace

std::string fish_completion(const CommandDefinition& program) {
  std::string paths;
  std::string lines;
  for (const CommandDefinition* command : all_commands(program)) {
    if (!command->path.empty()) paths += " " + quoted(command->path);
    lines += lines_of(*command);
  }
  return "# Completion of fleetcast in fish, printed by `fleetcast completion fish`.\n\n"
         "function __fleetcast_at --description 'Whether the words so far name this command'\n"
         "  set -l path\n"
         "  for word in (commandline -opc)[2..-1]\n"
         "    contains -- (string join ' ' $path $word)" +
         paths +
         "; and set -a path $word\n"
         "  end\n"
         "  test \"$path\" = \"$argv[1]\"\n"
         "end\n\n"
         "complete -c fleetcast -f\n" +
         lines;
}

}  // namespace fleetcast::scenarios::commands
