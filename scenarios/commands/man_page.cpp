#include "scenarios/commands/man_page.hpp"

namespace fleetcast::scenarios::commands {
namespace {

// A dash is a hyphen unless escaped, and a line must not begin with a dot or an apostrophe.
std::string roff(const std::string& text) {
  std::string safe;
  for (const char letter : text) {
    if ((letter == '.' || letter == '\'') && (safe.empty() || safe.back() == '\n')) safe += "\\&";
    if (letter == '-') {
      safe += "\\-";
    } else if (letter == '\\') {
      safe += "\\e";
    } else {
      safe += letter;
    }
  }
  return safe;
}

std::string first_lower(std::string text) {
  if (!text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

std::string examples_text(const CommandDefinition& command) {
  std::string text;
  for (const std::string& example : command.examples) text += roff(example) + "\n";
  return text.empty() ? "" : ".PP\n.EX\n.RS 4\n" + text + ".RE\n.EE\n";
}

std::string synopsis_of(const CommandDefinition& command) {
  std::string text = ".B fleetcast" + (command.path.empty() ? "" : " " + command.path) + "\n.RI [ options ]\n";
  if (!command.commands.empty()) text += ".I command\n";
  for (const OptionDefinition& positional : command.positionals) {
    const std::string name = roff(positional.value.placeholder);
    text += positional.is_required ? ".I " + name : ".RI [ " + name + " ]";
    text += positional.is_repeatable ? "\n\\&...\n" : "\n";
  }
  return text;
}

std::string option_text(const OptionDefinition& option) {
  std::string names;
  for (const std::string& name : option.names) names += (names.empty() ? "" : ", ") + roff(name);
  std::string line = ".TP\n";
  if (names.empty()) {
    line += ".I " + roff(option.value.placeholder);
  } else if (option.value.placeholder.empty()) {
    line += ".B \"" + names + "\"";
  } else {
    line += ".BI \"" + names + " \" \"" + roff(option.value.placeholder) + "\"";
  }
  line += "\n" + roff(option.help) + (option.is_required && !option.names.empty() ? "; required" : "") + ".\n";
  return line;
}

// The options for help are told once, with the program's.
bool is_help(const OptionDefinition& option) {
  return !option.names.empty() && option.names.back().starts_with("--help");
}

std::string section_of(const CommandDefinition& command) {
  std::string text = ".SS fleetcast " + command.path + "\n" + synopsis_of(command) + ".PP\n";
  text += roff(command.help) + ".\n";
  for (const OptionDefinition& positional : command.positionals) text += option_text(positional);
  for (const OptionDefinition& option : command.options) {
    if (!is_help(option)) text += option_text(option);
  }
  for (const std::string& remark : command.remarks) text += ".PP\n" + roff(remark) + "\n";
  return text + examples_text(command);
}

// The program's help ends with "Exit codes: 0 done, 1 ..., 3 ...".
std::string exit_status(const CommandDefinition& program) {
  constexpr std::string_view start = "Exit codes: ";
  std::string text;
  for (const std::string& remark : program.remarks) {
    if (!remark.starts_with(start)) continue;
    for (const std::string& word : CLI::detail::split(remark.substr(start.size()), ' ')) {
      if (word.size() == 1 && word[0] >= '0' && word[0] <= '9') {
        if (text.ends_with(", ")) text.replace(text.size() - 2, 2, ".\n");
        text += ".TP\n.B " + word + "\n";
      } else {
        text += roff(word) + " ";
      }
    }
    text.back() = '\n';
  }
  return text;
}

constexpr const char* files = R"(.SH FILES
.TP
.I SCENARIO
A JSON document; its fields are explained by
.BR "fleetcast explain" ,
its schema is printed by
.BR "fleetcast schema" .
.TP
.I out/NAME/
What a run writes unless
.B \-\-out
says otherwise:
.IR result.json ,
.IR bill.csv ,
.IR bill_month.csv ,
.I timeline.csv
and
.IR report.html .
.TP
.I BOOK
A price book: one of those that come with the program, as listed by
.BR "fleetcast book show" ,
or the path of another.
)";

}  // namespace

std::string man_page(const CommandDefinition& program, const std::string& version) {
  std::string page = ".\\\" Printed by `fleetcast man`.\n.TH FLEETCAST 1 \"\" \"fleetcast " + version +
                     "\" \"User Commands\"\n.SH NAME\nfleetcast \\- " +
                     roff(first_lower(program.help.substr(0, program.help.find_last_not_of('.') + 1))) +
                     "\n.SH SYNOPSIS\n" + synopsis_of(program) + ".SH DESCRIPTION\n" + roff(program.help) +
                     "\nA scenario describes a stack, its traffic and what is expected of it.\n" +
                     "Every figure comes with its confidence interval, and equal inputs give equal bytes.\n" +
                     ".SH OPTIONS\n";
  for (const OptionDefinition& option : program.options) page += option_text(option);
  page += ".SH COMMANDS\n";
  for (const CommandDefinition* command : all_commands(program)) {
    if (command != &program) page += section_of(*command);
  }
  return page + ".SH EXIT STATUS\n" + exit_status(program) + files + ".SH EXAMPLES\n" + examples_text(program);
}

}  // namespace fleetcast::scenarios::commands
