#include "sim/chance/distribution.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "sim/chance/distribution_forms.hpp"
#include "sim/chance/distributions_for_tests.hpp"

namespace fleetcast::sim::chance {
namespace {

using testing::HasSubstr;

template <class Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const std::invalid_argument& problem) {
    return problem.what();
  }
  return "nothing was thrown";
}

class EveryDistribution : public testing::TestWithParam<Example> {};
INSTANTIATE_TEST_SUITE_P(Examples, EveryDistribution, testing::ValuesIn(examples()), name_of_example);

TEST_P(EveryDistribution, CanBeWrittenAndReadBack) {
  const Distribution& law = GetParam().law;
  EXPECT_EQ(Distribution::make(law.kind(), law.named_parameters()), law);
}

// Without a variance the integrals converge too slowly.
class DistributionWithVariance : public EveryDistribution {};
INSTANTIATE_TEST_SUITE_P(Examples, DistributionWithVariance, testing::ValuesIn(examples_where(has_variance)),
                         name_of_example);

TEST_P(DistributionWithVariance, HasAMeanThatIsTheIntegralOfItsQuantiles) {
  const Distribution& law = GetParam().law;
  // u = s^3 (10 - 15 s + 6 s^2) flattens both tails of the integrand.
  constexpr int steps = 40000;
  double mean = 0;
  double square = 0;
  for (int i = 0; i < steps; ++i) {
    const double s = (i + 0.5) / steps;
    const double u = s * s * s * (10 - 15 * s + 6 * s * s);
    const double density = 30 * s * s * (1 - s) * (1 - s) / steps;
    const double x = law.quantile(u);
    mean += density * x;
    square += density * x * x;
  }
  EXPECT_NEAR(mean / law.mean(), 1, 1e-3);
  EXPECT_NEAR(square / (mean * mean) - 1, law.scv(), 0.01 * (1 + law.scv()));
}

TEST_P(EveryDistribution, ScalesItsQuantilesByTheFactor) {
  const Distribution& law = GetParam().law;
  const Distribution doubled = law.scaled(2);
  EXPECT_EQ(doubled.mean(), 2 * law.mean());
  for (const double u : {0.001, 0.3, 0.5, 0.99}) EXPECT_NEAR(doubled.quantile(u) / law.quantile(u), 2, 1e-12);
  EXPECT_EQ(doubled.scv(), law.scv());
}

TEST_P(EveryDistribution, KeepsItsLawInCanonicalForm) {
  const Distribution& law = GetParam().law;
  if (!std::isinf(law.mean())) {
    EXPECT_NEAR(law.canonical().mean() / law.mean(), 1, 1e-13);
  }
  if (!std::isinf(law.scv())) {
    EXPECT_NEAR(law.canonical().scv(), law.scv(), 1e-12 * (1 + law.scv()));
  }
}

TEST(Distribution, FormsAreDescribedInTheOrderOfTheirEnumeration) {
  const auto& forms = Distribution::kinds();
  for (std::size_t i = 0; i < forms.size(); ++i) EXPECT_EQ(static_cast<std::size_t>(forms[i].form), i);
  EXPECT_EQ(forms.size(), static_cast<std::size_t>(Distribution::Form::empirical) + 1);
}

TEST(Distribution, KnownQuantiles) {
  EXPECT_NEAR(Distribution::exponential(2).quantile(0.5), 2 * std::log(2), 1e-15);
  EXPECT_NEAR(Distribution::gamma(2, 2).quantile(0.95), 4.743864518390585, 1e-12);  // Erlang-2 of rate 1
  EXPECT_NEAR(Distribution::lognormal_by_median(3, 0.5).quantile(0.975), 3 * std::exp(0.5 * 1.959963984540054), 1e-12);
  EXPECT_NEAR(Distribution::weibull(2, 3).quantile(1 - std::exp(-4.0)), 6, 1e-12);
  EXPECT_NEAR(Distribution::pareto(2, 3).quantile(0.75), 6, 1e-14);
  EXPECT_EQ(Distribution::empirical({5, 1, 3}, {1, 2, 1}).quantile(0.49), 1);
  EXPECT_EQ(Distribution::empirical({5, 1, 3}, {1, 2, 1}).quantile(0.51), 3);
  EXPECT_EQ(Distribution::bounded_pareto(1.1, 2, 50).quantile(1), 50);
}

TEST(Distribution, HyperexponentialQuantileInvertsTheMixture) {
  const Distribution law = Distribution::hyperexponential({0.9, 0.1}, {1, 20});
  for (const double u : {1e-9, 0.01, 0.5, 0.9, 0.999999}) {
    const double x = law.quantile(u);
    EXPECT_NEAR(0.9 * std::exp(-x) + 0.1 * std::exp(-x / 20), 1 - u, 1e-13) << u;
  }
  EXPECT_NEAR(Distribution::hyperexponential_by_cv2(3, 4).scv(), 4, 1e-12);
  EXPECT_NEAR(Distribution::hyperexponential_by_cv2(3, 4).mean(), 3, 1e-14);
}

TEST(Distribution, HeavyTailsHaveInfiniteMoments) {
  EXPECT_TRUE(std::isinf(Distribution::pareto(1, 1).mean()));
  EXPECT_EQ(Distribution::pareto(1.5, 1).mean(), 3);
  EXPECT_TRUE(std::isinf(Distribution::pareto(2, 1).scv()));
  EXPECT_NEAR(Distribution::pareto(3, 1).scv(), 1.0 / 3, 1e-15);
}

TEST(Distribution, ListsAllProblemsAtOnce) {
  const std::string text = message_of([] { Distribution::bounded_pareto(-1, 5, 2); });
  EXPECT_THAT(text, HasSubstr("bounded_pareto: alpha must be above 0, not -1"));
  EXPECT_THAT(text, HasSubstr("low must be below high, but 5 is not below 2"));
  EXPECT_THAT(message_of([] { Distribution::gamma(0.01, 1); }), HasSubstr("shape must be between 0.1 and 1000000"));
  EXPECT_THAT(message_of([] { Distribution::exponential(std::nan("")); }), HasSubstr("mean must be finite"));
  EXPECT_THAT(message_of([] { Distribution::empirical({1, 2}, {1}); }), HasSubstr("values has 2 elements"));
  EXPECT_THAT(message_of([] { Distribution::hyperexponential({0, 0}, {1, 2}); }), HasSubstr("positive sum"));
}

TEST(Distribution, SaysWhichParametersAKindNeeds) {
  EXPECT_EQ(message_of([] { Distribution::make("lognormal", {{"mean", {1}}, {"sigma", {1}}}); }),
            "lognormal: needs {median, sigma} or {mean, cv2}, not {mean, sigma}");
  EXPECT_THAT(message_of([] { Distribution::make("lognorml", {}); }), HasSubstr("there is no distribution 'lognorml'"));
  EXPECT_EQ(message_of([] { Distribution::make("exponential", {{"mean", {1, 2}}}); }),
            "exponential: mean must be one number, not a list of 2");
}

}  // namespace
}  // namespace fleetcast::sim::chance
