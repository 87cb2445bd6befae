#include "scenarios/pages/figure.hpp"

#include <fmt/format.h>

#include <array>

#include "scenarios/pages/table.hpp"

namespace fleetcast::scenarios::pages {
namespace {

/// Returns JSON that may stand in a script element, where "</script>" or "<!--" would mean something.
std::string script_json(const documents::OrderedJson& json) {
  std::string text;
  for (const char c : json.dump()) text += c == '<' ? "\\u003c" : std::string(1, c);
  return text;
}

std::string legend_of(const Figure& figure) {
  if (!figure.ramp.empty()) {
    return fmt::format("<p class=\"ramp\" aria-hidden=\"true\">0 <span></span> {}</p>\n", html_escaped(figure.ramp));
  }
  if (figure.legend.empty()) return "";
  std::string text =
      fmt::format("<ul class=\"legend{}\" aria-hidden=\"true\">", figure.has_areas ? " areas" : "");
  for (const LegendEntry& entry : figure.legend) {
    text += fmt::format("<li class=\"series-{}\">{}</li>", entry.series, html_escaped(entry.name));
  }
  return text + "</ul>\n";
}

}  // namespace

std::string series_colour(std::size_t series) { return fmt::format("var(--series-{})", series); }

documents::OrderedJson series_dash(std::size_t series) {
  static const std::array<documents::OrderedJson, 4> dashes{
      documents::OrderedJson::array({1, 0}), documents::OrderedJson::array({6, 3}),
      documents::OrderedJson::array({2, 2}), documents::OrderedJson::array({8, 3, 2, 3})};
  return dashes[(series - 1) % dashes.size()];
}

std::string to_html(const Figure& figure) {
  return fmt::format(
             "<figure id=\"{0}\"{1}>\n<figcaption id=\"{0}-title\">{2}</figcaption>\n"
             "<p class=\"summary\" id=\"{0}-summary\">{3}</p>\n{4}"
             "<div class=\"plot\" role=\"img\" tabindex=\"0\" aria-labelledby=\"{0}-title\" "
             "aria-describedby=\"{0}-summary\"></div>\n"
             "<script type=\"application/json\" class=\"spec\">{5}</script>\n",
             figure.id, figure.is_wide ? " class=\"wide\"" : "", html_escaped(figure.title),
             html_escaped(figure.summary), legend_of(figure), script_json(figure.spec)) +
         (figure.table.empty() ? "" : folded("Numbers of this chart", figure.table)) + "</figure>\n";
}

}  // namespace fleetcast::scenarios::pages
