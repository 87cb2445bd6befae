#include "scenarios/decisions/frontier_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "scenarios/pages/figure.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::decisions {
namespace {

using documents::OrderedJson;

constexpr int height = 400;
constexpr std::size_t most_in_words = 6;
// With more points only those on the frontier have their numbers beside them.
constexpr std::size_t most_numbered = 30;

/// Holds one candidate as the chart shows it.
struct Point {
  std::string number;  ///< in the table, from 1; those of candidates that came to the same stand together
  std::string label;
  sim::measures::Estimate cost;
  sim::measures::Estimate lost;  ///< requests per million
  bool is_on_frontier = false;
};

sim::measures::Estimate lost_of(const sim::measures::Estimate& ratio) {
  sim::measures::Estimate lost{1e6 * (1 - ratio.mean), std::nullopt, ratio.n};
  if (ratio.interval) {
    lost.interval = ratio.interval;
    lost.interval->low = 1e6 * (1 - ratio.interval->high);
    lost.interval->high = 1e6 * (1 - ratio.interval->low);
  }
  return lost;
}

std::vector<Point> points_of(const Sweep& sweep) {
  std::vector<Point> points;
  for (std::size_t i = 0; i < sweep.candidates.size(); ++i) {
    const Candidate& one = sweep.candidates[i];
    if (!one.standing) continue;
    const auto ratio = one.metrics.estimate("availability.ratio");
    if (!ratio) continue;
    const Point point{std::to_string(i + 1), one.label, *one.metrics.estimate("cost_usd.total_month"), lost_of(*ratio),
                      one.standing->is_on_frontier};
    const auto same = std::ranges::find_if(points, [&](const Point& other) {
      return other.cost.mean == point.cost.mean && other.lost.mean == point.lost.mean;
    });
    if (same == points.end()) {
      points.push_back(point);
    } else {
      same->number += ", " + point.number;
      same->label += "; " + point.label;
    }
  }
  return points;
}

/// Returns the ends of an axis for means; intervals that reach far beyond them are cut.
OrderedJson domain_of(std::vector<double> means) {
  const auto [low, high] = std::ranges::minmax(means);
  const double room = high > low ? 0.12 * (high - low) : std::max(0.01 * high, 1.0);
  return {{"domain", {std::max(0.0, low - room), high + room}}, {"nice", true}, {"zero", false}};
}

OrderedJson row_of(const Point& point) {
  const auto estimate_words = [](const sim::measures::Estimate& estimate, auto&& words) {
    return words(estimate.mean) + (estimate.interval ? " ± " + words(estimate.interval->half_width()) : "");
  };
  OrderedJson row = {{"number", point.number},
                     {"label", point.label},
                     {"frontier", point.is_on_frontier},
                     {"cost", point.cost.mean},
                     {"cost_words", estimate_words(point.cost, results::usd_in_words)},
                     {"lost", point.lost.mean},
                     {"lost_words", estimate_words(point.lost, results::number_in_words)}};
  if (point.cost.interval) {
    row["cost_low"] = point.cost.interval->low;
    row["cost_high"] = point.cost.interval->high;
  }
  if (point.lost.interval) {
    row["lost_low"] = std::max(0.0, point.lost.interval->low);
    row["lost_high"] = point.lost.interval->high;
  }
  return row;
}

/// Returns the most requests per million that may be lost, where there is an objective for availability.
std::optional<double> allowed_loss(const Sweep& sweep) {
  for (const Candidate& one : sweep.candidates) {
    for (const results::Verdict& verdict : one.objectives) {
      if (verdict.metric == "availability.ratio" && !verdict.in_share_of_months) return 1e6 * (1 - verdict.target);
    }
  }
  return std::nullopt;
}

OrderedJson quantitative(const char* field) { return {{"field", field}, {"type", "quantitative"}}; }

/// Returns the lines of the intervals along one axis.
OrderedJson interval_layer(const std::string& low, const std::string& high, bool is_cost) {
  OrderedJson encoding = {{"x", quantitative("cost")}, {"y", quantitative("lost")}};
  encoding[is_cost ? "x" : "y"] = quantitative(low.c_str());
  encoding[is_cost ? "x2" : "y2"] = {{"field", high}};
  return {{"transform", {{{"filter", "isValid(datum." + low + ")"}}}},
          {"mark", {{"type", "rule"}, {"clip", true}, {"stroke", "var(--soft)"}, {"strokeWidth", 1.2}}},
          {"encoding", encoding}};
}

OrderedJson objective_layers(double allowed) {
  const OrderedJson data = {{"values", {{{"lost", allowed}}}}};
  const std::string words = fmt::format("objective: at most {} lost per million", results::number_in_words(allowed));
  return {{{"data", data},
           {"mark", {{"type", "rule"}, {"stroke", "var(--mark)"}, {"strokeDash", {6, 4}}, {"strokeWidth", 1.5}}},
           {"encoding", {{"y", quantitative("lost")}}}},
          {{"data", data},
           {"mark", {{"type", "text"}, {"align", "right"}, {"baseline", "bottom"}, {"dy", -4}, {"fill", "var(--mark)"},
                     {"text", words}}},
           {"encoding", {{"y", quantitative("lost")}, {"x", {{"value", "width"}}}}}}};
}

OrderedJson spec_of(const std::vector<Point>& points, std::optional<double> allowed) {
  OrderedJson rows = OrderedJson::array();
  std::vector<double> costs;
  std::vector<double> losses;
  for (const Point& point : points) {
    rows.push_back(row_of(point));
    costs.push_back(point.cost.mean);
    losses.push_back(point.lost.mean);
  }
  if (allowed) losses.push_back(*allowed);
  OrderedJson x = quantitative("cost");
  x["scale"] = domain_of(costs);
  x["axis"] = {{"title", "USD a month"}, {"format", "$,.0f"}, {"grid", false}, {"tickCount", 6}};
  OrderedJson y = quantitative("lost");
  y["scale"] = domain_of(losses);
  y["axis"] = {{"title", "lost requests per million"}, {"format", ",.4~g"}};
  const OrderedJson colour = {{"condition", {{"test", "datum.frontier"}, {"value", pages::series_colour(1)}}},
                              {"value", "var(--soft)"}};
  const OrderedJson tooltip = {{{"field", "label"}, {"title", "candidate"}},
                               {{"field", "cost_words"}, {"title", "USD a month"}},
                               {{"field", "lost_words"}, {"title", "lost per million"}}};
  OrderedJson layers = OrderedJson::array();
  const auto has_interval = [&](const char* low) {
    return std::ranges::any_of(rows, [&](const OrderedJson& row) { return row.contains(low); });
  };
  if (has_interval("cost_low")) layers.push_back(interval_layer("cost_low", "cost_high", true));
  if (has_interval("lost_low")) layers.push_back(interval_layer("lost_low", "lost_high", false));
  layers.push_back({{"transform", {{{"filter", "datum.frontier"}}}},
                    {"mark", {{"type", "line"}, {"stroke", pages::series_colour(1)}, {"strokeWidth", 2}}},
                    {"encoding", {{"x", x}, {"y", y}, {"order", quantitative("cost")}}}});
  layers.push_back({{"mark", {{"type", "circle"}, {"size", 90}, {"opacity", 1}}},
                    {"encoding", {{"x", x}, {"y", y}, {"fill", colour}, {"tooltip", tooltip}}}});
  const char* numbered = points.size() <= most_numbered ? "true" : "datum.frontier";
  layers.push_back({{"transform", {{{"filter", numbered}}}},
                    {"mark", {{"type", "text"}, {"dx", 9}, {"dy", -9}, {"align", "left"}}},
                    {"encoding", {{"x", x}, {"y", y}, {"text", {{"field", "number"}, {"type", "nominal"}}}}}});
  if (allowed) {
    for (const OrderedJson& layer : objective_layers(*allowed)) layers.push_back(layer);
  }
  return {{"width", "container"}, {"height", height}, {"data", {{"values", rows}}}, {"layer", layers}};
}

/// Says in words what the chart shows, for those who cannot see it. Candidates that came to the same count as one.
std::string summary_of(const std::vector<Point>& points, std::optional<double> allowed) {
  std::vector<Point> frontier;
  std::ranges::copy_if(points, std::back_inserter(frontier), &Point::is_on_frontier);
  std::ranges::sort(frontier, {}, [](const Point& point) { return point.cost.mean; });
  std::string text = fmt::format("{} of {} outcomes are on the frontier:", frontier.size(), points.size());
  for (std::size_t i = 0; i < std::min(frontier.size(), most_in_words); ++i) {
    text += fmt::format("{} number {} ({}, {} lost per million)", i == 0 ? "" : ";", frontier[i].number,
                        results::usd_in_words(frontier[i].cost.mean), results::number_in_words(frontier[i].lost.mean));
  }
  if (frontier.size() > most_in_words) text += fmt::format("; and {} more", frontier.size() - most_in_words);
  text += ". Numbers are those of the table; bars are 95 % confidence intervals";
  return text + (allowed ? "; the dashed line is the objective." : ".");
}

}  // namespace

std::string frontier_figure(const Sweep& sweep) {
  const std::vector<Point> points = points_of(sweep);
  if (points.empty()) return "";
  const std::optional<double> allowed = allowed_loss(sweep);
  pages::Figure figure{"frontier-chart", "Lost requests per million against cost in USD a month",
                       summary_of(points, allowed), spec_of(points, allowed)};
  figure.legend = {{"frontier: nothing is both cheaper and better", 1}, {"other candidates", 0}};
  figure.has_areas = true;
  figure.is_wide = true;
  return pages::to_html(figure);
}

}  // namespace fleetcast::scenarios::decisions
