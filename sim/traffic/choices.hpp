#pragma once
#include <cstdint>
#include <vector>

#include "sim/chance/zipf.hpp"

namespace fleetcast::sim::traffic {

/// Objects of which requests want one each, the popular ones more often.
struct Popularity {
  chance::Zipf zipf;
  std::uint32_t first_object = 0;  ///< number of the most popular one
};

/// Places of which requests come from one each.
struct Places {
  std::vector<double> weights;
  std::vector<double> cumulative;  ///< running sums of the weights
};

}  // namespace fleetcast::sim::traffic
