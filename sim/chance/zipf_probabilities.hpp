#pragma once
#include <vector>

#include "sim/chance/zipf.hpp"

namespace fleetcast::sim::chance {

/// Returns the probability of every object of a popularity, the most popular first: many times faster than one by one.
[[nodiscard]] std::vector<double> probabilities_of(const Zipf& popularity);

}  // namespace fleetcast::sim::chance
