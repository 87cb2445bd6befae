#include <fmt/format.h>

#include "scenarios/commands/completion.hpp"

namespace fleetcast::scenarios::commands {
namespace {

// Bash parts words at "=" and ":" as well, so --format=json arrives as three of them.
constexpr const char* body = R"sh(
_fleetcast() {
  local current=${COMP_WORDS[COMP_CWORD]} command= option= position=0 commands options words paths word i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; ++i)); do
    word=${COMP_WORDS[i]}
    _fleetcast_command "$command"
    if [[ $word == [=:] ]]; then
      if [[ -z $option ]]; then
        ((++i == COMP_CWORD)) && return
      fi
    elif [[ -n $option ]]; then
      option=
    elif [[ $word == -* ]]; then
      if _fleetcast_value "$command $word"; then option=$word; fi
    elif [[ " $commands " == *" $word "* ]]; then
      command=${command:+$command }$word
    else
      ((++position))
    fi
  done
  _fleetcast_command "$command"
  words= paths=
  if [[ $current == [=:] ]]; then
    if [[ -z $option ]]; then return; fi
    current=
  fi
  if [[ -n $option ]]; then
    _fleetcast_value "$command $option"
  elif [[ $current == -* ]]; then
    words=$options
  elif [[ -n $commands ]]; then
    words=$commands
  else
    _fleetcast_value "$command $position"
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
  if [[ $paths == files ]]; then mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "$current"); fi
  if [[ $paths == folders ]]; then mapfile -t COMPREPLY < <(compgen -d -- "$current"); fi
  # A test may call this outside of a completion.
  if [[ -n $paths ]]; then compopt -o filenames 2>/dev/null; fi
  return 0
}

complete -F _fleetcast fleetcast
)sh";

std::string command_case(const CommandDefinition& command) {
  std::string commands;
  for (const CommandDefinition& below : command.commands) {
    commands.append(commands.empty() ? "" : " ").append(below.name);
  }
  std::string options;
  for (const OptionDefinition& option : command.options) {
    for (const std::string& name : option.names) options.append(options.empty() ? "" : " ").append(name);
  }
  return fmt::format("    {}) commands={} options={} ;;\n", quoted_for_shell(command.path), quoted_for_shell(commands),
                     quoted_for_shell(options));
}

std::string value_case(const std::string& place, const ValueDefinition& value) {
  std::string text = "    " + place + ")";
  if (!value.words.empty()) {
    text += " words=" + quoted_for_shell(CLI::detail::join(value.words, " "));
  }
  if (value.paths == Paths::files) text += " paths=files";
  if (value.paths == Paths::folders) text += " paths=folders";
  return text + " ;;\n";
}

std::string value_cases(const CommandDefinition& command) {
  std::string cases;
  for (const OptionDefinition& option : command.options) {
    if (option.value.placeholder.empty()) continue;
    for (const std::string& name : option.names) {
      cases += value_case(quoted_for_shell(command.path + " " + name), option.value);
    }
  }
  for (std::size_t i = 0; i < command.positionals.size(); ++i) {
    const OptionDefinition& positional = command.positionals[i];
    const std::string place = positional.is_repeatable ? quoted_for_shell(command.path + " ") + "[0-9]*"
                                                       : quoted_for_shell(fmt::format("{} {}", command.path, i));
    cases += value_case(place, positional.value);
  }
  return cases;
}

}  // namespace

std::string bash_completion(const CommandDefinition& program) {
  std::string commands;
  std::string values;
  for (const CommandDefinition* command : all_commands(program)) {
    commands += command_case(*command);
    values += value_cases(*command);
  }
  return "# Completion of fleetcast in bash, printed by `fleetcast completion bash`.\n\n"
         "_fleetcast_command() {\n  commands= options=\n  case $1 in\n" +
         commands +
         "  esac\n}\n\n# Fails where no value stands.\n"
         "_fleetcast_value() {\n  words= paths=\n  case $1 in\n" +
         values + "    *) return 1 ;;\n  esac\n}\n" + body;
}

}  // namespace fleetcast::scenarios::commands
