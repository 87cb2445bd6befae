#include "sim/chance/sampler.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/pareto.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <cmath>
#include <type_traits>
#include <vector>

#include "sim/chance/distributions_for_tests.hpp"
#include "sim/chance/purpose.hpp"

namespace fleetcast::sim::chance {
namespace {

static_assert(std::is_trivially_copyable_v<Sampler>);

constexpr std::size_t count = 200000;

std::vector<double> draws_of(const Sampler& sampler, std::uint64_t draw = 0) {
  std::vector<double> variates(count);
  uniforms(Chance(2026).stream("sampler"), 0, draw, variates);
  sampler.transform(variates);
  return variates;
}

/// Returns P(X <= x) by a route that shares nothing with the samplers.
double share_below(const Distribution& law, double x) {
  using Form = Distribution::Form;
  const auto p = [&](std::size_t position) { return law.parameter(position)[0]; };
  switch (law.form()) {
    case Form::uniform: return (x - p(0)) / (p(1) - p(0));
    case Form::exponential: return cdf(boost::math::exponential(1 / p(0)), x);
    case Form::gamma: return cdf(boost::math::gamma_distribution<>(p(0), p(1) / p(0)), x);
    case Form::lognormal_by_median: return cdf(boost::math::lognormal(std::log(p(0)), p(1)), x);
    case Form::lognormal_by_mean: {
      const double variance = std::log(1 + p(1));
      return cdf(boost::math::lognormal(std::log(p(0)) - variance / 2, std::sqrt(variance)), x);
    }
    case Form::weibull_by_scale: return cdf(boost::math::weibull(p(0), p(1)), x);
    case Form::weibull_by_mean: return cdf(boost::math::weibull(p(0), p(1) / std::tgamma(1 + 1 / p(0))), x);
    case Form::pareto: return cdf(boost::math::pareto(p(1), p(0)), x);
    case Form::bounded_pareto:
      return (1 - std::pow(p(1) / x, p(0))) / (1 - std::pow(p(1) / p(2), p(0)));
    case Form::hyperexponential: {
      double above = 0;
      double total = 0;
      for (std::size_t i = 0; i < law.parameter(0).size(); ++i) {
        above += law.parameter(0)[i] * std::exp(-x / law.parameter(1)[i]);
        total += law.parameter(0)[i];
      }
      return 1 - above / total;
    }
    default: return std::nan("");
  }
}

class EverySampler : public testing::TestWithParam<Example> {
 protected:
  SamplerTables tables_;
  Distribution law_ = GetParam().law;
  Sampler sampler_ = tables_.compile(law_);
};
INSTANTIATE_TEST_SUITE_P(Examples, EverySampler, testing::ValuesIn(examples()), name_of_example);

class ContinuousSampler : public EverySampler {};
INSTANTIATE_TEST_SUITE_P(Examples, ContinuousSampler, testing::ValuesIn(examples_where(is_continuous)),
                         name_of_example);

// Without a variance a sample mean has no standard error.
class SamplerWithVariance : public EverySampler {};
INSTANTIATE_TEST_SUITE_P(Examples, SamplerWithVariance, testing::ValuesIn(examples_where(has_variance)),
                         name_of_example);

TEST_P(ContinuousSampler, FollowsItsDistributionByKolmogorovAndSmirnov) {
  std::vector<double> draws = draws_of(sampler_);
  std::ranges::sort(draws);
  double distance = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const double below = share_below(law_, draws[i]);
    distance = std::max({distance, below - static_cast<double>(i) / count, static_cast<double>(i + 1) / count - below});
  }
  // The level exceeded once in 10,000 times: sqrt(ln(2 / 1e-4) / 2) / sqrt(n).
  EXPECT_LT(distance, 2.2253 / std::sqrt(count));
}

TEST_P(SamplerWithVariance, HasTheMomentsOfItsDistribution) {
  const std::vector<double> draws = draws_of(sampler_, 1);
  double mean = 0;
  for (const double x : draws) mean += x / count;
  const double deviation = law_.mean() * std::sqrt(law_.scv());
  EXPECT_NEAR(mean, law_.mean(), 4.5 * deviation / std::sqrt(count) + 1e-12 * law_.mean());
  double second = 0;
  double fourth = 0;
  for (const double x : draws) {
    const double square = (x - law_.mean()) * (x - law_.mean());
    second += square / count;
    fourth += square * square / count;
  }
  const double error_of_variance = std::sqrt(std::max(0.0, fourth - second * second) / count);
  EXPECT_NEAR(second, deviation * deviation, 4.5 * error_of_variance + 1e-12);
}

/// Returns the relative error that the sampler's documentation allows.
double allowed_error(const Distribution& law) {
  using Form = Distribution::Form;
  if (law.form() == Form::hyperexponential) return 5e-6;  // for means that differ 20-fold
  const bool is_lognormal = law.form() == Form::lognormal_by_median || law.form() == Form::lognormal_by_mean;
  if (law.form() != Form::gamma && !is_lognormal) return 1e-12;
  if (is_lognormal) return std::pow(2.0 / 32, 4) / 384;
  return std::pow(std::max(2.0, 1 / law.parameter(0)[0]) / 64, 4) / 384;
}

TEST_P(EverySampler, EqualsTheExactQuantileInBodyAndTails) {
  const Stream stream = Chance(1).stream("place");
  for (std::uint64_t i = 0; i < 20000; ++i) {
    // Each third: the body, the lower tail, the upper tail; all on the grid of the generator.
    const std::uint64_t bits = word(stream, i, 0);
    const double near_zero = uniform_of(i % 3 == 0 ? bits : bits >> (bits % 52));
    const double u = i % 3 == 2 ? 1 - near_zero : near_zero;
    const double exact = law_.quantile(u);
    if (exact < 1e-300) continue;
    ASSERT_NEAR(sampler_.sample(u) / exact, 1, allowed_error(law_)) << "u = " << u << " exact " << exact;
  }
}

TEST_P(EverySampler, GrowsWithItsUniform) {
  const Stream stream = Chance(1).stream("place");
  for (std::uint64_t i = 0; i < 50000; ++i) {
    const double u = uniform(stream, i, 1);
    // Steps small enough to meet every seam of the approximations, large enough for rounding not to matter.
    const double step = std::min(u, 1 - u) * 1e-12;
    ASSERT_LE(sampler_.sample(u - step), sampler_.sample(u + step)) << u;
  }
}

TEST_P(EverySampler, TransformsArraysBitForBitAsSingleDraws) {
  const std::vector<double> draws = draws_of(sampler_, 2);
  const Stream stream = Chance(2026).stream("sampler");
  for (std::size_t i = 0; i < 10007; ++i) ASSERT_EQ(draws[i], sampler_.sample(uniform(stream, i, 2))) << i;
}

TEST_P(EverySampler, EndsAreFiniteAndInsideTheSupport) {
  const double lowest = sampler_.sample(0x1p-53);
  const double highest = sampler_.sample(1 - 0x1p-53);
  EXPECT_TRUE(std::isfinite(highest));
  EXPECT_GE(lowest, law_.quantile(0) * (1 - 1e-12));
  EXPECT_LE(highest, law_.quantile(1) * (1 + 1e-12));
}

TEST(Sampler, EmpiricalFrequenciesMatchTheirWeights) {
  SamplerTables tables;
  const std::vector<double> draws = draws_of(tables.compile(Distribution::empirical({0.5, 20, 3, 4}, {5, 1, 0, 4})));
  for (const auto& [value, share] : {std::pair{0.5, 0.5}, {3.0, 0.0}, {4.0, 0.4}, {20.0, 0.1}}) {
    const double seen = static_cast<double>(std::ranges::count(draws, value)) / count;
    EXPECT_NEAR(seen, share, 4.5 * std::sqrt(share * (1 - share) / count)) << value;
  }
}

TEST(Sampler, HyperexponentialsOfVeryDifferentMeansStayCloseOnAverage) {
  constexpr int points = 20000;
  for (const auto& [ratio, bound] : {std::pair{100.0, 1e-5}, {1000.0, 1e-4}, {1e5, 1e-3}}) {
    SamplerTables tables;
    const Distribution law = Distribution::hyperexponential({0.99, 0.01}, {1, ratio});
    const Sampler sampler = tables.compile(law);
    double difference = 0;
    for (int i = 0; i < points; ++i) {
      const double u = (i + 0.5) / points;
      difference += std::fabs(sampler.sample(u) - law.quantile(u)) / points;
    }
    EXPECT_LT(difference / law.mean(), bound) << ratio;
  }
}

TEST(Sampler, ScaledDistributionsShareATableAndScaleTheirDraws) {
  SamplerTables tables;
  const Sampler one = tables.compile(Distribution::gamma(2.5, 1));
  const Sampler seven = tables.compile(Distribution::gamma(2.5, 7));
  for (const double u : {1e-10, 0.2, 0.5, 0.999}) EXPECT_EQ(seven.sample(u), 7 * one.sample(u));
}

TEST(Sampler, ExponentialsHaveTheSameBitsWithAnyLanes) {
  const Stream stream = Chance(4).stream("lanes");
  std::vector<double> by_two(1003);
  uniforms(stream, 0, 0, by_two);
  std::vector<double> expected;
  for (const double u : by_two) expected.push_back(0.25 * -logarithm(1 - u));
  for (const Lanes lanes : {Lanes::two, Lanes::four, Lanes::eight}) {
    if (lanes > widest_lanes()) continue;
    std::vector<double> variates(1003);
    uniforms(stream, 0, 0, variates);
    exponentials(variates, 0.25, lanes);
    EXPECT_EQ(variates, expected);
  }
}

}  // namespace
}  // namespace fleetcast::sim::chance
