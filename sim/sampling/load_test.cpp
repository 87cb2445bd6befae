#include "sim/sampling/load.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace fleetcast::sim::sampling {
namespace {

TEST(Poisson, InvertsTheDistributionOfSmallCounts) {
  // P(N <= 0), P(N <= 1), P(N <= 2) for a mean of 2 are e^-2 times 1, 3 and 5.
  const double unit = std::exp(-2.0);
  EXPECT_EQ(poisson(2, 0.99 * unit), 0);
  EXPECT_EQ(poisson(2, 1.01 * unit), 1);
  EXPECT_EQ(poisson(2, 2.99 * unit), 1);
  EXPECT_EQ(poisson(2, 4.99 * unit), 2);
  EXPECT_EQ(poisson(2, 5.01 * unit), 3);
  EXPECT_EQ(poisson(0, 0.5), 0);
}

TEST(Poisson, IsNormalForLargeCounts) {
  EXPECT_EQ(poisson(10'000, 0.5), 10'000);
  EXPECT_EQ(poisson(10'000, 0.9750021), 10'196);  // 1.96 standard deviations of 100
}

TEST(DrawArrivals, GivenNumbersAddUpAndScatterAsAMultinomialLaw) {
  chance::Chance chance(1);
  const chance::Stream stream = chance.stream("test");
  const std::vector<traffic::ExpectedArrivals> expected = {{0, 300}, {0, 700}};
  double squares = 0;
  constexpr int draws = 4000;
  for (std::uint64_t i = 0; i < draws; ++i) {
    const std::vector<double> drawn = draw_arrivals(expected, stream, i);
    EXPECT_NEAR(drawn[0] + drawn[1], 1000, 1e-9);
    squares += (drawn[0] - 300) * (drawn[0] - 300);
  }
  // 1000 * 0.3 * 0.7 = 210; a sample variance of normal values has the standard error sqrt(2 / draws).
  EXPECT_NEAR(squares / draws, 210, 4 * 210 * std::sqrt(2.0 / draws));
}

TEST(DrawArrivals, RandomArrivalsAreIndependentPoissonCounts) {
  chance::Chance chance(2);
  const chance::Stream stream = chance.stream("test");
  const std::vector<traffic::ExpectedArrivals> expected = {{400, 0}, {100, 0}};
  double sum = 0;
  double squares = 0;
  double products = 0;
  constexpr int draws = 4000;
  for (std::uint64_t i = 0; i < draws; ++i) {
    const std::vector<double> drawn = draw_arrivals(expected, stream, i);
    sum += drawn[0];
    squares += (drawn[0] - 400) * (drawn[0] - 400);
    products += (drawn[0] - 400) * (drawn[1] - 100);
  }
  EXPECT_NEAR(sum / draws, 400, 4 * std::sqrt(400.0 / draws));
  EXPECT_NEAR(squares / draws, 400, 4 * 400 * std::sqrt(2.0 / draws));
  EXPECT_NEAR(products / draws, 0, 4 * std::sqrt(400.0 * 100.0 / draws));
}

}  // namespace
}  // namespace fleetcast::sim::sampling
