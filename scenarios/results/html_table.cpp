#include "scenarios/results/html_table.hpp"

#include <fmt/format.h>

#include "scenarios/results/svg_chart.hpp"

namespace fleetcast::scenarios::results {

HtmlTable::HtmlTable(const std::vector<Cell>& headings) : text_("<div class=\"scroll\"><table>\n") {
  add("th", headings);
}

void HtmlTable::add(const char* tag, const std::vector<Cell>& cells) {
  text_ += "<tr>";
  for (const Cell& cell : cells) {
    const std::string style = *cell.style == '\0' ? "" : fmt::format(" class=\"{}\"", cell.style);
    text_ += fmt::format("<{0}{1}>{2}</{0}>", tag, style, html_escaped(cell.text));
  }
  text_ += "</tr>\n";
}

}  // namespace fleetcast::scenarios::results
