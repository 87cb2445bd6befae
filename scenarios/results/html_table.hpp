#pragma once
#include <string>
#include <utility>
#include <vector>

namespace fleetcast::scenarios::results {

/// Holds one cell of a table: plain text, and the class of its style.
struct Cell {
  std::string text;
  const char* style = "";
};

/// Returns a cell that is aligned as numbers are.
[[nodiscard]] inline Cell number(std::string text) { return {std::move(text), "number"}; }

/// Builds a table of HTML; texts are escaped.
class HtmlTable {
 public:
  /// Takes the cells of the heading.
  explicit HtmlTable(const std::vector<Cell>& headings);

  /// Adds a row.
  void add_row(const std::vector<Cell>& cells) { add("td", cells); }
  /// Returns the table in a box that scrolls where the page is too narrow.
  [[nodiscard]] std::string to_string() const { return text_ + "</table></div>\n"; }

 private:
  void add(const char* tag, const std::vector<Cell>& cells);

  std::string text_;
};

}  // namespace fleetcast::scenarios::results
