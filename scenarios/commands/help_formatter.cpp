#include "scenarios/commands/help_formatter.hpp"

#include <sstream>

#include "scenarios/terminal/wrap.hpp"

namespace fleetcast::scenarios::commands {
namespace {

// The help of all commands is indented twice by two columns more.
constexpr std::size_t columns = 76;

// Wraps what stands in the right column, whose lines the parser's formatter indents and ends.
std::string in_column(const std::string& text, std::size_t column_width) {
  std::string lines = terminal::wrapped(text, columns - column_width);
  lines.pop_back();
  return lines;
}

// Wraps each line but examples, which are indented.
std::string each_line_wrapped(const std::string& text) {
  if (text.empty()) return text;
  std::string result;
  for (const std::string& line : CLI::detail::split(text, '\n')) {
    result += line.starts_with(" ") ? line + "\n" : terminal::wrapped(line, columns);
  }
  return result;
}

}  // namespace

std::string HelpFormatter::make_option_desc(const CLI::Option* option) const {
  return in_column(Formatter::make_option_desc(option), column_width_);
}

std::string HelpFormatter::make_subcommand(const CLI::App* command) const {
  std::ostringstream out;
  CLI::detail::format_help(out, command->get_name(), in_column(command->get_description(), column_width_),
                           column_width_);
  return out.str();
}

std::string HelpFormatter::make_description(const CLI::App* command) const {
  return each_line_wrapped(Formatter::make_description(command));
}

std::string HelpFormatter::make_footer(const CLI::App* command) const {
  return each_line_wrapped(Formatter::make_footer(command));
}

}  // namespace fleetcast::scenarios::commands
