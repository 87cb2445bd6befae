#include "scenarios/documents/truncated_distribution.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace fleetcast::scenarios::documents {
namespace {

using sim::chance::Distribution;

TEST(TruncatedDistribution, IsTheLawBetweenItsEnds) {
  const TruncatedDistribution law(Distribution::exponential(2), 1, 5);
  const auto below = [](double value) { return 1 - std::exp(-value / 2); };
  EXPECT_DOUBLE_EQ(law.quantile(0), 1);
  EXPECT_DOUBLE_EQ(law.quantile(1), 5);
  for (const double u : {0.1, 0.5, 0.9}) {
    EXPECT_NEAR((below(law.quantile(u)) - below(1)) / (below(5) - below(1)), u, 1e-12);
  }
}

TEST(TruncatedDistribution, LeavesOutAThousandthAtEndsThatAreNotStated) {
  const TruncatedDistribution law(Distribution::exponential(2), std::nullopt, std::nullopt);
  EXPECT_NEAR(law.quantile(0), -2 * std::log(0.999), 1e-12);
  EXPECT_NEAR(law.quantile(1), -2 * std::log(0.001), 1e-12);
  const TruncatedDistribution from_nothing(Distribution::exponential(2), 0, std::nullopt);
  EXPECT_EQ(from_nothing.quantile(0), 0);
}

TEST(TruncatedDistribution, RefusesEndsWithoutTheLawBetweenThem) {
  EXPECT_THROW(TruncatedDistribution(Distribution::uniform(1, 2), 3, 4), std::invalid_argument);
  EXPECT_THROW(TruncatedDistribution(Distribution::exponential(1), 4, 3), std::invalid_argument);
  EXPECT_THROW(TruncatedDistribution(Distribution::exponential(1), -4, -3), std::invalid_argument);
}

TEST(TruncatedDistribution, ParametersDrawFromIt) {
  sim::Parameter parameter =
      sim::Parameter::drawn(std::make_shared<TruncatedDistribution>(Distribution::exponential(2), 0, 40));
  EXPECT_EQ(parameter.low(), 0);
  EXPECT_EQ(parameter.high(), 40);
  EXPECT_NEAR(parameter.value(), 2, 0.01);  // of the mean, 0.01 lies beyond the last of a thousand points
  parameter.resolve(0.5);
  EXPECT_NEAR(parameter.value(), 2 * std::log(2), 1e-6);
}

}  // namespace
}  // namespace fleetcast::scenarios::documents
