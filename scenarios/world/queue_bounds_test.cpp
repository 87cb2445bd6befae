#include "scenarios/world/queue_bounds.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace fleetcast::scenarios::world {
namespace {

using sim::chance::Distribution;
using sim::traffic::Discipline;

TEST(QueueBounds, OneServerIsPollaczekAndKhinchine) {
  const auto present = [](const Distribution& work) {
    return mean_present_at_most({Discipline::first_come, 1, work}, 0.8).value();
  };
  EXPECT_NEAR(present(Distribution::exponential(1)), 4, 1e-12);
  EXPECT_NEAR(present(1.0), 0.8 + 0.64 / 0.4, 1e-12);
  EXPECT_NEAR(present(Distribution::hyperexponential_by_cv2(1, 4)), 0.8 + 0.64 * 5 / 0.4, 1e-9);
}

TEST(QueueBounds, SharedProcessorsAreInsensitive) {
  const auto present = [](const Distribution& work) {
    return mean_present_at_most({Discipline::processor_sharing, 2, work}, 1.5).value();
  };
  // M/M/2 at 0.75: Erlang's C is 9/14.
  EXPECT_NEAR(erlang_c(2, 1.5), 9.0 / 14, 1e-12);
  EXPECT_NEAR(present(Distribution::exponential(1)), 1.5 + 9.0 / 14 * 3, 1e-12);
  EXPECT_DOUBLE_EQ(present(1.0), present(Distribution::exponential(1)));
}

TEST(QueueBounds, SeveralServersWithAnyWorkAreBoundedFromAbove) {
  // M/D/4 at 0.9: 3.6 * 0.999966 wait, by Crommelin's exact solution. The bound holds for any work of this mean and
  // variance, and is far above.
  const double bound = mean_present_at_most({Discipline::first_come, 4, 1.0}, 3.6).value();
  EXPECT_NEAR(bound, 3.6 + (1 + 12.96 * 3 / 16) / 0.2, 1e-9);
  EXPECT_GT(bound, 3.6 + 3.6 * 0.999966);
}

TEST(QueueBounds, TooMuchLoadOrNoVarianceHasNoBound) {
  EXPECT_FALSE(mean_present_at_most({Discipline::first_come, 1, 1.0}, 1));
  EXPECT_FALSE(mean_present_at_most({Discipline::first_come, 4, Distribution::pareto(1.5, 0.1)}, 1));
}

TEST(QueueBounds, CappedMeansComeFromBelow) {
  const Distribution work = Distribution::exponential(2);
  for (const double cap : {0.5, 2.0, 1000.0}) {
    const double exact = 2 * (1 - std::exp(-cap / 2));
    EXPECT_LE(capped_mean_at_least(work, cap), exact);
    EXPECT_GE(capped_mean_at_least(work, cap), 0.99 * exact);
  }
  EXPECT_DOUBLE_EQ(capped_mean_at_least(3.0, 10), 3);
}

}  // namespace
}  // namespace fleetcast::scenarios::world
