#include "sim/chance/zipf.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "sim/chance/logarithm.hpp"

namespace fleetcast::sim::chance {

namespace {

constexpr std::uint32_t exact_max = 2048;
constexpr double classes_per_octave = 256;

double weight(double rank_from_one, double alpha) { return power(rank_from_one, -alpha); }

std::uint32_t checked(std::uint64_t objects, double alpha) {
  if (objects < 1 || objects > std::numeric_limits<std::uint32_t>::max()) {
    throw std::invalid_argument("objects: must be between 1 and 2^32 - 1, not " + std::to_string(objects));
  }
  if (!(alpha >= 0) || std::isinf(alpha)) {
    throw std::invalid_argument("alpha: must be at least 0 and finite, not " + std::to_string(alpha));
  }
  return static_cast<std::uint32_t>(objects);
}

std::vector<std::uint32_t> class_bounds(std::uint32_t objects) {
  std::vector<std::uint32_t> bounds;
  if (objects <= exact_max) return bounds;
  for (double step = 0;; ++step) {
    const double bound = exact_max * power(2.0, step / classes_per_octave);
    if (bound >= objects) break;
    bounds.push_back(static_cast<std::uint32_t>(bound));
  }
  bounds.push_back(objects);
  return bounds;
}

std::vector<double> weights(std::uint32_t exact, const std::vector<std::uint32_t>& bounds, double alpha) {
  std::vector<double> made(exact);
  for (std::size_t i = 0; i < made.size(); ++i) made[i] = weight(static_cast<double>(i + 1), alpha);
  for (std::size_t i = 0; i + 1 < bounds.size(); ++i) {
    double sum = 0;
    for (std::uint32_t rank = bounds[i]; rank < bounds[i + 1]; ++rank) sum += weight(rank + 1.0, alpha);
    made.push_back(sum);
  }
  return made;
}

}  // namespace

Zipf::Zipf(std::uint64_t objects, double alpha)
    : alpha_(alpha),
      objects_(checked(objects, alpha)),
      exact_(std::min(objects_, exact_max)),
      first_of_class_(class_bounds(objects_)),
      table_(weights(exact_, first_of_class_, alpha)) {}

double Zipf::probability(std::uint32_t rank) const { return weight(rank + 1.0, alpha_) / table_.total(); }

double Zipf::cumulative(std::uint32_t rank) const {
  if (rank < exact_) return table_.cumulative(rank);
  const auto above = std::upper_bound(first_of_class_.begin(), first_of_class_.end(), rank);
  const auto index = static_cast<std::uint32_t>(above - first_of_class_.begin()) - 1;
  const std::uint32_t first = first_of_class_[index];
  const double share = (rank + 1.0 - first) / (first_of_class_[index + 1] - first);
  const double below = table_.cumulative(exact_ + index - 1);
  return below + share * (table_.cumulative(exact_ + index) - below);
}

}  // namespace fleetcast::sim::chance
