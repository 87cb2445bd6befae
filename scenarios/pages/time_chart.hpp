#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/pages/figure.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::pages {

using Values = std::vector<std::optional<double>>;

/// Holds one line of a chart: values of equal stretches of time, with gaps where there are none.
struct Line {
  std::string name;
  Values values;
};

/// Marks an instant on the time axis, such as an incident.
struct Mark {
  double at_seconds = 0;
  std::string label;
};

/// Describes a chart of what changes over the measured span; all lines have equally many values.
struct TimeChart {
  std::string id;
  std::string title;  ///< with the unit
  double span_seconds = 0;
  std::vector<Line> lines;  ///< at most most_series of them
  std::vector<Mark> marks{};
  std::string (*words)(double) = results::number_in_words;  ///< how its values are written
  bool begins_at_zero = true;  ///< false where the axis may begin above zero, as for shares near one
  bool is_stacked = false;     ///< whether lines are parts of a whole, drawn as areas upon one another
  bool is_stepped = false;     ///< whether values hold for a whole stretch
  bool is_wide = false;
};

/// Returns a chart over time as a figure. Long spans are averaged to 240 points and the table to 48 rows.
[[nodiscard]] Figure time_figure(const TimeChart& chart);

/// Averages equal stretches of values so that at most `most` remain; a stretch without values stays empty.
[[nodiscard]] Values thinned(const Values& values, std::size_t most);

/// Returns an axis of the time since the start of the measured span: "30 min", "6 h", "3 d".
[[nodiscard]] documents::OrderedJson time_axis(double span_seconds);

}  // namespace fleetcast::scenarios::pages
