#include "sim/chance/zipf.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/chance/logarithm.hpp"

namespace fleetcast::sim::chance {

namespace {

double weight(double rank_from_one, double alpha) { return power(rank_from_one, -alpha); }

std::vector<double> weights(std::uint64_t objects, double alpha) {
  if (objects < 1 || objects > std::numeric_limits<std::uint32_t>::max()) {
    throw std::invalid_argument("objects: must be between 1 and 2^32 - 1, not " + std::to_string(objects));
  }
  if (!(alpha >= 0) || std::isinf(alpha)) {
    throw std::invalid_argument("alpha: must be at least 0 and finite, not " + std::to_string(alpha));
  }
  std::vector<double> made(objects);
  for (std::size_t i = 0; i < made.size(); ++i) made[i] = weight(static_cast<double>(i + 1), alpha);
  return made;
}

}  // namespace

Zipf::Zipf(std::uint64_t objects, double alpha) : alpha_(alpha), table_(weights(objects, alpha)) {}

double Zipf::probability(std::uint32_t rank) const { return weight(rank + 1.0, alpha_) / table_.total(); }

}  // namespace fleetcast::sim::chance
