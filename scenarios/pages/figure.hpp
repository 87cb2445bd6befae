#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "scenarios/documents/json.hpp"

namespace fleetcast::scenarios::pages {

/// Names one colour of a chart; colours are numbered from 1 and go by the variables --series-1 ... of the page.
struct LegendEntry {
  std::string name;
  std::size_t series = 1;
};

/// Describes a chart with everything that stands for it where it cannot be seen.
struct Figure {
  std::string id;       ///< unique in the page
  std::string title;    ///< with the unit
  std::string summary;  ///< what the chart shows, in a sentence or two
  documents::OrderedJson spec;  ///< in Vega-Lite; the page adds fonts and colours
  std::vector<LegendEntry> legend{};  ///< empty where there is nothing to tell apart
  std::string table{};  ///< the numbers, as HTML
  std::string ramp{};   ///< what full colour stands for, where colour is a quantity; empty otherwise
  bool has_areas = false;  ///< whether colours fill areas rather than lines
  bool is_wide = false; ///< whether the figure takes the whole width of the page
};

/// Colours that a page has; lines beyond them have to go to another chart.
inline constexpr std::size_t most_series = 8;

/// Returns the colour of a series, by its number from 1, as a chart's specification names it.
[[nodiscard]] std::string series_colour(std::size_t series);

/// Returns the dashes of a line, by its number from 1, so that lines can be told apart without colour.
[[nodiscard]] documents::OrderedJson series_dash(std::size_t series);

/// Returns a figure as HTML: caption, summary, the chart that a script draws, legend, and the numbers on demand.
[[nodiscard]] std::string to_html(const Figure& figure);

}  // namespace fleetcast::scenarios::pages
