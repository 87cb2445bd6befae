#include "sim/measures/skewed_interval.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <cstddef>
#include <stdexcept>

#include "sim/measures/exact_sum.hpp"

namespace fleetcast::sim::measures {
namespace {

struct Spread {
  double standard_error = 0;
  double skewness = 0;  ///< of single replications
  double t = 0;         ///< Student's quantile for the confidence
};

Spread spread_of(std::span<const double> pulls, double confidence) {
  if (pulls.size() < 2) throw std::logic_error("measures: an interval needs at least two replications");
  const auto n = static_cast<double>(pulls.size());
  const boost::math::students_t_distribution<double> student(n - 1);
  Spread spread{0, 0, quantile(complement(student, 0.5 * (1 - confidence)))};
  const double centre = sum_of(pulls) / n;
  ExactSum squares;
  ExactSum cubes;
  for (const double pull : pulls) {
    const double distance = pull - centre;
    squares.add(distance * distance);
    cubes.add(distance * distance * distance);
  }
  const double variance = squares.total() / (n - 1);
  spread.standard_error = std::sqrt(variance / n);
  if (n > 2 && variance > 0) spread.skewness = n / ((n - 1) * (n - 2)) * cubes.total() / std::pow(variance, 1.5);
  return spread;
}

/// Returns how many standard errors a bound lies from the estimate, for a value of Student's t.
double transformed(double t, double skewness, std::size_t n) {
  const double bend = skewness / (6 * std::sqrt(static_cast<double>(n)));
  // Below this the cubic is a straight line to the last place, and its formula divides by nothing.
  if (std::abs(bend) < 1e-8) return t;
  return (std::cbrt(1 + 6 * bend * (t - bend)) - 1) / (2 * bend);
}

Interval by_logarithm(double share, const Spread& spread) {
  const double factor = std::exp(spread.t * spread.standard_error / share);
  // A share is at most 1, and by symmetry of odds no bound passes it.
  const double odds = share / (1 - share);
  const double high = share * factor < 0.5 ? share * factor : odds * factor / (1 + odds * factor);
  return {share / factor, high};
}

}  // namespace

Interval student_interval(double estimate, std::span<const double> pulls, double confidence) {
  const Spread spread = spread_of(pulls, confidence);
  const double reach = spread.t * spread.standard_error;
  return {estimate - reach, estimate + reach};
}

Interval interval_about(double estimate, std::span<const double> pulls, double confidence) {
  const Spread spread = spread_of(pulls, confidence);
  const double skewness = pulls.size() < enough_for_skewness ? 0 : spread.skewness;
  const double below = transformed(spread.t, skewness, pulls.size());
  const double above = -transformed(-spread.t, skewness, pulls.size());
  return {estimate - below * spread.standard_error, estimate + above * spread.standard_error};
}

Interval interval_of_small_share(double share, std::span<const double> pulls, double confidence) {
  if (!(share > 0 && share < 1)) throw std::logic_error("measures: a share to be bounded must lie in (0, 1)");
  const Interval on_log_scale = by_logarithm(share, spread_of(pulls, confidence));
  if (pulls.size() < enough_for_skewness) return on_log_scale;
  const Interval corrected = interval_about(share, pulls, confidence);
  return {corrected.low > 0 ? corrected.low : on_log_scale.low,
          corrected.high < 1 ? corrected.high : on_log_scale.high};
}

}  // namespace fleetcast::sim::measures
