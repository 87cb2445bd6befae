#include "scenarios/pages/bar_chart.hpp"

#include <algorithm>

#include "scenarios/pages/table.hpp"

namespace fleetcast::scenarios::pages {
namespace {

using documents::OrderedJson;

constexpr std::size_t row_height = 38;
constexpr int bar_height = 10;
// A row has its words above the middle and its bar below.
constexpr int words_offset = -8;
constexpr int bar_offset = 8;

OrderedJson rows_of(const BarChart& chart) {
  OrderedJson rows = OrderedJson::array();
  for (const Bar& bar : chart.bars) {
    OrderedJson row = {{"name", bar.name}, {"value", bar.value.mean}, {"label", bar.label}};
    if (bar.value.interval && bar.value.interval->half_width() > 0) {
      row["low"] = std::max(0.0, bar.value.interval->low);
      row["high"] = bar.value.interval->high;
    }
    rows.push_back(row);
  }
  return rows;
}

OrderedJson text_layer(const char* field, const char* align, const OrderedJson& x) {
  return {{"mark", {{"type", "text"}, {"align", align}, {"baseline", "middle"}, {"yOffset", words_offset}}},
          {"encoding", {{"x", {{"value", x}}}, {"text", {{"field", field}, {"type", "nominal"}}}}}};
}

OrderedJson spec_of(const BarChart& chart) {
  const OrderedJson x = {{"field", "value"}, {"type", "quantitative"}, {"axis", nullptr}};
  const OrderedJson low = {{"field", "low"}, {"type", "quantitative"}};
  const OrderedJson y = {{"field", "name"}, {"type", "nominal"}, {"sort", nullptr}, {"axis", nullptr}};
  const OrderedJson bar = {{"type", "bar"}, {"height", bar_height}, {"yOffset", bar_offset},
                           {"fill", series_colour(1)}, {"minBandSize", 1}};
  const OrderedJson rule = {{"type", "rule"}, {"yOffset", bar_offset}, {"stroke", "var(--ink)"}, {"strokeWidth", 1.5}};
  const OrderedJson rows = rows_of(chart);
  OrderedJson layers = {{{"mark", bar}, {"encoding", {{"x", x}}}}};
  if (std::ranges::any_of(rows, [](const OrderedJson& row) { return row.contains("low"); })) {
    layers.push_back({{"transform", {{{"filter", "isValid(datum.low)"}}}},
                      {"mark", rule},
                      {"encoding", {{"x", low}, {"x2", {{"field", "high"}}}}}});
  }
  layers.push_back(text_layer("name", "left", 0));
  layers.push_back(text_layer("label", "right", "width"));
  return {{"width", "container"},
          {"height", row_height * chart.bars.size()},
          {"data", {{"values", rows}}},
          {"encoding", {{"y", y}}},
          {"layer", layers}};
}

std::string table_of(const BarChart& chart) {
  Table table({{"what"}, number("value")});
  for (const Bar& bar : chart.bars) table.add_row({{bar.name}, number(bar.label)});
  return table.to_string("Numbers of " + chart.title);
}

}  // namespace

Figure bar_figure(const BarChart& chart) {
  return {chart.id, chart.title, chart.summary, spec_of(chart), {}, table_of(chart), {}, false, chart.is_wide};
}

}  // namespace fleetcast::scenarios::pages
