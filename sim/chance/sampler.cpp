#include "sim/chance/sampler.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <stdexcept>

#include "sim/chance/distribution_forms.hpp"
#include "sim/chance/normal.hpp"

namespace fleetcast::sim::chance {

namespace {

inline __attribute__((always_inline)) void exponentials_in_place(std::span<double> variates, double mean) {
  double* const values = variates.data();
  const std::size_t count = variates.size();
  for (std::size_t i = 0; i < count; ++i) values[i] = mean * -logarithm(1.0 - values[i]);
}

void exponentials_by_two(std::span<double> variates, double mean) { exponentials_in_place(variates, mean); }

#if defined(__x86_64__)
__attribute__((target("avx2"))) void exponentials_by_four(std::span<double> variates, double mean) {
  exponentials_in_place(variates, mean);
}
#if defined(__clang__)
__attribute__((target("avx512f"), min_vector_width(512)))
#else
__attribute__((target("avx512f,prefer-vector-width=512")))
#endif
void exponentials_by_eight(std::span<double> variates, double mean) {
  exponentials_in_place(variates, mean);
}
#endif

InversionTable::Knot exact_knot(const Distribution& law, const InversionTable::Place& place) {
  FormParameters parameters;
  for (std::size_t i = 0; i < 2; ++i) parameters.push_back(law.parameter(i));
  const double value = quantile_at(law.form(), parameters, place.below, place.above);
  if (value <= 0) return {0, 0};
  const double rate = hazard_rate(law.form(), parameters, value);
  return {value, rate > 0 ? 1 / (rate * place.above) : 0};
}

/// Returns the quantile of a lognormal of median 1, and its derivative: one over the density.
InversionTable::Knot lognormal_knot(double sigma, const InversionTable::Place& place) {
  const double z = place.below < place.above ? normal_quantile(place.below) : -normal_quantile(place.above);
  const double value = exponential(sigma * z);
  return {value, value * sigma * std::sqrt(2 * std::numbers::pi) * exponential(0.5 * z * z)};
}

}  // namespace

Lanes widest_lanes() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return Lanes::eight;
  if (__builtin_cpu_supports("avx2")) return Lanes::four;
#endif
  return Lanes::two;
}

void exponentials(std::span<double> variates, double mean, Lanes lanes) {
#if defined(__x86_64__)
  if (lanes == Lanes::eight) return exponentials_by_eight(variates, mean);
  if (lanes == Lanes::four) return exponentials_by_four(variates, mean);
#endif
  static_cast<void>(lanes);
  exponentials_by_two(variates, mean);
}

void Sampler::transform(std::span<double> variates) const {
  if (method_ == Method::exponential) {
    exponentials(variates, scale_, widest_lanes());
    return;
  }
  for (double& variate : variates) variate = sample(variate);
}

Sampler SamplerTables::compile(const Distribution& distribution) {
  using Form = Distribution::Form;
  using Method = Sampler::Method;
  const Distribution law = distribution.canonical();
  const auto scalar = [&](std::size_t position) { return law.parameter(position).front(); };
  switch (law.form()) {
    case Form::constant: return Sampler::constant(scalar(0));
    case Form::uniform: return {Method::uniform, scalar(1) - scalar(0), 0, scalar(0)};
    case Form::exponential: return {Method::exponential, scalar(0), 0, 0};
    case Form::lognormal_by_median: {
      Sampler sampler(Method::table, scalar(0), 0, 0);
      sampler.table_ = &table_of(Distribution::lognormal_by_median(1, scalar(1)));
      return sampler;
    }
    case Form::weibull_by_scale: return {Method::weibull, scalar(1), 1 / scalar(0), 0};
    case Form::pareto: return {Method::pareto, scalar(1), -1 / scalar(0), 1};
    case Form::bounded_pareto: {
      const double span = -std::expm1(scalar(0) * std::log(scalar(1) / scalar(2)));
      return {Method::pareto, scalar(1), -1 / scalar(0), span};
    }
    case Form::gamma:
    case Form::hyperexponential: {
      Sampler sampler(Method::table, law.mean(), 0, 0);
      const bool is_gamma = law.form() == Form::gamma;
      sampler.table_ = &table_of(is_gamma ? Distribution::gamma(scalar(0), 1) : law.scaled(1 / law.mean()));
      return sampler;
    }
    case Form::empirical: {
      Sampler sampler(Method::empirical, 0, 0, 0);
      sampler.empirical_ = &empirical_of(law);
      return sampler;
    }
    case Form::lognormal_by_mean:
    case Form::weibull_by_mean: break;
  }
  throw std::logic_error("chance: the canonical form of a distribution is not canonical");
}

const InversionTable& SamplerTables::table_of(const Distribution& law) {
  const auto known = std::ranges::find(tables_, law, &std::pair<Distribution, InversionTable>::first);
  if (known != tables_.end()) return known->second;
  const bool is_lognormal = law.form() == Distribution::Form::lognormal_by_median;
  const double sigma = is_lognormal ? law.parameter(1).front() : 0;
  const auto knot = [&](const InversionTable::Place& place) {
    return is_lognormal ? lognormal_knot(sigma, place) : exact_knot(law, place);
  };
  using Density = InversionTable::Density;
  const Density density = is_lognormal ? Density::knots_32 : Density::knots_64;
  return tables_.emplace_back(law, InversionTable(knot, density)).second;
}

const EmpiricalTable& SamplerTables::empirical_of(const Distribution& distribution) {
  const auto known = std::ranges::find(empiricals_, distribution, &std::pair<Distribution, EmpiricalTable>::first);
  if (known != empiricals_.end()) return known->second;
  const std::vector<double>& values = distribution.parameter(0);
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> sorted_values;
  std::vector<double> sorted_weights;
  for (const std::size_t i : order) {
    sorted_values.push_back(values[i]);
    sorted_weights.push_back(distribution.parameter(1)[i]);
  }
  return empiricals_.emplace_back(distribution, EmpiricalTable{std::move(sorted_values), GuideTable(sorted_weights)})
      .second;
}

}  // namespace fleetcast::sim::chance
