#include "scenarios/pages/run_charts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <utility>

#include "scenarios/pages/bar_chart.hpp"
#include "scenarios/pages/distribution_chart.hpp"
#include "scenarios/pages/heat_map.hpp"
#include "scenarios/pages/incident_chart.hpp"
#include "scenarios/pages/time_chart.hpp"
#include "scenarios/results/hourly_usage.hpp"
#include "scenarios/results/incident_groups.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::pages {

using namespace fleetcast::scenarios::results;

namespace {

constexpr std::size_t most_points = 240;
constexpr std::size_t most_lines = 6;
constexpr std::size_t most_marks = 40;
constexpr std::size_t most_level_charts = 12;
constexpr std::size_t most_services = 9;

std::string grid(const std::string& figures) {
  return figures.empty() ? "" : "<div class=\"charts\">\n" + figures + "</div>\n";
}

Values scaled(const Values& values, double factor) {
  Values made;
  for (const std::optional<double>& value : values) {
    made.push_back(value ? std::optional(*value * factor) : std::nullopt);
  }
  return made;
}

bool concerns_capacity(const std::string& kind) {
  constexpr std::array<const char*, 10> kinds{
      "zone_outage",   "spot_interruption", "spot_reclaim",         "spot_warning",   "instances_lost",
      "hardware_failure", "capacity_shortage", "fargate_spot_reclaim", "zone_rebalance", "spot_fallback"};
  return std::ranges::any_of(kinds, [&](const char* one) { return kind == one; });
}

/// Returns the incidents to mark: those of the rarest kinds where there are too many.
std::vector<Mark> marks_of(const Summary& summary, bool only_capacity) {
  std::vector<IncidentGroup> groups = group_incidents(summary.incidents);
  if (only_capacity) std::erase_if(groups, [](const IncidentGroup& group) { return !concerns_capacity(group.kind); });
  std::map<std::string, std::size_t> times;
  for (const IncidentGroup& group : groups) ++times[group.kind];
  std::ranges::stable_sort(groups, {}, [&](const IncidentGroup& group) { return times[group.kind]; });
  groups.resize(std::min(groups.size(), most_marks));
  std::vector<Mark> marks;
  for (const IncidentGroup& group : groups) {
    marks.push_back({group.first_second, fmt::format("{}: {} ({})", instant_in_words(group.first_second),
                                                     words_of_name(group.kind), group.effect)});
  }
  return marks;
}

TimeChart time_chart(const Summary& summary, std::string id, std::string title, std::vector<Line> lines) {
  TimeChart chart{std::move(id), std::move(title), summary.horizon_seconds, std::move(lines)};
  chart.marks = marks_of(summary, false);
  return chart;
}

std::string distribution(const Summary& summary) {
  if (summary.latency_bands.empty()) return "";
  DistributionChart chart{"latency-spread", "Latency, % of answers in each band", "", summary.latency_bands, {}};
  for (const char* name : {"p50", "p95", "p99"}) {
    const auto estimate = summary.metrics.estimate(std::string("latency_s.") + name);
    if (!estimate) continue;
    chart.percentiles.push_back({name, estimate->mean});
    chart.summary += fmt::format("{}{} within {}", chart.summary.empty() ? "" : ", ",
                                 std::string(name + 1) + " %",
                                 seconds_in_words(estimate->mean));
  }
  chart.summary += " (all classes; the axis is logarithmic).";
  return to_html(distribution_figure(chart));
}

/// Returns the highest of each of `most` equal stretches of values.
Values highest_of(const Values& values, std::size_t most) {
  Values highest;
  for (std::size_t bucket = 0; bucket < most; ++bucket) {
    std::optional<double> high;
    for (std::size_t i = bucket * values.size() / most; i < (bucket + 1) * values.size() / most; ++i) {
      if (values[i]) high = std::max(high.value_or(*values[i]), *values[i]);
    }
    highest.push_back(high);
  }
  return highest;
}

std::string latency_course(const Summary& summary) {
  const Series* series = summary.timeline.find("latency_mean_s");
  if (series == nullptr || series->values.empty()) return "";
  const Values milliseconds = scaled(series->values, 1000);
  std::vector<Line> lines{{"mean", thinned(milliseconds, most_points)}};
  if (milliseconds.size() >= 4 * most_points) {
    lines.push_back({"slowest minute", highest_of(milliseconds, most_points)});
  }
  return to_html(time_figure(time_chart(summary, "latency", "Mean latency over time, ms", std::move(lines))));
}

std::string cost_by_service(const Summary& summary) {
  std::vector<const Metric*> services = summary.metrics.below({"cost_usd", "by_service"});
  std::ranges::stable_sort(services, std::ranges::greater(), [](const Metric* one) { return one->estimate->mean; });
  if (services.empty()) return "";
  BarChart chart{"cost", "Cost by AWS service, USD a month", "", {}};
  double total = 0;
  double others = 0;
  for (std::size_t i = 0; i < services.size(); ++i) {
    const sim::measures::Estimate& cost = *services[i]->estimate;
    total += cost.mean;
    if (i < most_services || services.size() == most_services + 1) {
      chart.bars.push_back({services[i]->path.back(), cost, usd_in_words(cost.mean)});
    } else {
      others += cost.mean;
    }
  }
  if (chart.bars.size() < services.size()) {
    chart.bars.push_back({fmt::format("{} others", services.size() - chart.bars.size()),
                          {others, std::nullopt, chart.bars.front().value.n}, usd_in_words(others)});
  }
  chart.summary = fmt::format("{} costs most, {} of {}. Thin lines are 95 % confidence intervals.",
                              chart.bars.front().name, chart.bars.front().label, usd_in_words(total));
  return to_html(bar_figure(chart));
}

Span span_of(const Summary& summary) { return {summary.heading.start_utc_seconds, summary.horizon_seconds}; }

/// Puts values of the hours of a span onto its axis: as they are if it consists of whole hours, else minute by minute.
Values on_axis(const std::vector<double>& hourly, const Span& span) {
  constexpr std::int64_t hour_s = 3600;
  const double whole_s = static_cast<double>(hourly.size()) * static_cast<double>(hour_s);
  if (span.start_utc_seconds % hour_s == 0 && whole_s == span.seconds) return {hourly.begin(), hourly.end()};
  Values values;
  const std::int64_t start = span.start_utc_seconds;
  for (std::int64_t at = start; static_cast<double>(at - start) < span.seconds; at += 60) {
    values.emplace_back(hourly[static_cast<std::size_t>(at / hour_s - span.first_hour())]);
  }
  return values;
}

std::string cost_course(const Summary& summary) {
  const Span span = span_of(summary);
  std::vector<HourlySeries> services =
      hourly_cost(summary.mean_month_bill, summary.heading.month_hours, summary.mean_usage, span);
  if (services.empty()) return "";
  if (services.size() > most_series) {
    HourlySeries others{"others", std::vector<double>(span.hours())};
    for (std::size_t i = most_series - 1; i < services.size(); ++i) {
      for (std::size_t hour = 0; hour < others.values.size(); ++hour) others.values[hour] += services[i].values[hour];
    }
    services.resize(most_series - 1);
    services.push_back(others);
  }
  std::vector<Line> lines;
  for (const HourlySeries& service : services) lines.push_back({service.name, on_axis(service.values, span)});
  TimeChart chart = time_chart(summary, "cost-course", "Cost over time, USD an hour", std::move(lines));
  chart.is_stacked = true;
  chart.is_stepped = true;
  chart.marks.clear();
  chart.words = usd_in_words;
  return to_html(time_figure(chart));
}

std::string composition(const Summary& summary) {
  const Series* all = summary.timeline.find("fleet.instances");
  const Series* spot = summary.timeline.find("fleet.spot_instances");
  if (all == nullptr || spot == nullptr) return "";
  const bool is_empty = std::ranges::all_of(all->values, [](const auto& value) { return value.value_or(0) == 0; });
  if (is_empty) return "";
  Values on_demand;
  for (std::size_t i = 0; i < all->values.size(); ++i) {
    on_demand.emplace_back(all->values[i].value_or(0) - spot->values[i].value_or(0));
  }
  TimeChart chart = time_chart(
      summary, "fleet", "Fleet composition, instances in service",
      {{"on demand", thinned(on_demand, most_points)}, {"spot", thinned(spot->values, most_points)}});
  chart.is_stacked = true;
  chart.marks = marks_of(summary, true);
  return to_html(time_figure(chart));
}

std::string zone_map(const Summary& summary) {
  const Span span = span_of(summary);
  const ZoneCapacity capacity = zone_capacity(summary.mean_usage, span);
  if (capacity.zones.empty()) return "";
  HeatMap map{"zones", "Capacity by zone and hour, " + capacity.unit, capacity.unit, span.seconds, {}, {}};
  double end_s = 0;
  for (std::size_t hour = 0; hour < span.hours(); ++hour) {
    end_s += 3600 * span.share_of_hour(hour);
    map.column_ends.push_back(end_s);
  }
  for (const HourlySeries& zone : capacity.zones) map.rows.push_back({zone.name, zone.values});
  return to_html(heat_figure(map));
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
  TimeChart good = time_chart(summary, "good", "Good requests, %", {{"good", good_percentage(summary)}});
  good.begins_at_zero = false;
  good.words = [](double percent) { return share_in_words(percent / 100); };
  return to_html(time_figure(time_chart(
             summary, "requests", "Requests per second",
             {{"offered", points("offered", 1.0 / 60)}, {"not good", points("bad", 1.0 / 60)}}))) +
         to_html(time_figure(good));
}

/// Returns the title of the chart that shows all levels of one kind, or nothing where each has a chart of its own.
const char* title_of_levels(const std::string& kind) {
  constexpr std::array<std::pair<const char*, const char*>, 4> titles{{{"instances", "Instances by group"},
                                                                       {"queues", "Messages waiting in queues"},
                                                                       {"targets", "Healthy targets"},
                                                                       {"tasks", "Tasks of services"}}};
  const auto found = std::ranges::find_if(titles, [&](const auto& one) { return kind == one.first; });
  return found == titles.end() ? nullptr : found->second;
}

/// Draws the levels of a run, one chart for each kind; a kind with many has several.
std::string level_figures(const Summary& summary) {
  std::map<std::string, std::vector<Line>> charts;
  for (const Series& series : summary.timeline.series) {
    const std::size_t dot = series.name.find('.');
    if (dot == std::string::npos || series.name.starts_with("fleet.")) continue;
    const std::string kind = series.name.substr(0, dot);
    const char* title = title_of_levels(kind);
    const std::string rest = words_of_name(series.name.substr(dot + 1));
    charts[title != nullptr ? title : kind + ": " + rest].push_back({rest, thinned(series.values, most_points)});
  }
  std::string text;
  std::size_t drawn = 0;
  for (const auto& [title, lines] : charts) {
    for (std::size_t begin = 0; begin < lines.size() && drawn < most_level_charts; begin += most_lines, ++drawn) {
      const auto first = lines.begin() + static_cast<std::ptrdiff_t>(begin);
      const auto last = lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), begin + most_lines));
      text += to_html(time_figure(time_chart(summary, fmt::format("level-{}", drawn), title, {first, last})));
    }
  }
  return text;
}

}  // namespace

std::string latency_charts(const Summary& summary) { return grid(distribution(summary) + latency_course(summary)); }

std::string cost_charts(const Summary& summary) { return grid(cost_by_service(summary) + cost_course(summary)); }

std::string fleet_charts(const Summary& summary) { return grid(composition(summary) + zone_map(summary)); }

std::string incident_charts(const Summary& summary) {
  if (summary.incidents.empty()) return "";
  return to_html(incident_figure({"incident-times", "Incidents of the first replication", summary.horizon_seconds,
                                  group_incidents(summary.incidents)}));
}

std::string course_charts(const Summary& summary) {
  if (summary.timeline.minutes() == 0) return "";
  return grid(traffic_figures(summary) + level_figures(summary));
}

}  // namespace fleetcast::scenarios::pages
