#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fleetcast::scenarios::pages {

/// Returns text with the characters that mean something in HTML replaced.
[[nodiscard]] std::string html_escaped(std::string_view text);

/// Holds one cell of a table: plain text, and the class of its style.
struct Cell {
  std::string text;
  const char* style = "";
};

/// Returns a cell that is aligned as numbers are.
[[nodiscard]] inline Cell number(std::string text) { return {std::move(text), "number"}; }

/// Builds a table of HTML; texts are escaped.
class Table {
 public:
  /// Takes the cells of the heading.
  explicit Table(std::vector<Cell> headings) : headings_(std::move(headings)) {}

  /// Adds a row.
  void add_row(const std::vector<Cell>& cells);
  [[nodiscard]] std::size_t rows() const { return rows_; }
  /// Returns the table in a box that scrolls where the page is too narrow, and which the keyboard reaches therefore
  /// under the name given.
  [[nodiscard]] std::string to_string(std::string_view name) const;

 private:
  std::vector<Cell> headings_;
  std::string body_;
  std::size_t rows_ = 0;
};

/// Returns content that opens on demand: "<details>".
[[nodiscard]] std::string folded(std::string_view summary, const std::string& content);

}  // namespace fleetcast::scenarios::pages
