#include "scenarios/results/svg_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::results {
namespace {

// Sizes in the units of the drawing, which are pixels on a page about 500 pixels wide.
constexpr double width = 480;
constexpr double height = 200;
constexpr double left = 52;
constexpr double right = 12;
constexpr double top = 10;
constexpr double bottom = 24;
constexpr double bar_height = 36;
constexpr std::size_t most_series = 6;

/// Maps values and times to places in the drawing.
struct Frame {
  double low;
  double high;
  double span_seconds;

  [[nodiscard]] double x(double seconds) const { return left + (width - left - right) * seconds / span_seconds; }
  [[nodiscard]] double y(double value) const {
    return height - bottom - (height - top - bottom) * (value - low) / (high - low);
  }
};

std::string opening(const std::string& id, const std::string& title, const std::string& description,
                    double drawn_height) {
  return fmt::format(
      "<figure>\n<figcaption id=\"{0}-caption\">{1}</figcaption>\n"
      "<svg viewBox=\"0 0 {2} {3}\" role=\"img\" aria-labelledby=\"{0}-title {0}-description\">\n"
      "<title id=\"{0}-title\">{1}</title>\n<desc id=\"{0}-description\">{4}</desc>\n",
      id, html_escaped(title), width, drawn_height, html_escaped(description));
}

std::vector<double> value_ticks(const LineChart& chart) {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const ChartLine& line : chart.lines) {
    for (const std::optional<double>& value : line.values) {
      if (!value) continue;
      low = std::min(low, *value);
      high = std::max(high, *value);
    }
  }
  if (low > high) low = high = 0;
  if (chart.begins_at_zero) low = std::min(low, 0.0);
  // A flat line gets room around it.
  if (low == high) high = low + (low == 0 ? 1 : std::abs(low) * 0.01);
  return axis_ticks(low, high);
}

/// Returns the step between ticks of time, in seconds, that gives at most six of them.
double time_step(double span_seconds) {
  constexpr std::array steps = {1.0,    5.0,   10.0,   30.0,   60.0,    300.0,   600.0,   900.0,    1800.0,
                                3600.0, 7200., 10800., 21600., 43200.0, 86400.0, 172800., 432000.0, 604800.0};
  for (const double step : steps) {
    if (span_seconds / step <= 6) return step;
  }
  return 86400 * std::ceil(span_seconds / 86400 / 6);
}

std::string tick_label(double value, double step) {
  const int places = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 9);
  if (std::abs(value) >= 1e6) return fmt::format("{:.4g} M", value / 1e6);
  if (places == 0) return number_in_words(value);
  return fmt::format("{:.{}f}", value, places);
}

std::string axes(const Frame& frame, const std::vector<double>& ticks) {
  std::string text = "<g class=\"axis\">\n";
  for (const double tick : ticks) {
    text += fmt::format(
        "<path d=\"M{:.1f} {:.1f}H{:.1f}\"/><text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text>\n", left,
        frame.y(tick), width - right, left - 6, frame.y(tick) + 4, tick_label(tick, ticks[1] - ticks[0]));
  }
  const double step = time_step(frame.span_seconds);
  for (int i = 0; i * step <= frame.span_seconds; ++i) {
    // A label at the very end would stick out of the drawing.
    const char* anchor = i == 0 ? "start" : frame.x(i * step) > width - 30 ? "end" : "middle";
    text += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", frame.x(i * step), height - 6,
                        anchor, i == 0 ? "0" : span_in_words(i * step));
  }
  return text + "</g>\n";
}

/// Draws a line as a path that begins anew after each gap.
std::string path_of(const ChartLine& line, const Frame& frame, std::size_t series) {
  std::string path;
  bool is_down = false;
  const auto count = static_cast<double>(line.values.size());
  for (std::size_t i = 0; i < line.values.size(); ++i) {
    if (!line.values[i]) {
      is_down = false;
      continue;
    }
    const double at = (static_cast<double>(i) + 0.5) / count * frame.span_seconds;
    path += fmt::format("{}{:.1f} {:.1f}", is_down ? "L" : "M", frame.x(at), frame.y(*line.values[i]));
    is_down = true;
  }
  return fmt::format("<path class=\"line series-{}\" d=\"{}\"/>\n", series, path);
}

std::string marks_of(const LineChart& chart, const Frame& frame) {
  std::string text;
  for (const ChartMark& mark : chart.marks) {
    const double x = frame.x(std::clamp(mark.at_seconds, 0.0, chart.span_seconds));
    text += fmt::format("<path class=\"mark\" d=\"M{:.1f} {:.1f}V{:.1f}\"><title>{}</title></path>\n", x, top,
                        height - bottom, html_escaped(mark.label));
  }
  return text;
}

std::string legend_of(const LineChart& chart) {
  if (chart.lines.size() < 2) return "";
  std::string text = "<ul class=\"legend\">";
  for (std::size_t i = 0; i < std::min(chart.lines.size(), most_series); ++i) {
    text += fmt::format("<li class=\"series-{}\">{}</li>", i + 1, html_escaped(chart.lines[i].name));
  }
  return text + "</ul>\n";
}

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

std::vector<double> axis_ticks(double low, double high) {
  const double rough = (high - low) / 4;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  const double ratio = rough / power;
  const double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
  std::vector<double> ticks;
  const auto first = static_cast<std::int64_t>(std::floor(low / step + 1e-9));
  const auto last = static_cast<std::int64_t>(std::ceil(high / step - 1e-9));
  for (std::int64_t i = first; i <= last; ++i) ticks.push_back(static_cast<double>(i) * step);
  return ticks;
}

std::vector<std::optional<double>> thinned(const std::vector<std::optional<double>>& values, std::size_t most) {
  if (values.size() <= most) return values;
  std::vector<std::optional<double>> means;
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

std::string to_figure(const LineChart& chart) {
  const std::vector<double> ticks = value_ticks(chart);
  const Frame frame{ticks.front(), ticks.back(), chart.span_seconds};
  std::string text = opening(chart.id, chart.title, chart.description, height) + axes(frame, ticks);
  text += marks_of(chart, frame);
  for (std::size_t i = 0; i < std::min(chart.lines.size(), most_series); ++i) {
    text += path_of(chart.lines[i], frame, i + 1);
  }
  return text + "</svg>\n" + legend_of(chart) + "</figure>\n";
}

std::string to_figure(const BarChart& chart) {
  const double drawn_height = bar_height * static_cast<double>(chart.bars.size());
  double longest = 0;
  for (const Bar& bar : chart.bars) longest = std::max(longest, bar.value);
  std::string text = opening(chart.id, chart.title, chart.description, drawn_height);
  double y = 0;
  // Names stand above their bars, so that long ones have room on a phone as well.
  for (const Bar& bar : chart.bars) {
    const double length = longest == 0 ? 0 : width * bar.value / longest;
    text += fmt::format(
        "<text x=\"0\" y=\"{0:.0f}\">{1}</text><text x=\"{2:.0f}\" y=\"{0:.0f}\" text-anchor=\"end\">{3}</text>"
        "<rect class=\"bar\" x=\"0\" y=\"{4:.0f}\" width=\"{5:.1f}\" height=\"8\"/>\n",
        y + 13, html_escaped(bar.name), width, html_escaped(bar.label), y + 18, std::max(length, 1.0));
    y += bar_height;
  }
  return text + "</svg>\n</figure>\n";
}

}  // namespace fleetcast::scenarios::results
