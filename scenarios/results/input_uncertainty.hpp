#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scenarios/documents/json.hpp"
#include "scenarios/results/metrics.hpp"
#include "sim/measures/groups.hpp"

namespace fleetcast::scenarios::results {

/// Says what of a figure's spread comes from inputs that are not known, and what from chance.
struct InputUncertainty {
  std::string metric;
  sim::measures::VarianceSplit split;  ///< between draws of the inputs, and within
  /// Half width of the 95 % interval of the mean as it is, and as it would be if the inputs were known; empty where
  /// unknown.
  std::optional<double> half_width;
  double half_width_of_chance = 0;
};

/// Splits the headline figures, as far as every replication has them: monthly cost, availability, p99 latency.
[[nodiscard]] std::vector<InputUncertainty> input_uncertainty_of(const Metrics& metrics);

/// Writes the split for a terminal.
[[nodiscard]] std::string input_uncertainty_report(std::span<const InputUncertainty> found, std::size_t width);

/// Returns the split for result.json.
[[nodiscard]] documents::OrderedJson input_uncertainty_json(std::span<const InputUncertainty> found);

}  // namespace fleetcast::scenarios::results
