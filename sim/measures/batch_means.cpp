#include "sim/measures/batch_means.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "sim/measures/exact_sum.hpp"

namespace fleetcast::sim::measures {
namespace {

/// Quantile of the normal distribution that one in five independent series passes.
constexpr double most_likeness = 0.8416212335729143;

Batches batches_of(std::span<const double> numerators, std::span<const double> denominators, std::size_t length) {
  Batches batches{length, {}, {}};
  const std::size_t front = numerators.size() % length;
  for (std::size_t at = front; at < numerators.size(); at += length) {
    batches.numerators.push_back(sum_of(numerators.subspan(at, length)));
    batches.denominators.push_back(sum_of(denominators.subspan(at, length)));
  }
  return batches;
}

bool are_independent(const Batches& batches) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < batches.numerators.size(); ++i) {
    if (batches.denominators[i] == 0) return false;
    ratios.push_back(batches.numerators[i] / batches.denominators[i]);
  }
  return likeness_of_neighbours(ratios) <= most_likeness;
}

}  // namespace

std::optional<Batches> independent_batches(std::span<const double> numerators, std::span<const double> denominators) {
  if (numerators.size() != denominators.size()) throw std::logic_error("measures: spans of unequal length");
  const std::size_t n = numerators.size();
  for (std::size_t length = 1; n / length >= fewest_batches; length *= 2) {
    if (!are_independent(batches_of(numerators, denominators, length))) continue;
    // The shortest length that leaves no more than the most batches.
    const std::size_t least = n / (most_batches + 1) + 1;
    return batches_of(numerators, denominators, std::max(length, least));
  }
  return std::nullopt;
}

double likeness_of_neighbours(std::span<const double> series) {
  if (series.size() < 3) return 0;
  const auto n = static_cast<double>(series.size());
  const double mean = sum_of(series) / n;
  ExactSum squares;
  ExactSum steps;
  for (std::size_t i = 0; i < series.size(); ++i) {
    squares.add((series[i] - mean) * (series[i] - mean));
    if (i > 0) steps.add((series[i] - series[i - 1]) * (series[i] - series[i - 1]));
  }
  if (squares.total() <= 0) return 0;
  const double statistic = 1 - steps.total() / (2 * squares.total());
  return statistic * std::sqrt((n * n - 1) / (n - 2));
}

}  // namespace fleetcast::sim::measures
