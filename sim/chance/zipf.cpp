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

/// Returns (e^x - 1) / x, near zero too.
double mean_growth(double x) {
  if (std::fabs(x) > 0.05) return (exponential(x) - 1) / x;
  return 1 + x * (1.0 / 2 + x * (1.0 / 6 + x * (1.0 / 24 + x * (1.0 / 120 + x * (1.0 / 720 + x * (1.0 / 5040))))));
}

/// Returns the sum of the weights of the ranks from `first` to `last`, counted from one and above exact_max: by Euler
/// and Maclaurin's formula for midpoints, whose next term is below 1e-12 of the sum there.
double sum_of_weights(double first, double last, double alpha) {
  const double low = first - 0.5;
  const double high = last + 0.5;
  const double log_ratio = logarithm(high / low);
  // The integral of x^-alpha, in a form that holds for alpha = 1 as well.
  const double integral = weight(low, alpha) * low * log_ratio * mean_growth((1 - alpha) * log_ratio);
  const double bend = alpha * (weight(high, alpha + 1) - weight(low, alpha + 1)) / 24;
  return integral + bend;
}

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
    made.push_back(sum_of_weights(bounds[i] + 1.0, static_cast<double>(bounds[i + 1]), alpha));
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

std::vector<double> Zipf::drawn_probabilities() const {
  std::vector<double> made;
  made.reserve(objects_);
  for (std::uint32_t rank = 0; rank < exact_; ++rank) made.push_back(probability(rank));
  for (std::size_t i = 0; i + 1 < first_of_class_.size(); ++i) {
    const std::uint32_t width = first_of_class_[i + 1] - first_of_class_[i];
    const double share = table_.cumulative(exact_ + i) - table_.cumulative(exact_ + i - 1);
    made.insert(made.end(), width, share / width);
  }
  return made;
}

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
