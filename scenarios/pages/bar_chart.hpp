#pragma once
#include <optional>
#include <string>
#include <vector>

#include "scenarios/pages/figure.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::scenarios::pages {

/// Holds one bar with the words beside it.
struct Bar {
  std::string name;
  sim::measures::Estimate value;
  std::string label;  ///< the value as people read it
};

/// Describes a chart of horizontal bars, which are never negative, with their confidence intervals.
struct BarChart {
  std::string id;
  std::string title;    ///< with the unit
  std::string summary;  ///< what the chart shows
  std::vector<Bar> bars;
  bool is_wide = false;
};

/// Returns bars as a figure; names stand above them, so that long ones have room on a phone as well.
[[nodiscard]] Figure bar_figure(const BarChart& chart);

}  // namespace fleetcast::scenarios::pages
