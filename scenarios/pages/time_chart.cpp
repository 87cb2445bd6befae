#include "scenarios/pages/time_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenarios/pages/table.hpp"

namespace fleetcast::scenarios::pages {
namespace {

using documents::OrderedJson;

// Enough for a chart's pixels, few enough for a small page.
constexpr std::size_t most_points = 240;
constexpr std::size_t most_rows = 48;
constexpr int height = 220;

std::string column(std::size_t line) { return fmt::format("s{}", line + 1); }

/// Returns the lines as comma-separated values: t in seconds, then a column for each line.
std::string data_of(const TimeChart& chart, const std::vector<Values>& lines) {
  const std::size_t points = lines.empty() ? 0 : lines.front().size();
  const double step = chart.span_seconds / static_cast<double>(std::max<std::size_t>(points, 1));
  std::string text = "t";
  for (std::size_t i = 0; i < lines.size(); ++i) text += "," + column(i);
  const auto add_row = [&](double at, std::size_t point) {
    text += fmt::format("\n{:.0f}", at);
    for (const Values& line : lines) text += line[point] ? fmt::format(",{:.5g}", *line[point]) : ",";
  };
  for (std::size_t point = 0; point < points; ++point) {
    add_row((static_cast<double>(point) + (chart.is_stepped ? 0 : 0.5)) * step, point);
  }
  if (chart.is_stepped && points > 0) add_row(chart.span_seconds, points - 1);
  return text;
}

OrderedJson line_layer(const TimeChart& chart, std::size_t line) {
  OrderedJson mark = {{"type", "line"},
                      {"stroke", series_colour(line + 1)},
                      {"strokeDash", series_dash(line + 1)},
                      {"strokeWidth", 2}};
  if (chart.is_stepped) mark["interpolate"] = "step-after";
  OrderedJson y = {{"field", column(line)}, {"type", "quantitative"}, {"title", nullptr}};
  y["scale"] = {{"zero", chart.begins_at_zero}, {"nice", true}};
  return {{"mark", mark}, {"encoding", {{"y", y}}}};
}

OrderedJson area_layer(const TimeChart& chart) {
  OrderedJson columns = OrderedJson::array();
  OrderedJson colours = OrderedJson::array();
  for (std::size_t i = 0; i < chart.lines.size(); ++i) {
    columns.push_back(column(i));
    colours.push_back(series_colour(i + 1));
  }
  OrderedJson mark = {{"type", "area"}, {"opacity", 0.85}};
  if (chart.is_stepped) mark["interpolate"] = "step-after";
  const OrderedJson scale = {{"domain", columns}, {"range", colours}};
  return {{"transform", {{{"fold", columns}, {"as", {"part", "value"}}}}},
          {"mark", mark},
          {"encoding",
           {{"y", {{"field", "value"}, {"type", "quantitative"}, {"title", nullptr}, {"stack", "zero"}}},
            {"color", {{"field", "part"}, {"type", "nominal"}, {"scale", scale}, {"legend", nullptr}}}}}};
}

/// Returns the rule that follows the pointer, with what all lines are at that time.
OrderedJson pointer_layer(const TimeChart& chart) {
  OrderedJson tooltip = OrderedJson::array({{{"field", "at"}, {"type", "nominal"}, {"title", "time"}}});
  for (std::size_t i = 0; i < chart.lines.size(); ++i) {
    tooltip.push_back(
        {{"field", column(i)}, {"type", "quantitative"}, {"title", chart.lines[i].name}, {"format", ",.4~g"}});
  }
  const OrderedJson select = {{"type", "point"}, {"fields", {"t"}}, {"nearest", true}, {"on", "pointermove"},
                              {"clear", "pointerout"}};
  return {{"transform", {{{"calculate", "instant(datum.t)"}, {"as", "at"}}}},
          {"params", {{{"name", "pointed"}, {"select", select}}}},
          {"mark", {{"type", "rule"}, {"stroke", "var(--soft)"}, {"strokeWidth", 1}}},
          {"encoding",
           {{"opacity", {{"condition", {{"param", "pointed"}, {"empty", false}, {"value", 1}}}, {"value", 0}}},
            {"tooltip", tooltip}}}};
}

OrderedJson marks_layer(const TimeChart& chart) {
  OrderedJson rows = OrderedJson::array();
  for (const Mark& mark : chart.marks) rows.push_back({{"t", mark.at_seconds}, {"what", mark.label}});
  return {{"data", {{"values", rows}}},
          {"mark", {{"type", "rule"}, {"stroke", "var(--mark)"}, {"strokeDash", {2, 3}}, {"strokeWidth", 1.5}}},
          {"encoding", {{"tooltip", {{"field", "what"}, {"type", "nominal"}, {"title", "incident"}}}}}};
}

OrderedJson spec_of(const TimeChart& chart) {
  std::vector<Values> lines;
  OrderedJson parse = {{"t", "number"}};
  for (std::size_t i = 0; i < chart.lines.size(); ++i) {
    lines.push_back(thinned(chart.lines[i].values, most_points));
    parse[column(i)] = "number";
  }
  OrderedJson layers = OrderedJson::array();
  if (chart.is_stacked) {
    layers.push_back(area_layer(chart));
  } else {
    for (std::size_t i = 0; i < lines.size(); ++i) layers.push_back(line_layer(chart, i));
  }
  if (!chart.marks.empty()) layers.push_back(marks_layer(chart));
  layers.push_back(pointer_layer(chart));
  const OrderedJson x = {{"field", "t"},
                         {"type", "quantitative"},
                         {"scale", {{"domain", {0, chart.span_seconds}}, {"nice", false}}},
                         {"axis", time_axis(chart.span_seconds)}};
  return {{"width", "container"},
          {"height", height},
          {"data", {{"values", data_of(chart, lines)}, {"format", {{"type", "csv"}, {"parse", parse}}}}},
          {"encoding", {{"x", x}}},
          {"layer", layers}};
}

/// Returns the sum of all lines.
Line together(const std::vector<Line>& lines) {
  Line sum{"together", {}};
  for (std::size_t i = 0; i < lines.front().values.size(); ++i) {
    double value = 0;
    for (const Line& line : lines) value += line.values[i].value_or(0);
    sum.values.emplace_back(value);
  }
  return sum;
}

/// Says in words what the lines do, for those who cannot see them; of many parts of a whole only the sum and the three
/// largest, which come first.
std::string summary_of(const TimeChart& chart) {
  constexpr std::size_t most_parts = 3;
  std::vector<Line> lines = chart.lines;
  if (chart.is_stacked && lines.size() > most_parts) {
    const Line sum = together(lines);
    lines.resize(most_parts);
    lines.insert(lines.begin(), sum);
  }
  std::string text;
  for (const Line& line : lines) {
    double sum = 0;
    double count = 0;
    std::optional<double> low;
    std::optional<double> high;
    for (const std::optional<double>& value : line.values) {
      if (!value) continue;
      low = std::min(low.value_or(*value), *value);
      high = std::max(high.value_or(*value), *value);
      sum += *value;
      ++count;
    }
    if (count == 0) continue;
    const std::string lowest = chart.words(*low);
    const std::string highest = chart.words(*high);
    text += fmt::format("{}{}: ", text.empty() ? "" : "; ", line.name);
    text += lowest == highest ? fmt::format("always {}", lowest)
                              : fmt::format("mean {}, {} to {}", chart.words(sum / count), lowest, highest);
  }
  return text.empty() ? "Nothing to show." : text + ".";
}

std::string table_of(const TimeChart& chart) {
  std::vector<Cell> headings{{"from"}};
  std::vector<Values> lines;
  for (const Line& line : chart.lines) {
    headings.push_back(number(line.name));
    lines.push_back(thinned(line.values, most_rows));
  }
  Table table(headings);
  const std::size_t rows = lines.empty() ? 0 : lines.front().size();
  for (std::size_t row = 0; row < rows; ++row) {
    std::vector<Cell> cells{
        {results::instant_in_words(static_cast<double>(row) * chart.span_seconds / static_cast<double>(rows))}};
    for (const Values& line : lines) cells.push_back(number(line[row] ? chart.words(*line[row]) : "-"));
    table.add_row(cells);
  }
  return table.to_string("Numbers of " + chart.title);
}

}  // namespace

Values thinned(const Values& values, std::size_t most) {
  if (values.size() <= most) return values;
  Values means;
  for (std::size_t bucket = 0; bucket < most; ++bucket) {
    double sum = 0;
    int count = 0;
    for (std::size_t i = bucket * values.size() / most; i < (bucket + 1) * values.size() / most; ++i) {
      if (!values[i]) continue;
      sum += *values[i];
      ++count;
    }
    means.push_back(count == 0 ? std::nullopt : std::optional(sum / count));
  }
  return means;
}

OrderedJson time_axis(double span_seconds) {
  struct Unit {
    double seconds;
    const char* symbol;
  };
  constexpr double hour = 3600;
  constexpr double day = 86400;
  constexpr std::size_t most_ticks = 8;
  const Unit unit = span_seconds <= 60           ? Unit{1, "s"}
                    : span_seconds <= 2 * hour   ? Unit{60, "min"}
                    : span_seconds <= 2.5 * day  ? Unit{hour, "h"}
                                                 : Unit{day, "d"};
  constexpr std::array<double, 12> steps{1, 2, 3, 5, 6, 10, 12, 15, 20, 30, 60, 90};
  const auto fits = [&](double step) { return span_seconds / (step * unit.seconds) <= most_ticks; };
  const auto found = std::ranges::find_if(steps, fits);
  const double step = unit.seconds * (found == steps.end() ? steps.back() : *found);
  OrderedJson ticks = OrderedJson::array();
  for (int i = 0; i * step <= span_seconds && i <= 1000; ++i) ticks.push_back(i * step);
  return {{"title", nullptr},
          {"values", ticks},
          {"grid", false},
          {"labelExpr", fmt::format("datum.value / {} + ' {}'", unit.seconds, unit.symbol)}};
}

Figure time_figure(const TimeChart& chart) {
  Figure figure{chart.id, chart.title, summary_of(chart), spec_of(chart), {}, table_of(chart)};
  figure.has_areas = chart.is_stacked;
  figure.is_wide = chart.is_wide;
  if (chart.lines.size() > 1) {
    for (std::size_t i = 0; i < chart.lines.size(); ++i) figure.legend.push_back({chart.lines[i].name, i + 1});
  }
  return figure;
}

}  // namespace fleetcast::scenarios::pages
