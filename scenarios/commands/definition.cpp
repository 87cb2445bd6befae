#include "scenarios/commands/definition.hpp"

namespace fleetcast::scenarios::commands {
namespace {

std::vector<std::string> choices_in(const std::string& placeholder) {
  return placeholder.find_first_of("[/=") == std::string::npos ? CLI::detail::split(placeholder, '|')
                                                               : std::vector<std::string>{};
}

bool is_in(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// Choices are in lower case; every other placeholder is not, or says how a value is put together.
ValueDefinition value_of(const CLI::Option& option, const std::vector<std::string>& books) {
  ValueDefinition value;
  if (option.get_items_expected_max() == 0) return value;
  const std::string& help = option.get_description();
  value.placeholder = option.get_type_name().empty() ? option.get_name(true, false) : option.get_type_name();
  if (value.placeholder.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos) {
    value.words = choices_in(value.placeholder);
  } else if (value.placeholder == "DIR") {
    value.paths = Paths::folders;
  } else if (is_in(help, "ame of a price book") || value.placeholder == "BOOK") {
    value.words = books;
    value.paths = Paths::files;
  } else if (value.placeholder == "FILE" || value.placeholder == "BOOK.json" || help.starts_with("Path of")) {
    value.paths = Paths::files;
  }
  return value;
}

OptionDefinition option_of(const CLI::Option& option, const std::vector<std::string>& books) {
  OptionDefinition definition{.names = {},
                              .help = option.get_description(),
                              .value = value_of(option, books),
                              .is_required = option.get_required(),
                              .is_repeatable = option.get_items_expected_max() > 1};
  for (const std::string& name : option.get_snames()) definition.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) definition.names.push_back("--" + name);
  return definition;
}

// Examples are indented by two columns, and what they go on with by four.
void read_footer(const std::string& footer, CommandDefinition& definition) {
  for (const std::string& line : CLI::detail::split(footer, '\n')) {
    if (line.starts_with("    ")) {
      definition.examples.back() += "\n" + line.substr(2);
    } else if (line.starts_with("  ")) {
      definition.examples.push_back(line.substr(2));
    } else if (!line.empty() && !line.starts_with("Example")) {
      definition.remarks.push_back(line);
    }
  }
}

CommandDefinition command_of(const CLI::App& command, const std::string& path, const std::vector<std::string>& books) {
  CommandDefinition definition{.path = path,
                               .name = command.get_name(),
                               .help = command.get_description(),
                               .options = {},
                               .positionals = {},
                               .remarks = {},
                               .examples = {},
                               .commands = {}};
  read_footer(command.get_footer(), definition);
  for (const CLI::Option* option : command.get_options()) {
    auto& target = option->get_positional() ? definition.positionals : definition.options;
    target.push_back(option_of(*option, books));
  }
  for (const CLI::App* below : command.get_subcommands([](const CLI::App*) { return true; })) {
    const std::string start = path.empty() ? "" : path + " ";
    definition.commands.push_back(command_of(*below, start + below->get_name(), books));
  }
  return definition;
}

void collect(const CommandDefinition& command, std::vector<const CommandDefinition*>& all) {
  all.push_back(&command);
  for (const CommandDefinition& below : command.commands) collect(below, all);
}

}  // namespace

CommandDefinition definition_of(const CLI::App& program, const std::vector<std::string>& books) {
  return command_of(program, "", books);
}

std::vector<const CommandDefinition*> all_commands(const CommandDefinition& program) {
  std::vector<const CommandDefinition*> all;
  collect(program, all);
  return all;
}

}  // namespace fleetcast::scenarios::commands
