#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::terminal {

/// Tells on which side the cells of a column stand; numbers stand on the right.
enum class Align { left, right };

/// Formats rows of text as a table that fits the terminal; long texts on the left are cut, numbers never are.
class Table {
 public:
  struct Column {
    std::string heading;
    Align align = Align::left;
  };
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  /// Adds a row; throws std::logic_error if it has not one cell per column.
  void add_row(std::vector<std::string> cells);
  /// Adds a line across the table, such as above a total.
  void add_rule();
  /// Returns the table's lines, at most `width` columns wide where cutting text allows it.
  [[nodiscard]] std::string to_string(std::size_t width) const;
  /// Writes the table, with bold headings if someone watches.
  void print(Terminal& terminal) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths(std::size_t width) const;
  [[nodiscard]] std::string line(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths) const;
  [[nodiscard]] std::string format(std::size_t width, std::string_view before_heading,
                                   std::string_view after_heading) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;  ///< an empty row is a rule
};

/// Returns the number of terminal columns that UTF-8 text takes.
[[nodiscard]] std::size_t text_width(std::string_view text);

/// Returns the text, cut to a number of columns with "…" at its end if it is longer.
[[nodiscard]] std::string cut_to_width(std::string_view text, std::size_t width);

}  // namespace fleetcast::scenarios::terminal
