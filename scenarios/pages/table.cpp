#include "scenarios/pages/table.hpp"

#include <fmt/format.h>

namespace fleetcast::scenarios::pages {
namespace {

std::string row_of(const std::vector<Cell>& cells, const char* tag, const char* attributes) {
  std::string text = "<tr>";
  for (const Cell& cell : cells) {
    const std::string style = *cell.style == '\0' ? "" : fmt::format(" class=\"{}\"", cell.style);
    text += fmt::format("<{0}{1}{2}>{3}</{0}>", tag, attributes, style, html_escaped(cell.text));
  }
  return text + "</tr>\n";
}

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

void Table::add_row(const std::vector<Cell>& cells) {
  body_ += row_of(cells, "td", "");
  ++rows_;
}

std::string Table::to_string(std::string_view name) const {
  return fmt::format(
      "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\"><table>\n<thead>\n{}</thead>\n"
      "<tbody>\n{}</tbody>\n</table></div>\n",
      html_escaped(name), row_of(headings_, "th", " scope=\"col\""), body_);
}

std::string folded(std::string_view summary, const std::string& content) {
  return fmt::format("<details>\n<summary>{}</summary>\n{}</details>\n", html_escaped(summary), content);
}

}  // namespace fleetcast::scenarios::pages
