#include "models/spot/up_time.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/chance/purpose.hpp"

namespace fleetcast::models::spot {
namespace {

constexpr double shape = 0.65;
const Duration mean = sim::hours(100);

TEST(UpTime, LengthIsTheWeibullQuantile) {
  UpTime up_time(shape, mean);
  up_time.begin(Instant{}, 0.5);
  const double scale = 100 * 3600 / std::tgamma(1 + 1 / shape);
  EXPECT_NEAR(up_time.due().seconds(), scale * std::pow(std::log(2.0), 1 / shape), 1e-3);
}

TEST(UpTime, FactorOfAWhileShortensByTheHazardItUses) {
  UpTime up_time(shape, mean);
  up_time.begin(Instant{}, 0.3);
  const Instant from = Instant{} + sim::hours(1);
  const Instant to = Instant{} + sim::hours(2);
  up_time.set_factor(from, 10);
  up_time.set_factor(to, 1);
  const double scale = 100 / std::tgamma(1 + 1 / shape);  // h
  const auto hazard = [&](double hours) { return std::pow(hours / scale, shape); };
  const double rest = -std::log(0.3) - hazard(1) - 10 * (hazard(2) - hazard(1));
  ASSERT_GT(rest, 0);
  EXPECT_NEAR(up_time.due().seconds() / 3600, scale * std::pow(hazard(2) + rest, 1 / shape), 1e-6);
}

TEST(UpTime, FactorThatChangesNothingLeavesTheInstant) {
  UpTime up_time(shape, mean);
  up_time.begin(Instant{}, 0.2);
  const Instant before = up_time.due();
  up_time.set_factor(Instant{} + sim::hours(3), 1);
  EXPECT_NEAR(up_time.due().seconds(), before.seconds(), 1e-6);
}

TEST(UpTime, EquilibriumHasTheMeanRateFromTheFirstHour) {
  // A stationary renewal process has its first event within t with probability t / mean for t << mean; a process that
  // began at 0 would have (t / scale)^0.65, six times as much here.
  const sim::chance::Stream stream = sim::chance::Chance(3).stream("test.equilibrium");
  const int processes = 200000;
  int early = 0;
  double scale_check = 0;
  for (int i = 0; i < processes; ++i) {
    UpTime up_time(shape, mean);
    const auto entity = static_cast<std::uint64_t>(i);
    up_time.begin_in_equilibrium(Instant{}, sim::chance::uniform(stream, entity, 0),
                                 sim::chance::uniform(stream, entity, 1));
    if (up_time.due() <= Instant{} + sim::hours(1)) ++early;
    scale_check += up_time.due().seconds() / 3600;
  }
  // P(residual <= t) is the integral of the survival function over the mean.
  const double scale = 100 / std::tgamma(1 + 1 / shape);
  double expected = 0;
  const int steps = 10000;
  for (int i = 0; i < steps; ++i) expected += std::exp(-std::pow((i + 0.5) / steps / scale, shape)) / steps / 100;
  EXPECT_NEAR(early, processes * expected, 4 * std::sqrt(processes * expected));
  // The mean residual is E[X^2] / (2 E[X]).
  const double second_moment = scale * scale * std::tgamma(1 + 2 / shape);
  EXPECT_NEAR(scale_check / processes, second_moment / 200, 0.02 * second_moment / 200);
}

}  // namespace
}  // namespace fleetcast::models::spot
