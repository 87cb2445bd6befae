#include "scenarios/pages/incident_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "scenarios/pages/time_chart.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::pages {
namespace {

using documents::OrderedJson;
using results::IncidentGroup;

constexpr std::size_t most_kinds = 12;
constexpr std::size_t most_incidents = 300;
constexpr std::size_t row_height = 34;
// A row has its name above the middle and its bars below.
constexpr int words_offset = -8;
constexpr int bar_offset = 7;

/// Returns the kinds to draw, in the order in which they first happened.
std::vector<std::string> kinds_of(const std::vector<IncidentGroup>& groups) {
  std::map<std::string, double> lengths;
  for (const IncidentGroup& group : groups) lengths[group.kind] += group.last_second - group.first_second;
  std::vector<std::pair<double, std::string>> longest;
  for (const auto& [kind, length] : lengths) longest.emplace_back(-length, kind);
  std::ranges::sort(longest);
  longest.resize(std::min(longest.size(), most_kinds));
  std::vector<std::string> kinds;
  for (const IncidentGroup& group : groups) {
    const auto is_it = [&](const auto& one) { return one.second == group.kind; };
    if (std::ranges::none_of(longest, is_it) || std::ranges::find(kinds, group.kind) != kinds.end()) continue;
    kinds.push_back(group.kind);
  }
  return kinds;
}

OrderedJson rows_of(const IncidentChart& chart, const std::vector<std::string>& kinds) {
  OrderedJson rows = OrderedJson::array();
  for (const IncidentGroup& group : chart.groups) {
    if (rows.size() >= most_incidents || std::ranges::find(kinds, group.kind) == kinds.end()) continue;
    rows.push_back({{"kind", words_of_name(group.kind)},
                    {"from", std::max(0.0, group.first_second)},
                    {"to", std::clamp(group.last_second, 0.0, chart.span_seconds)},
                    {"times", group.count},
                    {"cause", group.cause},
                    {"effect", group.effect}});
  }
  return rows;
}

OrderedJson spec_of(const IncidentChart& chart) {
  const std::vector<std::string> kinds = kinds_of(chart.groups);
  OrderedJson names = OrderedJson::array();
  for (const std::string& kind : kinds) names.push_back({{"kind", words_of_name(kind)}});
  const OrderedJson x = {{"field", "from"},
                         {"type", "quantitative"},
                         {"scale", {{"domain", {0, chart.span_seconds}}, {"nice", false}}},
                         {"axis", time_axis(chart.span_seconds)}};
  const OrderedJson y = {{"field", "kind"}, {"type", "nominal"}, {"sort", nullptr}, {"axis", nullptr}};
  const OrderedJson tooltip = {{{"field", "kind"}, {"type", "nominal"}, {"title", "incident"}},
                               {{"field", "at"}, {"type", "nominal"}, {"title", "at"}},
                               {{"field", "times"}, {"type", "quantitative"}, {"title", "times"}},
                               {{"field", "cause"}, {"type", "nominal"}, {"title", "cause"}},
                               {{"field", "effect"}, {"type", "nominal"}, {"title", "effect"}}};
  const OrderedJson bar = {{"type", "bar"}, {"height", 8}, {"yOffset", bar_offset}, {"fill", "var(--mark)"},
                           {"opacity", 0.6}};
  const OrderedJson dot = {{"type", "point"}, {"shape", "circle"}, {"filled", true}, {"size", 70},
                           {"yOffset", bar_offset}, {"fill", "var(--mark)"}, {"opacity", 1}};
  const OrderedJson words = {{"type", "text"}, {"align", "left"}, {"baseline", "middle"}, {"yOffset", words_offset}};
  return {{"width", "container"},
          {"height", row_height * std::max<std::size_t>(kinds.size(), 1)},
          {"data", {{"values", rows_of(chart, kinds)}}},
          {"transform", {{{"calculate", "instant(datum.from)"}, {"as", "at"}}}},
          {"layer",
           {{{"mark", bar}, {"encoding", {{"x", x}, {"x2", {{"field", "to"}}}, {"y", y}, {"tooltip", tooltip}}}},
            {{"mark", dot}, {"encoding", {{"x", x}, {"y", y}, {"tooltip", tooltip}}}},
            {{"data", {{"values", names}}},
             {"mark", words},
             {"encoding", {{"x", {{"value", 0}}}, {"y", y}, {"text", {{"field", "kind"}, {"type", "nominal"}}}}}}}}};
}

std::string summary_of(const IncidentChart& chart) {
  std::map<std::string, std::size_t> times;
  std::vector<std::string> order;
  for (const IncidentGroup& group : chart.groups) {
    if (times[group.kind] == 0) order.push_back(group.kind);
    times[group.kind] += group.count;
  }
  std::string text;
  for (const std::string& kind : order) {
    text += fmt::format("{}{} x {}", text.empty() ? "" : ", ", times[kind], words_of_name(kind));
  }
  return text + ". Dots are beginnings; the table below has causes and effects.";
}

}  // namespace

std::string words_of_name(const std::string& name) {
  std::string words = name;
  std::ranges::replace_if(words, [](char c) { return c == '_' || c == '.'; }, ' ');
  return words;
}

Figure incident_figure(const IncidentChart& chart) {
  Figure figure{chart.id, chart.title, summary_of(chart), spec_of(chart)};
  figure.is_wide = true;
  return figure;
}

}  // namespace fleetcast::scenarios::pages
