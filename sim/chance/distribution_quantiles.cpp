#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <stdexcept>

#include "sim/chance/distribution_forms.hpp"

namespace fleetcast::sim::chance {

namespace {

using Form = Distribution::Form;
// Underflow to 0 far in the lower tail is the right answer; long double would differ between machines.
using Policy = boost::math::policies::policy<
    boost::math::policies::underflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>,
    boost::math::policies::promote_double<false>>;

/// Tells how much of a mixture lies above x and below x, each to full relative accuracy, and its density.
struct MixtureAt {
  double above = 0;
  double below = 0;
  double density = 0;
};

MixtureAt mixture_at(const std::vector<double>& weights, const std::vector<double>& means, double x) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  MixtureAt at;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double share = weights[i] / total;
    at.above += share * std::exp(-x / means[i]);
    at.below += share * -std::expm1(-x / means[i]);
    at.density += share / means[i] * std::exp(-x / means[i]);
  }
  return at;
}

double cumulative_hazard(double below, double above) { return below < 0.5 ? -std::log1p(-below) : -std::log(above); }

double hyperexponential_quantile(const FormParameters& parameters, double below, double above) {
  const std::vector<double>& means = parameters[1];
  if (below <= 0) return 0;
  if (above <= 0) return std::numeric_limits<double>::infinity();
  const double target = cumulative_hazard(below, above);
  // The cumulative hazard of a mixture is concave and at most x / min(means), so that Newton's method from there
  // rises to the root without passing it.
  double x = target * *std::ranges::min_element(means);
  constexpr int more_than_enough = 200;
  for (int step = 0; step < more_than_enough; ++step) {
    const MixtureAt at = mixture_at(parameters[0], means, x);
    const double next = x + (target - cumulative_hazard(at.below, at.above)) * at.above / at.density;
    if (!(next > x)) break;
    x = next;
  }
  return x;
}

double gamma_quantile(double shape, double mean, double below, double above) {
  if (below <= 0) return 0;
  if (above <= 0) return std::numeric_limits<double>::infinity();
  const double of_scale_one = below < 0.5 ? boost::math::gamma_p_inv(shape, below, Policy())
                                          : boost::math::gamma_q_inv(shape, above, Policy());
  return of_scale_one * mean / shape;
}

double lognormal_quantile(double median, double sigma, double below, double above) {
  if (below <= 0) return 0;
  if (above <= 0) return std::numeric_limits<double>::infinity();
  const boost::math::normal_distribution<double, Policy> normal;
  const double z = below < 0.5 ? quantile(normal, below) : quantile(complement(normal, above));
  return median * std::exp(sigma * z);
}

double empirical_quantile(const FormParameters& parameters, double below) {
  std::vector<std::size_t> order(parameters[0].size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return parameters[0][i]; });
  const double total = std::accumulate(parameters[1].begin(), parameters[1].end(), 0.0);
  double sum = 0;
  double last = 0;
  for (const std::size_t i : order) {
    if (parameters[1][i] == 0) continue;
    sum += parameters[1][i];
    last = parameters[0][i];
    if (sum > below * total) break;
  }
  return last;
}

}  // namespace

double quantile_at(Form form, const FormParameters& parameters, double below, double above) {
  const auto scalar = [&](std::size_t position) { return parameters[position][0]; };
  switch (form) {
    case Form::constant: return scalar(0);
    case Form::uniform: return above <= 0 ? scalar(1) : scalar(0) + below * (scalar(1) - scalar(0));
    case Form::exponential: return scalar(0) * cumulative_hazard(below, above);
    case Form::hyperexponential: return hyperexponential_quantile(parameters, below, above);
    case Form::gamma: return gamma_quantile(scalar(0), scalar(1), below, above);
    case Form::lognormal_by_median: return lognormal_quantile(scalar(0), scalar(1), below, above);
    case Form::weibull_by_scale: return scalar(1) * std::pow(cumulative_hazard(below, above), 1 / scalar(0));
    case Form::pareto: return scalar(1) * std::pow(above, -1 / scalar(0));
    case Form::bounded_pareto: {
      const double span = -std::expm1(scalar(0) * std::log(scalar(1) / scalar(2)));
      return above <= 0 ? scalar(2) : scalar(1) * std::pow(1 - below * span, -1 / scalar(0));
    }
    case Form::empirical: return empirical_quantile(parameters, below);
    case Form::lognormal_by_mean:
    case Form::weibull_by_mean: break;
  }
  throw std::logic_error("chance: a quantile was asked of a form that is not canonical");
}

double hazard_rate(Form form, const FormParameters& parameters, double x) {
  if (form == Form::gamma) {
    const double shape = parameters[0][0];
    const double rate = shape / parameters[1][0];
    const double above = boost::math::gamma_q(shape, x * rate, Policy());
    return boost::math::gamma_p_derivative(shape, x * rate, Policy()) * rate / above;
  }
  const MixtureAt at = mixture_at(parameters[0], parameters[1], x);
  return at.density / at.above;
}

}  // namespace fleetcast::sim::chance
