#include "scenarios/pages/heat_map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "scenarios/pages/table.hpp"
#include "scenarios/pages/time_chart.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::pages {
namespace {

using documents::OrderedJson;

constexpr std::size_t most_columns = 96;
constexpr std::size_t row_height = 44;

/// Averages neighbouring columns, weighted by their length.
HeatMap narrowed(HeatMap map) {
  const std::size_t columns = map.column_ends.size();
  const std::size_t joined = (columns + most_columns - 1) / most_columns;
  if (joined <= 1) return map;
  HeatMap narrow{map.id, map.title, map.unit, map.span_seconds, {}, {}};
  for (const HeatRow& row : map.rows) narrow.rows.push_back({row.name, {}});
  for (std::size_t first = 0; first < columns; first += joined) {
    const std::size_t end = std::min(columns, first + joined);
    const double begin_s = first == 0 ? 0 : map.column_ends[first - 1];
    narrow.column_ends.push_back(map.column_ends[end - 1]);
    for (std::size_t row = 0; row < map.rows.size(); ++row) {
      double sum = 0;
      for (std::size_t i = first; i < end; ++i) {
        sum += map.rows[row].values[i] * (map.column_ends[i] - (i == 0 ? 0 : map.column_ends[i - 1]));
      }
      narrow.rows[row].values.push_back(sum / (map.column_ends[end - 1] - begin_s));
    }
  }
  return narrow;
}

OrderedJson spec_of(const HeatMap& map, double highest) {
  OrderedJson cells = OrderedJson::array();
  for (const HeatRow& row : map.rows) {
    double from = 0;
    for (std::size_t i = 0; i < map.column_ends.size(); ++i) {
      const double rounded = std::stod(fmt::format("{:.4g}", row.values[i]));
      cells.push_back({{"row", row.name}, {"from", from}, {"to", map.column_ends[i]}, {"value", rounded}});
      from = map.column_ends[i];
    }
  }
  const OrderedJson x = {{"field", "from"},
                         {"type", "quantitative"},
                         {"scale", {{"domain", {0, map.span_seconds}}, {"nice", false}}},
                         {"axis", time_axis(map.span_seconds)}};
  const OrderedJson y = {{"field", "row"}, {"type", "nominal"}, {"sort", nullptr}, {"title", nullptr},
                         {"axis", {{"ticks", false}, {"domain", false}}}};
  const OrderedJson opacity = {{"field", "value"},
                               {"type", "quantitative"},
                               {"scale", {{"domain", {0, highest > 0 ? highest : 1}}, {"range", {0.06, 1}}}},
                               {"legend", nullptr}};
  const OrderedJson tooltip = {{{"field", "row"}, {"type", "nominal"}, {"title", "zone"}},
                               {{"field", "at"}, {"type", "nominal"}, {"title", "from"}},
                               {{"field", "value"}, {"type", "quantitative"}, {"title", map.unit}, {"format", ".3~g"}}};
  return {{"width", "container"},
          {"height", row_height * map.rows.size()},
          {"data", {{"values", cells}}},
          {"transform", {{{"calculate", "instant(datum.from)"}, {"as", "at"}}}},
          {"encoding", {{"x", x}, {"x2", {{"field", "to"}}}, {"y", y}, {"tooltip", tooltip}}},
          {"layer",
           {{{"mark", {{"type", "rect"}, {"fill", series_colour(1)}, {"stroke", "var(--card)"}}},
             {"encoding", {{"fillOpacity", opacity}}}},
            {{"transform", {{{"filter", "datum.value === 0"}}}},
             {"mark", {{"type", "rect"}, {"fill", "transparent"}, {"stroke", "var(--mark)"}, {"strokeWidth", 1.5}}}}}}};
}

std::string summary_of(const HeatMap& map) {
  std::string text;
  for (const HeatRow& row : map.rows) {
    const auto [low, high] = std::ranges::minmax(row.values);
    const auto least = static_cast<std::size_t>(std::ranges::min_element(row.values) - row.values.begin());
    text += fmt::format("{}{}: {} to {}", text.empty() ? "" : "; ", row.name, results::number_in_words(low),
                        results::number_in_words(high));
    if (low < high) {
      text += fmt::format(", least from {}", results::instant_in_words(least == 0 ? 0 : map.column_ends[least - 1]));
    }
  }
  return text + ".";
}

std::string table_of(const HeatMap& map) {
  std::vector<Cell> headings{{"from"}};
  for (const HeatRow& row : map.rows) headings.push_back(number(row.name));
  Table table(headings);
  for (std::size_t i = 0; i < map.column_ends.size(); ++i) {
    std::vector<Cell> cells{{results::instant_in_words(i == 0 ? 0 : map.column_ends[i - 1])}};
    for (const HeatRow& row : map.rows) cells.push_back(number(results::number_in_words(row.values[i])));
    table.add_row(cells);
  }
  return table.to_string("Numbers of " + map.title);
}

}  // namespace

Figure heat_figure(const HeatMap& wide) {
  const HeatMap map = narrowed(wide);
  double highest = 0;
  for (const HeatRow& row : map.rows) highest = std::max(highest, std::ranges::max(row.values));
  Figure figure{map.id, map.title, summary_of(map), spec_of(map, highest), {}, table_of(map)};
  figure.ramp = fmt::format("{} {}", results::number_in_words(highest), map.unit);
  return figure;
}

}  // namespace fleetcast::scenarios::pages
