#pragma once
#include <string>
#include <vector>

#include "scenarios/pages/figure.hpp"

namespace fleetcast::scenarios::pages {

/// Holds one row of a heat map.
struct HeatRow {
  std::string name;
  std::vector<double> values;  ///< not negative, one for each column
};

/// Describes values by row and stretch of time as a map of colours.
struct HeatMap {
  std::string id;
  std::string title;  ///< with the unit
  std::string unit;   ///< for the legend: "instances"
  double span_seconds = 0;
  std::vector<double> column_ends;  ///< seconds since the start of the measured span, ascending; the first begins at 0
  std::vector<HeatRow> rows;
};

/// Returns a heat map as a figure; neighbouring columns are averaged until there are at most 96. Cells in which nothing
/// is left are outlined.
[[nodiscard]] Figure heat_figure(const HeatMap& map);

}  // namespace fleetcast::scenarios::pages
