#include "scenarios/decisions/frontier_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "scenarios/results/svg_chart.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::decisions {
namespace {

// Sizes in the units of the drawing, which are pixels on a page about 900 pixels wide.
constexpr double width = 880;
constexpr double height = 380;
constexpr double left = 70;
constexpr double right = 20;
constexpr double top = 14;
constexpr double bottom = 44;

/// Holds one candidate as the chart shows it.
struct Point {
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
    points.push_back({fmt::format("{}: {}", i + 1, one.label), *one.metrics.estimate("cost_usd.total_month"),
                      lost_of(*ratio), one.standing->is_on_frontier});
  }
  return points;
}

/// Maps values along one axis to places in the drawing.
struct Scale {
  std::vector<double> ticks;
  double begin;
  double end;

  [[nodiscard]] double at(double value) const {
    const double share = (value - ticks.front()) / (ticks.back() - ticks.front());
    return begin + (end - begin) * std::clamp(share, -0.02, 1.02);
  }
};

/// Makes a scale for means; intervals that reach far beyond them are cut.
Scale scale_of(const std::vector<double>& means, double begin, double end) {
  const auto [low, high] = std::ranges::minmax(means);
  const double room = high > low ? 0.1 * (high - low) : std::max(0.01 * high, 1.0);
  return {results::axis_ticks(std::max(0.0, low - room), high + room), begin, end};
}

std::string axes(const Scale& x, const Scale& y) {
  std::string text = "<g class=\"axis\">\n";
  for (const double tick : y.ticks) {
    text += fmt::format("<path d=\"M{:.1f} {:.1f}H{:.1f}\"/><text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}"
                        "</text>\n",
                        left, y.at(tick), width - right, left - 8, y.at(tick) + 4, results::number_in_words(tick));
  }
  for (const double tick : x.ticks) {
    text += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\">{}</text>\n", x.at(tick), height - 24,
                        results::number_in_words(tick));
  }
  return text + fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">USD a month</text>\n", width - right,
                            height - 6) +
         "</g>\n";
}

std::string drawn(const Point& point, const Scale& x, const Scale& y) {
  const char* series = point.is_on_frontier ? "series-1" : "series-2";
  const double at_x = x.at(point.cost.mean);
  const double at_y = y.at(point.lost.mean);
  std::string text = fmt::format("<g opacity=\"{}\">", point.is_on_frontier ? 1 : 0.45);
  if (point.cost.interval) {
    text += fmt::format("<path class=\"line {}\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>", series,
                        x.at(point.cost.interval->low), at_y, x.at(point.cost.interval->high));
  }
  if (point.lost.interval) {
    text += fmt::format("<path class=\"line {}\" d=\"M{:.1f} {:.1f}V{:.1f}\"/>", series, at_x,
                        y.at(point.lost.interval->low), y.at(point.lost.interval->high));
  }
  const std::string words =
      fmt::format("{}; {} a month, {} lost per million", point.label, results::usd_in_words(point.cost.mean),
                  results::number_in_words(point.lost.mean));
  return text + fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\" style=\"fill: var(--{})\"><title>{}</title>"
                            "</circle></g>\n",
                            at_x, at_y, series, results::html_escaped(words));
}

std::string frontier_line(std::vector<Point> points, const Scale& x, const Scale& y) {
  std::erase_if(points, [](const Point& point) { return !point.is_on_frontier; });
  std::ranges::sort(points, {}, [](const Point& point) { return point.cost.mean; });
  std::string path;
  for (const Point& point : points) {
    path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : "L", x.at(point.cost.mean), y.at(point.lost.mean));
  }
  return path.empty() ? "" : fmt::format("<path class=\"line series-1\" d=\"{}\"/>\n", path);
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

}  // namespace

std::string frontier_figure(const Sweep& sweep) {
  const std::vector<Point> points = points_of(sweep);
  if (points.empty()) return "";
  std::vector<double> costs;
  std::vector<double> losses;
  for (const Point& point : points) {
    costs.push_back(point.cost.mean);
    losses.push_back(point.lost.mean);
  }
  const std::optional<double> allowed = allowed_loss(sweep);
  if (allowed) losses.push_back(*allowed);
  const Scale x = scale_of(costs, left, width - right);
  const Scale y = scale_of(losses, height - bottom, top);
  std::string text = fmt::format(
      "<figure>\n<figcaption id=\"frontier-caption\">Lost requests per million against cost; the line joins the "
      "frontier{}</figcaption>\n<svg viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"frontier-caption\">\n",
      allowed ? ", dashed is the objective" : "", width, height);
  text += axes(x, y);
  if (allowed) {
    text += fmt::format("<path class=\"mark\" d=\"M{:.1f} {:.1f}H{:.1f}\"/>\n", left, y.at(*allowed), width - right);
  }
  text += frontier_line(points, x, y);
  for (const Point& point : points) text += drawn(point, x, y);
  return text + "</svg>\n</figure>\n";
}

}  // namespace fleetcast::scenarios::decisions
