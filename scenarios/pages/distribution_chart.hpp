#pragma once
#include <string>
#include <vector>

#include "scenarios/pages/figure.hpp"
#include "scenarios/results/latency_bands.hpp"

namespace fleetcast::scenarios::pages {

/// Marks a percentile on the axis of latencies.
struct Percentile {
  std::string name;  ///< "p99"
  double seconds = 0;
};

/// Describes how latencies are spread.
struct DistributionChart {
  std::string id;
  std::string title;
  std::string summary;
  std::vector<results::LatencyBand> bands;
  std::vector<Percentile> percentiles;
};

/// Returns the shares of bands of latency as a figure with a logarithmic axis; at either end 1 in 10,000 is left out.
[[nodiscard]] Figure distribution_figure(const DistributionChart& chart);

}  // namespace fleetcast::scenarios::pages
