#include "sim/measures/intervals.hpp"

#include <algorithm>
#include <bit>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/measures/exact_sum.hpp"

namespace fleetcast::sim::measures {

namespace {

void require(bool holds, const std::string& problem) {
  if (!holds) throw std::logic_error("measures: " + problem);
}

void require_confidence(double confidence) {
  require(confidence > 0 && confidence < 1, "a confidence must lie in (0, 1), not " + std::to_string(confidence));
}

void require_ratio(std::span<const double> numerators, std::span<const double> denominators, double confidence) {
  require(!numerators.empty(), "a ratio needs at least one replication");
  require(numerators.size() == denominators.size(), "numerators and denominators must be equally many, not " +
                                                        std::to_string(numerators.size()) + " and " +
                                                        std::to_string(denominators.size()));
  require_confidence(confidence);
  require(sum_of(denominators) != 0, "a ratio's denominators sum to zero");
}

}  // namespace

Estimate mean_of(std::span<const double> replications, double confidence) {
  require(!replications.empty(), "a mean needs at least one replication");
  require_confidence(confidence);
  const std::size_t n = replications.size();
  const auto count = static_cast<double>(n);
  const double mean = sum_of(replications) / count;
  if (n == 1) return {mean, std::nullopt, n};
  std::vector<double> pulls;
  for (const double value : replications) pulls.push_back(value - mean);
  return {mean, interval_about(mean, pulls, confidence), n};
}

Estimate paired_difference(std::span<const double> first, std::span<const double> second, double confidence) {
  require(first.size() == second.size(), "paired replications must be equally many, not " +
                                             std::to_string(first.size()) + " and " + std::to_string(second.size()));
  std::vector<double> differences(first.size());
  std::ranges::transform(first, second, differences.begin(), std::minus<>());
  return mean_of(differences, confidence);
}

std::optional<std::vector<double>> pulls_on_ratio(std::span<const double> numerators,
                                                  std::span<const double> denominators) {
  const auto n = static_cast<double>(numerators.size());
  const double above = sum_of(numerators);
  const double below = sum_of(denominators);
  std::vector<double> pulls;
  for (std::size_t i = 0; i < numerators.size(); ++i) {
    const double rest = below - denominators[i];
    if (rest == 0) return std::nullopt;
    pulls.push_back((n - 1) * (above / below - (above - numerators[i]) / rest));
  }
  return pulls;
}

Estimate ratio_of_sums(std::span<const double> numerators, std::span<const double> denominators, double confidence) {
  require_ratio(numerators, denominators, confidence);
  const std::size_t n = numerators.size();
  const double ratio = sum_of(numerators) / sum_of(denominators);
  if (n == 1) return {ratio, std::nullopt, n};
  const std::optional<std::vector<double>> pulls = pulls_on_ratio(numerators, denominators);
  if (!pulls) return {ratio, std::nullopt, n};
  return {ratio, interval_about(ratio, *pulls, confidence), n};
}

Estimate availability_of(std::span<const double> good, std::span<const double> counted, double confidence) {
  require_ratio(good, counted, confidence);
  const std::size_t n = good.size();
  // What is lost has the digits that a ratio near 1 lacks.
  std::vector<double> lost(n);
  std::ranges::transform(counted, good, lost.begin(), std::minus<>());
  const double lost_share = sum_of(lost) / sum_of(counted);
  const double share = sum_of(good) / sum_of(counted);
  if (n == 1 || !(lost_share > 0 && lost_share < 1)) return {share, std::nullopt, n};
  const std::optional<std::vector<double>> pulls = pulls_on_ratio(lost, counted);
  if (!pulls) return {share, std::nullopt, n};
  const Interval lost_bounds = interval_of_small_share(lost_share, *pulls, confidence);
  return {share, Interval{1 - lost_bounds.high, 1 - lost_bounds.low}, n};
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
  const double side =
      limit < estimate.mean ? estimate.mean - estimate.interval->low : estimate.interval->high - estimate.mean;
  return cdf(student, reach * (limit - estimate.mean) / side);
}

std::optional<double> p_value_of_zero(const Estimate& estimate) {
  if (!estimate.interval || (estimate.mean == 0 && estimate.interval->half_width() == 0)) return std::nullopt;
  const double below = *confidence_at_most(estimate, 0);
  return std::min(1.0, 2 * std::min(below, 1 - below));
}

bool is_precise(const Estimate& estimate, double relative_precision) {
  if (!estimate.interval) return false;
  const double corrected = relative_precision / (1 + relative_precision);
  return estimate.interval->half_width() <= corrected * std::fabs(estimate.mean);
}

}  // namespace fleetcast::sim::measures
