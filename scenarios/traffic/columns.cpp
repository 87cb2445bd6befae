#include <algorithm>

#include "scenarios/traffic/row_reader.hpp"
#include "scenarios/traffic/timestamp.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

// Takes a quoted column, whose opening quote has been taken, into `unquoted`; nothing if the quote is not closed.
std::optional<std::string_view> take_quoted(std::string_view& rest, std::string& unquoted) {
  const std::size_t begin = unquoted.size();
  while (true) {
    const std::size_t quote = rest.find('"');
    if (quote == std::string_view::npos) return std::nullopt;
    unquoted.append(rest.substr(0, quote));
    rest.remove_prefix(quote + 1);
    if (!rest.starts_with('"')) break;
    unquoted += '"';  // a doubled quote stands for one
    rest.remove_prefix(1);
  }
  return std::string_view(unquoted).substr(begin);
}

bool is_date(std::string_view column) { return column.size() == 10 && parse_day(column).has_value(); }
bool is_clock(std::string_view column) { return column.size() >= 5 && column[2] == ':'; }

// Joins a date and the time of day behind it, which spaces have torn apart.
void join_times(std::vector<std::string_view>& columns) {
  for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
    const char* end = columns[i].data() + columns[i].size();
    if (!is_date(columns[i]) || !is_clock(columns[i + 1]) || end + 1 != columns[i + 1].data()) continue;
    columns[i] = std::string_view(columns[i].data(), columns[i].size() + 1 + columns[i + 1].size());
    columns.erase(columns.begin() + static_cast<std::ptrdiff_t>(i) + 1);
  }
}

}  // namespace

bool split_columns(std::string_view line, char separator, std::vector<std::string_view>& columns,
                   std::string& unquoted) {
  columns.clear();
  unquoted.clear();
  unquoted.reserve(line.size());  // views into it must stay
  std::string_view rest = line;
  const auto skip_spaces = [&] {
    while (rest.starts_with(' ')) rest.remove_prefix(1);
  };
  while (true) {
    if (separator == ' ') skip_spaces();
    if (rest.starts_with('"')) {
      rest.remove_prefix(1);
      const auto column = take_quoted(rest, unquoted);
      if (!column) return false;
      columns.push_back(*column);
      rest.remove_prefix(std::min(rest.find(separator), rest.size()));
    } else {
      const std::size_t length = std::min(rest.find(separator), rest.size());
      columns.push_back(rest.substr(0, length));
      rest.remove_prefix(length);
    }
    if (separator == ' ') skip_spaces();
    if (rest.empty()) break;
    if (separator != ' ') rest.remove_prefix(1);
  }
  if (separator == ' ') join_times(columns);
  return true;
}

char guess_separator(std::string_view line) {
  bool is_quoted = false;
  std::string outside;  // what stands outside quotes
  for (const char character : line) {
    if (character == '"') is_quoted = !is_quoted;
    if (!is_quoted) outside += character;
  }
  for (const char separator : {'\t', ',', ';'}) {
    if (outside.find(separator) != std::string::npos) return separator;
  }
  // "1998-04-30 21:30:00" is one column.
  return outside.find(' ') != std::string::npos && !parse_timestamp(line) ? ' ' : ',';
}

}  // namespace fleetcast::scenarios::traffic
