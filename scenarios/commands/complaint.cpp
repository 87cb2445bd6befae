#include "scenarios/commands/complaint.hpp"

#include <algorithm>

#include "scenarios/documents/suggestion.hpp"

namespace fleetcast::scenarios::commands {

std::string complaint(const CLI::App& program, const std::vector<std::string>& arguments, const std::string& what) {
  if (arguments.empty()) return what;
  std::vector<std::string> commands;
  for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    commands.push_back(command->get_name());
  }
  const std::string& command = arguments.front();
  if (std::find(commands.begin(), commands.end(), command) == commands.end()) {
    return "there is no command '" + command + "'" + documents::did_you_mean(command, commands);
  }
  std::vector<std::string> names;
  for (const CLI::Option* option : program.get_subcommand(command)->get_options()) {
    names.push_back(option->get_name(false, false));
  }
  for (const std::string& argument : arguments) {
    const std::string name = argument.substr(0, argument.find('='));
    const bool is_known = std::find(names.begin(), names.end(), name) != names.end();
    if (name.starts_with("--") && !is_known) return what + documents::did_you_mean(name, names);
  }
  return what;
}

}  // namespace fleetcast::scenarios::commands
