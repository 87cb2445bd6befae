#include "sim/chance/zipf.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
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

/// Returns the first rank of each entry, one by one up to `exact` and then by classes, and the end.
std::vector<std::uint32_t> entries(std::uint32_t objects, std::uint32_t exact) {
  std::vector<std::uint32_t> first(exact);
  std::iota(first.begin(), first.end(), 0u);
  for (double step = 0; objects > exact; ++step) {
    const double bound = exact * power(2.0, step / classes_per_octave);
    if (bound >= objects) break;
    first.push_back(static_cast<std::uint32_t>(bound));
  }
  first.push_back(objects);
  return first;
}

std::vector<double> weights(std::uint32_t exact, const std::vector<std::uint32_t>& first, double alpha) {
  std::vector<double> made(exact);
  for (std::size_t i = 0; i < made.size(); ++i) made[i] = weight(static_cast<double>(i + 1), alpha);
  for (std::size_t i = exact; i + 1 < first.size(); ++i) {
    made.push_back(sum_of_weights(first[i] + 1.0, static_cast<double>(first[i + 1]), alpha));
  }
  return made;
}

}  // namespace

Zipf::Zipf(std::uint64_t objects, double alpha)
    : alpha_(alpha),
      objects_(checked(objects, alpha)),
      exact_(std::min(objects_, exact_max)),
      first_(entries(objects_, exact_)),
      table_(weights(exact_, first_, alpha)) {}

double Zipf::probability(std::uint32_t rank) const { return weight(rank + 1.0, alpha_) / table_.total(); }

std::vector<double> Zipf::drawn_probabilities() const {
  std::vector<double> made;
  made.reserve(objects_);
  for (std::uint32_t rank = 0; rank < exact_; ++rank) made.push_back(probability(rank));
  for (std::size_t at = exact_; at < table_.size(); ++at) {
    const std::uint32_t width = first_[at + 1] - first_[at];
    const double share = table_.below(at + 1) - table_.below(at);
    made.insert(made.end(), width, share / width);
  }
  return made;
}

double Zipf::cumulative(std::uint32_t rank) const {
  const auto above = std::upper_bound(first_.begin(), first_.end(), rank);
  const auto at = static_cast<std::size_t>(above - first_.begin()) - 1;
  const double share = (rank + 1.0 - first_[at]) / (first_[at + 1] - first_[at]);
  return table_.below(at) + share * (table_.below(at + 1) - table_.below(at));
}

}  // namespace fleetcast::sim::chance
