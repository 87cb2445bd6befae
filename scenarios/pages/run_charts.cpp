#include "scenarios/pages/run_charts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "scenarios/pages/bar_chart.hpp"
#include "scenarios/pages/time_chart.hpp"
#include "scenarios/results/incident_groups.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::pages {

using namespace fleetcast::scenarios::results;

namespace {

constexpr std::size_t most_points = 240;
constexpr std::size_t most_lines = 6;
constexpr std::size_t most_marks = 40;
constexpr std::size_t most_level_charts = 10;

Values scaled(const Values& values, double factor) {
  Values made;
  for (const std::optional<double>& value : values)
    made.push_back(value ? std::optional(*value * factor) : std::nullopt);
  return made;
}

/// Returns the incidents to mark: those of the rarest kinds where there are too many.
std::vector<Mark> marks_of(const Summary& summary) {
  std::vector<IncidentGroup> groups = group_incidents(summary.incidents);
  std::map<std::string, std::size_t> times;
  for (const IncidentGroup& group : groups) ++times[group.kind];
  std::ranges::stable_sort(groups, {}, [&](const IncidentGroup& group) { return times[group.kind]; });
  groups.resize(std::min(groups.size(), most_marks));
  std::vector<Mark> marks;
  for (const IncidentGroup& group : groups) {
    marks.push_back({group.first_second,
                     fmt::format("{}: {} ({})", instant_in_words(group.first_second), group.kind, group.effect)});
  }
  return marks;
}

std::string line_figure(const Summary& summary, std::string id, std::string title, std::vector<Line> lines,
                        bool begins_at_zero = true) {
  TimeChart chart;
  chart.id = std::move(id);
  chart.title = std::move(title);
  chart.span_seconds = summary.horizon_seconds;
  chart.lines = std::move(lines);
  chart.marks = marks_of(summary);
  chart.begins_at_zero = begins_at_zero;
  return to_html(time_figure(chart));
}

std::string cost_figure(const Summary& summary) {
  std::vector<const Metric*> services = summary.metrics.below({"cost_usd", "by_service"});
  std::ranges::stable_sort(services, std::ranges::greater(), [](const Metric* one) { return one->estimate->mean; });
  if (services.empty()) return "";
  BarChart chart{"cost", "Cost by AWS service, USD a month", "", {}};
  double total = 0;
  for (const Metric* service : services) {
    chart.bars.push_back({service->path.back(), *service->estimate, usd_in_words(service->estimate->mean)});
    total += service->estimate->mean;
  }
  chart.summary = fmt::format("{} costs most, {} of {}; lines on the bars are 95 % confidence intervals.",
                              chart.bars.front().name, chart.bars.front().label, usd_in_words(total));
  return to_html(bar_figure(chart));
}

/// Returns the share of good requests, in per cent, of each stretch of time in which any ended.
Values good_percentage(const Summary& summary) {
  const Values good = thinned(summary.timeline.find("good")->values, most_points);
  const Values bad = thinned(summary.timeline.find("bad")->values, most_points);
  Values shares;
  for (std::size_t i = 0; i < good.size(); ++i) {
    const double ended = good[i].value_or(0) + bad[i].value_or(0);
    shares.push_back(ended == 0 ? std::nullopt : std::optional(100 * good[i].value_or(0) / ended));
  }
  return shares;
}

std::string traffic_figures(const Summary& summary) {
  const auto points = [&](const char* name, double factor) {
    return scaled(thinned(summary.timeline.find(name)->values, most_points), factor);
  };
  std::string text = line_figure(summary, "requests", "Requests per second",
                                 {{"offered", points("offered", 1.0 / 60)}, {"not good", points("bad", 1.0 / 60)}});
  text += line_figure(summary, "good", "Good requests, %", {{"good", good_percentage(summary)}}, false);
  return text + line_figure(summary, "latency", "Mean latency, ms", {{"mean latency", points("latency_mean_s", 1000)}});
}

/// Draws the levels of a run, one chart for each first part of their names.
std::string level_figures(const Summary& summary) {
  std::map<std::string, std::vector<Line>> groups;
  for (const Series& series : summary.timeline.series) {
    const std::size_t dot = series.name.find('.');
    if (dot == std::string::npos) continue;
    groups[series.name.substr(0, dot)].push_back({series.name.substr(dot + 1), thinned(series.values, most_points)});
  }
  std::vector<std::string> order;
  for (const auto& [name, lines] : groups) order.push_back(name);
  std::stable_partition(order.begin(), order.end(), [](const std::string& name) { return name == "fleet"; });
  std::string text;
  std::size_t drawn = 0;
  for (const std::string& name : order) {
    std::vector<Line>& lines = groups[name];
    for (std::size_t begin = 0; begin < lines.size() && drawn < most_level_charts; begin += most_lines, ++drawn) {
      const auto first = lines.begin() + static_cast<std::ptrdiff_t>(begin);
      const auto last = lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), begin + most_lines));
      std::vector<Line> shown(first, last);
      std::string title = name;
      if (shown.size() == 1) title += ": " + shown.front().name;
      text += line_figure(summary, fmt::format("level-{}", drawn), title, std::move(shown));
    }
  }
  return text;
}

}  // namespace

std::string cost_charts(const Summary& summary) {
  return "<div class=\"charts\">\n" + cost_figure(summary) + "</div>\n";
}

std::string course_charts(const Summary& summary) {
  if (summary.timeline.minutes() == 0) return "";
  return "<div class=\"charts\">\n" + traffic_figures(summary) + level_figures(summary) + "</div>\n";
}

}  // namespace fleetcast::scenarios::pages
