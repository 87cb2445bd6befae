#include "scenarios/pages/distribution_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "scenarios/pages/table.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::pages {
namespace {

using documents::OrderedJson;
using results::LatencyBand;

constexpr int height = 230;
constexpr int words_height = 16;  ///< above the bars, for the names of percentiles
constexpr double left_out = 1e-4;

/// Returns the bands between those that hold the first and the last 1 in 10,000.
std::vector<LatencyBand> drawn_part(const std::vector<LatencyBand>& bands) {
  std::vector<LatencyBand> drawn;
  double below = 0;
  for (const LatencyBand& band : bands) {
    if (below + band.share > left_out && below < 1 - left_out) drawn.push_back(band);
    below += band.share;
  }
  return drawn;
}

/// Returns ticks at 1, 2 and 5 times powers of ten.
OrderedJson ticks_between(double low, double high) {
  OrderedJson ticks = OrderedJson::array();
  for (int power = -9; power < 9; ++power) {
    for (const int digit : {1, 2, 5}) {
      const double tick = digit * std::pow(10.0, power);
      if (tick >= low && tick <= high) ticks.push_back(tick);
    }
  }
  return ticks;
}

OrderedJson spec_of(const DistributionChart& chart) {
  const std::vector<LatencyBand> bands = drawn_part(chart.bands);
  std::string data = "low,high,share";
  for (const LatencyBand& band : bands) {
    data += fmt::format("\n{:.5g},{:.5g},{:.5g}", band.low_s, band.high_s, 100 * band.share);
  }
  double low = bands.front().low_s;
  double high = bands.back().high_s;
  OrderedJson marks = OrderedJson::array();
  for (const Percentile& one : chart.percentiles) {
    low = std::min(low, one.seconds);
    high = std::max(high, one.seconds);
    marks.push_back({{"at", one.seconds},
                     {"name", one.name},
                     {"words", one.name + ": " + results::seconds_in_words(one.seconds)}});
  }
  const OrderedJson scale = {{"type", "log"}, {"domain", {low, high}}, {"nice", false}};
  const OrderedJson axis = {{"title", nullptr},
                            {"values", ticks_between(low, high)},
                            {"grid", false},
                            {"labelExpr", "latency(datum.value)"}};
  const OrderedJson x = {{"field", "low"}, {"type", "quantitative"}, {"scale", scale}, {"axis", axis}};
  const OrderedJson y = {{"field", "share"}, {"type", "quantitative"}, {"axis", {{"title", nullptr}}}};
  const OrderedJson tooltip = {{{"field", "from"}, {"type", "nominal"}, {"title", "from"}},
                               {{"field", "to"}, {"type", "nominal"}, {"title", "to"}},
                               {{"field", "share"}, {"type", "quantitative"}, {"title", "% of answers"},
                                {"format", ".2~f"}}};
  const OrderedJson bars = {{"transform", {{{"calculate", "latency(datum.low)"}, {"as", "from"}},
                                           {{"calculate", "latency(datum.high)"}, {"as", "to"}}}},
                            {"mark", {{"type", "rect"}, {"fill", series_colour(1)}, {"stroke", "var(--card)"}}},
                            {"encoding", {{"x", x}, {"x2", {{"field", "high"}}}, {"y", y}, {"y2", {{"datum", 0}}},
                                          {"tooltip", tooltip}}}};
  const OrderedJson at = {{"field", "at"}, {"type", "quantitative"}};
  const OrderedJson rules = {
      {"data", {{"values", marks}}},
      {"mark", {{"type", "rule"}, {"stroke", "var(--ink)"}, {"strokeDash", {4, 3}}, {"strokeWidth", 1.2}}},
      {"encoding",
       {{"x", at}, {"tooltip", {{"field", "words"}, {"type", "nominal"}, {"title", "percentile"}}}}}};
  OrderedJson layers = {bars, rules};
  // Neighbours may be close: the second name ends at its line, the third begins there.
  constexpr std::array<const char*, 3> sides{"center", "right", "left"};
  for (std::size_t i = 0; i < marks.size(); ++i) {
    layers.push_back(
        {{"data", {{"values", {marks[i]}}}},
         {"mark", {{"type", "text"}, {"align", sides[i % sides.size()]}, {"baseline", "bottom"}, {"dy", -4}}},
         {"encoding", {{"x", at}, {"y", {{"value", 0}}}, {"text", {{"field", "name"}, {"type", "nominal"}}}}}});
  }
  return {{"width", "container"},
          {"height", height},
          {"padding", {{"top", words_height}, {"left", 5}, {"right", 5}, {"bottom", 5}}},
          {"data", {{"values", data},
                    {"format", {{"type", "csv"},
                                {"parse", {{"low", "number"}, {"high", "number"}, {"share", "number"}}}}}}},
          {"layer", layers}};
}

std::string table_of(const DistributionChart& chart) {
  Table table({number("from"), number("to"), number("% of answers"), number("% up to here")});
  double up_to = 0;
  for (const LatencyBand& band : chart.bands) {
    up_to += band.share;
    if (band.share == 0) continue;
    table.add_row({number(results::seconds_in_words(band.low_s)), number(results::seconds_in_words(band.high_s)),
                   number(fmt::format("{:.3f}", 100 * band.share)), number(fmt::format("{:.3f}", 100 * up_to))});
  }
  return table.to_string("Numbers of " + chart.title);
}

}  // namespace

Figure distribution_figure(const DistributionChart& chart) {
  return {chart.id, chart.title, chart.summary, spec_of(chart), {}, table_of(chart)};
}

}  // namespace fleetcast::scenarios::pages
