#include "sim/measures/intervals.hpp"

#include <algorithm>
#include <bit>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

namespace fleetcast::sim::measures {

namespace {

void require(bool holds, const std::string& problem) {
  if (!holds) throw std::logic_error("measures: " + problem);
}

void require_confidence(double confidence) {
  require(confidence > 0 && confidence < 1, "a confidence must lie in (0, 1), not " + std::to_string(confidence));
}

double sum_of(std::span<const double> values) {
  // Neumaier's sum: as good as exact, and in the given order.
  double sum = 0;
  double lost = 0;
  for (const double value : values) {
    const double next = sum + value;
    lost += std::fabs(sum) >= std::fabs(value) ? (sum - next) + value : (value - next) + sum;
    sum = next;
  }
  return sum + lost;
}

/// Returns the sum of squared distances from a centre.
double squares_about(std::span<const double> values, double centre) {
  std::vector<double> squares;
  squares.reserve(values.size());
  for (const double value : values) squares.push_back((value - centre) * (value - centre));
  return sum_of(squares);
}

Interval around(double centre, double standard_error, std::size_t n, double confidence) {
  const boost::math::students_t_distribution<double> student(static_cast<double>(n - 1));
  const double reach = quantile(complement(student, 0.5 * (1 - confidence))) * standard_error;
  return {centre - reach, centre + reach};
}

/// Returns the interval of an estimate from what it would be without each replication in turn.
Interval jackknifed(double estimate, std::span<const double> without_one, double confidence) {
  const auto n = static_cast<double>(without_one.size());
  const double variance = (n - 1) / n * squares_about(without_one, sum_of(without_one) / n);
  return around(estimate, std::sqrt(variance), without_one.size(), confidence);
}

std::vector<double> quantiles_without_one(const std::vector<const Histogram*>& sections, double share) {
  std::vector<double> without_one;
  for (const Histogram* left_out : sections) {
    Histogram others;
    for (const Histogram* section : sections) {
      if (section != left_out) others.merge(*section);
    }
    without_one.push_back(others.quantile(share).value());
  }
  return without_one;
}

}  // namespace

Estimate mean_of(std::span<const double> replications, double confidence) {
  require(!replications.empty(), "a mean needs at least one replication");
  require_confidence(confidence);
  const std::size_t n = replications.size();
  const auto count = static_cast<double>(n);
  const double mean = sum_of(replications) / count;
  if (n == 1) return {mean, std::nullopt, n};
  const double variance = squares_about(replications, mean) / (count - 1);
  return {mean, around(mean, std::sqrt(variance / count), n, confidence), n};
}

Estimate paired_difference(std::span<const double> first, std::span<const double> second, double confidence) {
  require(first.size() == second.size(), "paired replications must be equally many, not " +
                                             std::to_string(first.size()) + " and " + std::to_string(second.size()));
  std::vector<double> differences(first.size());
  std::ranges::transform(first, second, differences.begin(), std::minus<>());
  return mean_of(differences, confidence);
}

Estimate ratio_of_sums(std::span<const double> numerators, std::span<const double> denominators, double confidence) {
  require(!numerators.empty(), "a ratio needs at least one replication");
  require(numerators.size() == denominators.size(), "numerators and denominators must be equally many, not " +
                                                        std::to_string(numerators.size()) + " and " +
                                                        std::to_string(denominators.size()));
  require_confidence(confidence);
  const std::size_t n = numerators.size();
  const double above = sum_of(numerators);
  const double below = sum_of(denominators);
  require(below != 0, "a ratio's denominators sum to zero");
  const double ratio = above / below;
  if (n == 1) return {ratio, std::nullopt, n};
  std::vector<double> without_one;
  for (std::size_t i = 0; i < n; ++i) {
    const double rest = below - denominators[i];
    // One replication carries the whole denominator, so nothing is known about how the ratio varies.
    if (rest == 0) return {ratio, std::nullopt, n};
    without_one.push_back((above - numerators[i]) / rest);
  }
  return {ratio, jackknifed(ratio, without_one, confidence), n};
}

Estimate proportion(std::uint64_t successes, std::uint64_t trials, double confidence) {
  require(trials > 0 && successes <= trials, "a proportion needs trials, and no more successes than trials");
  require_confidence(confidence);
  const double tail = 0.5 * (1 - confidence);
  const auto hits = static_cast<double>(successes);
  const auto misses = static_cast<double>(trials - successes);
  const double low = successes == 0 ? 0 : boost::math::ibeta_inv(hits, misses + 1, tail);
  const double high = successes == trials ? 1 : boost::math::ibetac_inv(hits + 1, misses, tail);
  return {hits / (hits + misses), Interval{low, high}, trials};
}

Estimate proportion_by_wilson(std::uint64_t successes, std::uint64_t trials, double confidence) {
  require(trials > 0 && successes <= trials, "a proportion needs trials, and no more successes than trials");
  require_confidence(confidence);
  const double z = quantile(complement(boost::math::normal_distribution<double>(), 0.5 * (1 - confidence)));
  const auto n = static_cast<double>(trials);
  const double share = static_cast<double>(successes) / n;
  const double centre = (share + z * z / (2 * n)) / (1 + z * z / n);
  const double reach = z / (1 + z * z / n) * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  return {share, Interval{std::max(0.0, centre - reach), std::min(1.0, centre + reach)}, trials};
}

Estimate quantile_of(std::span<const Histogram> replications, double share, double confidence) {
  require_confidence(confidence);
  constexpr std::size_t enough_for_sectioning = 20;
  std::vector<const Histogram*> sections;
  Histogram pooled;
  for (const Histogram& replication : replications) {
    if (replication.count() == 0) continue;
    sections.push_back(&replication);
    pooled.merge(replication);
  }
  require(!sections.empty(), "a quantile needs at least one observation");
  const std::size_t n = sections.size();
  const double centre = pooled.quantile(share).value();
  if (n == 1) return {centre, std::nullopt, n};
  if (n < enough_for_sectioning) {
    return {centre, jackknifed(centre, quantiles_without_one(sections, share), confidence), n};
  }
  std::vector<double> quantiles;
  for (const Histogram* section : sections) quantiles.push_back(section->quantile(share).value());
  const auto count = static_cast<double>(n);
  const double variance = squares_about(quantiles, centre) / (count * (count - 1));
  return {centre, around(centre, std::sqrt(variance), n, confidence), n};
}

std::optional<RankInterval> quantile_ranks(std::uint64_t n, double share, double confidence) {
  require(n > 0 && share > 0 && share < 1, "ranks need values and a share in (0, 1)");
  require_confidence(confidence);
  const double tail = 0.5 * (1 - confidence);
  const boost::math::binomial_distribution<double> below(static_cast<double>(n), share);
  const auto at_most = [&](std::uint64_t rank) { return cdf(below, static_cast<double>(rank)); };
  const auto at_least = [&](std::uint64_t rank) { return cdf(complement(below, static_cast<double>(rank - 1))); };
  // Largest rank that the quantile rarely lies below, smallest that it rarely lies above, by bisection.
  std::uint64_t low = 0;
  for (std::uint64_t step = std::bit_floor(n); step > 0; step /= 2) {
    if (low + step <= n && at_most(low + step - 1) <= tail) low += step;
  }
  std::uint64_t high = n + 1;
  for (std::uint64_t step = std::bit_floor(n); step > 0; step /= 2) {
    if (high > step && at_least(high - step) <= tail) high -= step;
  }
  if (low == 0 || high == n + 1) return std::nullopt;
  return RankInterval{low, high, at_most(high - 1) - at_most(low - 1)};
}

std::optional<double> confidence_at_most(const Estimate& estimate, double limit, double confidence) {
  require_confidence(confidence);
  if (!estimate.interval) return std::nullopt;
  require(estimate.n > 1, "an interval needs at least two replications");
  // All replications alike: the interval has no width, and the comparison alone decides.
  if (estimate.interval->half_width() == 0) return estimate.mean <= limit ? 1.0 : 0.0;
  const boost::math::students_t_distribution<double> student(static_cast<double>(estimate.n - 1));
  const double reach = quantile(complement(student, 0.5 * (1 - confidence)));
  const double standard_error = estimate.interval->half_width() / reach;
  return cdf(student, (limit - estimate.mean) / standard_error);
}

bool is_precise(const Estimate& estimate, double relative_precision) {
  if (!estimate.interval) return false;
  const double corrected = relative_precision / (1 + relative_precision);
  return estimate.interval->half_width() <= corrected * std::fabs(estimate.mean);
}

}  // namespace fleetcast::sim::measures
