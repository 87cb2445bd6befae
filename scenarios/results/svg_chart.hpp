#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fleetcast::scenarios::results {

/// Returns text with the characters that mean something in HTML and SVG replaced.
[[nodiscard]] std::string html_escaped(std::string_view text);

/// Holds one line of a chart: values at equal steps, with gaps where there are none.
struct ChartLine {
  std::string name;
  std::vector<std::optional<double>> values;
};

/// Marks an instant on the time axis.
struct ChartMark {
  double at_seconds = 0;
  std::string label;
};

/// Describes a chart of lines over the measured span; all lines have equally many values.
struct LineChart {
  std::string id;  ///< unique in the page
  std::string title;
  std::string description;  ///< for those who cannot see it
  double span_seconds = 0;
  std::vector<ChartLine> lines;
  std::vector<ChartMark> marks;
  /// False where the axis may begin above zero, as for shares near one.
  bool begins_at_zero = true;
};

/// Holds one bar with the words beside it.
struct Bar {
  std::string name;
  double value = 0;
  std::string label;
};

/// Describes a chart of horizontal bars, which are never negative.
struct BarChart {
  std::string id;
  std::string title;
  std::string description;
  std::vector<Bar> bars;
};

/// Returns a chart as a figure of HTML with inline SVG: it scales with the page, takes its colours from the page's
/// variables (--ink, --faint, --series-1 ... --series-6, --mark) and needs nothing from elsewhere.
[[nodiscard]] std::string to_figure(const LineChart& chart);
[[nodiscard]] std::string to_figure(const BarChart& chart);

/// Returns the ends of steps of 1, 2 or 5 times a power of ten that cover [low, high] with about four steps.
[[nodiscard]] std::vector<double> axis_ticks(double low, double high);

/// Averages equal stretches of values so that at most `most` remain; a stretch without values stays empty.
[[nodiscard]] std::vector<std::optional<double>> thinned(const std::vector<std::optional<double>>& values,
                                                         std::size_t most);

}  // namespace fleetcast::scenarios::results
