#include <fmt/format.h>

#include <algorithm>

#include "scenarios/commands/completion.hpp"

namespace fleetcast::scenarios::commands {
namespace {

// What stands in a specification of _arguments takes these letters for its own.
std::string escaped(const std::string& text) {
  std::string safe;
  for (const char letter : text) {
    if (letter == '[' || letter == ']' || letter == ':' || letter == '\\') safe += '\\';
    safe += letter;
  }
  return safe;
}

std::string function_of(const CommandDefinition& command) {
  std::string name = command.path.empty() ? "_fleetcast" : "_fleetcast_" + command.path;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

// An action that begins with a space is called with these words alone.
std::string action_of(const ValueDefinition& value) {
  const std::string words = CLI::detail::join(value.words, " ");
  if (value.paths == Paths::folders) return "_files -/";
  if (value.paths == Paths::none) return value.words.empty() ? "" : "(" + words + ")";
  return value.words.empty() ? "_files" : fmt::format(" _fleetcast_words_or_files {}", words);
}

std::string value_part(const ValueDefinition& value) {
  return ":" + escaped(value.placeholder) + ":" + action_of(value);
}

std::string argument_lines(const CommandDefinition& command) {
  std::string lines;
  for (const OptionDefinition& option : command.options) {
    for (const std::string& name : option.names) {
      const bool has_value = !option.value.placeholder.empty();
      const std::string start = (option.is_repeatable ? "*" : "") + name + (has_value && name.size() > 2 ? "=" : "");
      const std::string text = start + "[" + escaped(option.help) + "]" + (has_value ? value_part(option.value) : "");
      lines += " \\\n    " + quoted_for_shell(text);
    }
  }
  for (const OptionDefinition& positional : command.positionals) {
    lines += " \\\n    " + quoted_for_shell((positional.is_repeatable ? "*" : "") + value_part(positional.value));
  }
  return lines;
}

std::string function_text(const CommandDefinition& command) {
  if (command.commands.empty()) {
    return fmt::format("\n{}() {{\n  _arguments{}\n}}\n", function_of(command), argument_lines(command));
  }
  std::string described;
  std::string cases;
  for (const CommandDefinition& below : command.commands) {
    described += "        " + quoted_for_shell(escaped(below.name) + ":" + below.help) + "\n";
    cases += fmt::format("        {}) {} ;;\n", below.name, function_of(below));
  }
  return fmt::format(
      "\n{}() {{\n  local curcontext=$curcontext state line\n  local -a commands\n  typeset -A opt_args\n"
      "  _arguments -C{} \\\n    '1: :->command' '*:: :->arguments'\n  case $state in\n    command)\n"
      "      commands=(\n{}      )\n      _describe command commands\n      ;;\n    arguments)\n"
      "      case $line[1] in\n{}      esac\n      ;;\n  esac\n}}\n",
      function_of(command), argument_lines(command), described, cases);
}

}  // namespace

std::string zsh_completion(const CommandDefinition& program) {
  std::string script =
      "#compdef fleetcast\n# Completion of fleetcast in zsh, printed by `fleetcast completion zsh`.\n\n"
      "_fleetcast_words_or_files() {\n"
      "  compadd -- \"$@\"\n  _files\n}\n";
  for (const CommandDefinition* command : all_commands(program)) script += function_text(*command);
  return script +
         "\nif [[ $funcstack[1] == _fleetcast ]]; then\n  _fleetcast \"$@\"\nelse\n"
         "  compdef _fleetcast fleetcast\nfi\n";
}

}  // namespace fleetcast::scenarios::commands
