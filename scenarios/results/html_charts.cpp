#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "scenarios/results/html_report.hpp"
#include "scenarios/results/incident_groups.hpp"
#include "scenarios/results/svg_chart.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::results {
namespace {

using Values = std::vector<std::optional<double>>;

// Enough for a chart's pixels, few enough for a small page.
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
std::vector<ChartMark> marks_of(const Summary& summary) {
  std::vector<IncidentGroup> groups = group_incidents(summary.incidents);
  std::map<std::string, std::size_t> times;
  for (const IncidentGroup& group : groups) ++times[group.kind];
  std::ranges::stable_sort(groups, {}, [&](const IncidentGroup& group) { return times[group.kind]; });
  groups.resize(std::min(groups.size(), most_marks));
  std::vector<ChartMark> marks;
  for (const IncidentGroup& group : groups) {
    marks.push_back({group.first_second,
                     fmt::format("{}: {} ({})", instant_in_words(group.first_second), group.kind, group.effect)});
  }
  return marks;
}

/// Says in words what a line does, for those who cannot see it.
std::string describe_lines(const std::vector<ChartLine>& lines) {
  std::string text = "Means over replications.";
  for (const ChartLine& line : lines) {
    double sum = 0;
    double high = 0;
    double count = 0;
    for (const std::optional<double>& value : line.values) {
      if (!value) continue;
      high = count == 0 ? *value : std::max(high, *value);
      sum += *value;
      ++count;
    }
    if (count > 0) {
      text += fmt::format(" {}: mean {}, highest {}.", line.name, number_in_words(sum / count), number_in_words(high));
    }
  }
  return text;
}

std::string line_figure(const Summary& summary, std::string id, std::string title, std::vector<ChartLine> lines,
                        bool begins_at_zero = true) {
  LineChart chart;
  chart.id = std::move(id);
  chart.title = std::move(title);
  chart.description = describe_lines(lines);
  chart.span_seconds = summary.horizon_seconds;
  chart.lines = std::move(lines);
  chart.marks = marks_of(summary);
  chart.begins_at_zero = begins_at_zero;
  return to_figure(chart);
}

std::string cost_figure(const Summary& summary) {
  BarChart chart{"cost", "Cost by AWS service, USD a month", "", {}};
  std::vector<const Metric*> services = summary.metrics.below({"cost_usd", "by_service"});
  std::ranges::stable_sort(services, std::ranges::greater(), [](const Metric* one) { return one->estimate->mean; });
  for (const Metric* service : services) {
    const std::string label = usd_in_words(service->estimate->mean);
    chart.bars.push_back({service->path.back(), service->estimate->mean, label});
    chart.description += fmt::format("{}: {}. ", service->path.back(), label);
  }
  return chart.bars.empty() ? "" : to_figure(chart);
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
  std::map<std::string, std::vector<ChartLine>> groups;
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
    std::vector<ChartLine>& lines = groups[name];
    for (std::size_t begin = 0; begin < lines.size() && drawn < most_level_charts; begin += most_lines, ++drawn) {
      const auto first = lines.begin() + static_cast<std::ptrdiff_t>(begin);
      const auto last = lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), begin + most_lines));
      std::vector<ChartLine> shown(first, last);
      std::string title = name;
      if (shown.size() == 1) title += ": " + shown.front().name;
      text += line_figure(summary, fmt::format("level-{}", drawn), title, std::move(shown));
    }
  }
  return text;
}

}  // namespace

std::string report_charts(const Summary& summary) {
  std::string text = "<div class=\"charts\">\n" + cost_figure(summary);
  if (summary.timeline.minutes() > 0) text += traffic_figures(summary) + level_figures(summary);
  return text + "</div>\n";
}

}  // namespace fleetcast::scenarios::results
