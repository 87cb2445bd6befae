#include "sim/sampling/ratio_estimates.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace fleetcast::sim::sampling {
namespace {

const std::vector<std::size_t> none;

/// What a window brings if kind 0 brings 2 and kind 1 brings 5 of the only sum.
double two_and_five(const Load& load) { return 2 * load.arrivals[0] + 5 * load.arrivals[1]; }

TEST(RatioEstimates, KnowNothingBeforeTheFirstWindowOfAState) {
  RatioEstimates estimates;
  EXPECT_FALSE(estimates.knows_state());
  estimates.enter(7);
  EXPECT_FALSE(estimates.knows_state());
  EXPECT_TRUE(estimates.expect({{1}, 0}).empty());
  estimates.add({12}, {{4}, 3}, none);
  EXPECT_TRUE(estimates.knows_state());
  estimates.enter(8);
  EXPECT_FALSE(estimates.knows_state());
}

TEST(RatioEstimates, OneKindAtOneRateGivesTheRatioOfSums) {
  RatioEstimates estimates;
  estimates.enter(1);
  estimates.add({30, 1}, {{10}, 3}, none);
  estimates.add({10, 0}, {{10}, 3}, none);
  const std::vector<double> expected = estimates.expect({{100}, 3});
  // The earlier window has faded by one in 2,000.
  EXPECT_NEAR(expected[0], 200, 0.1);
  EXPECT_NEAR(expected[1], 5, 0.01);
  EXPECT_NEAR(estimates.per_arrival(0, 3), 2, 1e-3);
}

TEST(RatioEstimates, LearnWhatEachKindBringsAndHowItDependsOnTheRate) {
  RatioEstimates estimates;
  estimates.enter(1);
  chance::Chance chance(1);
  const chance::Stream stream = chance.stream("test");
  const auto parabola = [](double x) { return 1 + 0.5 * x - 0.1 * x * x; };
  for (std::uint64_t i = 0; i < 5000; ++i) {
    const double log_rate = 8 + 2 * chance::uniform(stream, i, 0);
    const double few = poisson(50, chance::uniform(stream, i, 2));
    const Load load{{poisson(150, chance::uniform(stream, i, 1)), few}, log_rate};
    estimates.add({two_and_five(load), parabola(log_rate - 8) * load.total()}, load, none);
  }
  const std::vector<double> other = estimates.expect({{100, 300}, 9});
  EXPECT_NEAR(other[0] / (2 * 100 + 5 * 300), 1, 0.005);
  for (const double x : {0.1, 1.0, 1.9}) {
    const Load load{{150, 50}, 8 + x};
    EXPECT_NEAR(estimates.expect(load)[1] / (200 * parabola(x)), 1, 0.002) << x;
  }
}

TEST(RatioEstimates, DifferencesOfAllWindowsAddUpToNothing) {
  RatioEstimates estimates;
  estimates.enter(1);
  chance::Chance chance(3);
  const chance::Stream stream = chance.stream("test");
  std::vector<Load> loads;
  double brought = 0;
  for (std::uint64_t i = 0; i < 40; ++i) {
    loads.push_back({{poisson(60, chance::uniform(stream, i, 0)), 40}, 5 + 0.01 * static_cast<double>(i)});
    const double amount = std::exp(3 * chance::uniform(stream, i, 1));
    brought += amount;
    estimates.add({amount}, loads.back(), none);
  }
  double expected = 0;
  for (const Load& load : loads) expected += estimates.expect(load)[0];
  // Fading takes off 1 % on average here, and the penalties a little.
  EXPECT_NEAR(expected / brought, 1, 0.02);
}

TEST(RatioEstimates, ScatterIsWhatWindowsShowed) {
  RatioEstimates estimates;
  estimates.enter(1);
  estimates.add({20}, {{100}, 3}, none);
  // The first window said 0.2 each: the second brought 8 more, 0.8 for each root of an arrival.
  estimates.add({28}, {{100}, 3}, none);
  std::vector<double> amounts = {1000};
  std::vector<double> normals(RatioEstimates::remembered);
  normals[0] = 1.5;
  estimates.scatter(amounts, 400, normals);
  EXPECT_NEAR(amounts[0], 1000 + 1.5 * 0.8 * 20, 1e-9);
}

TEST(RatioEstimates, ForgetThePastOnceWindowsDisagree) {
  RatioEstimates estimates;
  estimates.enter(1);
  chance::Chance chance(4);
  const chance::Stream stream = chance.stream("test");
  const auto window = [&](std::uint64_t i, double each) {
    return std::vector<double>{100 * each + 10 * (chance::uniform(stream, i, 0) - 0.5)};
  };
  for (std::uint64_t i = 0; i < 2000; ++i) estimates.add(window(i, 1), {{100}, 3}, {0});
  EXPECT_NEAR(estimates.expect({{100}, 3})[0], 100, 0.5);
  for (std::uint64_t i = 2000; i < 2200; ++i) estimates.add(window(i, 1.2), {{100}, 3}, {0});
  // Were all alike, the estimate would now be about 102. Some 30 windows after the change the past shrinks to 60.
  EXPECT_NEAR(estimates.expect({{100}, 3})[0], (170 * 120 + 60 * 100) / 230.0, 4);
}

}  // namespace
}  // namespace fleetcast::sim::sampling
