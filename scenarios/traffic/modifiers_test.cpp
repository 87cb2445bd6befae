#include "scenarios/traffic/modifiers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "scenarios/traffic/rates_for_tests.hpp"
#include "scenarios/traffic/segments.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

using sim::traffic::RateSegment;

std::vector<RateSegment> segments_of(const RateConfig& rate, const RateContext& context, std::uint64_t seed = 1) {
  sim::chance::Chance chance(seed);
  return segments(rate, context, chance);
}

double rate_at(const std::vector<RateSegment>& all, double seconds) {
  const sim::Instant at = sim::Instant{0} + sim::seconds(seconds);
  for (const RateSegment& segment : all) {
    if (at < segment.begin || at >= segment.end) continue;
    const double share = (at - segment.begin).seconds() / (segment.end - segment.begin).seconds();
    return segment.begin_rate + share * (segment.end_rate - segment.begin_rate);
  }
  ADD_FAILURE() << "no segment at " << seconds;
  return 0;
}

RateConfig constant(double per_second) {
  RateConfig rate;
  rate.constant = ConstantRate{.rate = per_second};
  return rate;
}

TEST(ModifiersTest, ShapesAFlashCrowd) {
  RateConfig rate = constant(100);
  rate.flash_crowds = {{.at = 1000, .ramp_up = 90, .hold = 300, .ramp_down = 200, .multiplier = 5}};
  const auto all = segments_of(rate, context_of(november_2, 3600, 600));
  EXPECT_DOUBLE_EQ(rate_at(all, 1599), 100);  // 600 s of pre-roll come first
  EXPECT_NEAR(rate_at(all, 1645), 300, 1e-6);
  EXPECT_DOUBLE_EQ(rate_at(all, 1690), 500);
  EXPECT_DOUBLE_EQ(rate_at(all, 1989), 500);
  EXPECT_NEAR(rate_at(all, 2090), 300, 1e-6);
  EXPECT_DOUBLE_EQ(rate_at(all, 2190), 100);
  EXPECT_NEAR(expected(all, 0, 4200), 100 * (4200 + 4 * (45 + 300 + 100)), 1e-3);
}

TEST(ModifiersTest, MultipliesCrowdsThatOverlapAndJumpsWithoutARamp) {
  RateConfig rate = constant(10);
  rate.flash_crowds = {{.at = 100, .ramp_up = 0, .hold = 100, .ramp_down = 0, .multiplier = 3},
                       {.at = 150, .ramp_up = 0, .hold = 100, .ramp_down = 0, .multiplier = 0.5}};
  const auto all = segments_of(rate, context_of(november_2, 400));
  EXPECT_DOUBLE_EQ(rate_at(all, 99), 10);
  EXPECT_DOUBLE_EQ(rate_at(all, 100), 30);
  EXPECT_DOUBLE_EQ(rate_at(all, 150), 15);
  EXPECT_DOUBLE_EQ(rate_at(all, 249), 5);
  EXPECT_DOUBLE_EQ(rate_at(all, 250), 10);
}

TEST(ModifiersTest, GrowsOverAYear) {
  RateConfig rate = constant(100);
  rate.growth = 1.44;
  rate.scale = 2;
  const auto all = segments_of(rate, context_of(november_2, 365 * day));
  EXPECT_NEAR(all.front().begin_rate, 200, 1e-9);
  EXPECT_NEAR(rate_at(all, 365 * day / 2), 240, 1e-6);
  EXPECT_NEAR(all.back().end_rate, 288, 1e-9);
  // Hourly chords lie above the curve by (hours * log of hourly growth)^2 / 12, relatively: 1.4e-10.
  const double exact = 365 * day * 200 * 0.44 / std::log(1.44);
  EXPECT_NEAR(expected(all, 0, 365 * day) / exact, 1, 2e-10);
}

TEST(ModifiersTest, BurstsHaveTheirLongRunMean) {
  RateConfig rate = constant(100);
  rate.bursts = Bursts{.mean_normal = 600, .mean_burst = 150, .multiplier = 4};
  const double horizon = 400 * day;
  const auto all = segments_of(rate, context_of(november_2, horizon));
  // Share of bursts b = 0.2. In equilibrium the variance of a two-state share over T is 2 b (1 - b) r / T, where r is
  // the mean normal time times the mean burst over their sum.
  const double relaxation = 600.0 * 150 / 750;
  const double standard_error = std::sqrt(2 * 0.2 * 0.8 * relaxation / horizon);
  const double share = (expected(all, 0, horizon) / horizon / 100 - 1) / 3;
  EXPECT_NEAR(share, 0.2, 4 * standard_error);
  // Stays alternate between two rates, and there are as many as their means say: Poisson-like, hence 4 roots.
  const double cycles = static_cast<double>(all.size()) / 2;
  EXPECT_NEAR(cycles, horizon / 750, 4 * std::sqrt(horizon / 750));
  for (std::size_t i = 1; i < all.size(); ++i) ASSERT_NE(all[i].begin_rate, all[i - 1].begin_rate);
}

TEST(ModifiersTest, BurstsStartInEquilibrium) {
  RateConfig rate = constant(1);
  rate.bursts = Bursts{.mean_normal = 300, .mean_burst = 100, .multiplier = 2};
  int bursts = 0;
  constexpr int seeds = 2000;
  for (std::uint64_t seed = 0; seed < seeds; ++seed) {
    bursts += segments_of(rate, context_of(november_2, 10), seed).front().begin_rate == 2;
  }
  EXPECT_NEAR(bursts, seeds * 0.25, 4 * std::sqrt(seeds * 0.25 * 0.75));
}

TEST(ModifiersTest, BurstsAreThoseOfTheSourceWhateverThePreRoll) {
  RateConfig rate = constant(100);
  rate.bursts = Bursts{.mean_normal = 600, .mean_burst = 150, .multiplier = 4};
  const auto with = segments_of(rate, context_of(november_2, 7200, 3600));
  const auto without = segments_of(rate, context_of(november_2, 14400));
  for (double at = 0; at < 7200; at += 10) ASSERT_EQ(rate_at(with, at + 3600), rate_at(without, at)) << at;
  RateContext other = context_of(november_2, 14400);
  other.source = "partners";
  EXPECT_NE(segments_of(rate, other).size(), without.size());
}

TEST(ModifiersTest, StepsAreExactAndTheFirstHoldsBeforeTheStart) {
  RateConfig rate;
  rate.steps = {{.at = 0, .rate = 10}, {.at = 7200, .rate = 40}, {.at = 9000, .rate = 5}};
  const auto all = segments_of(rate, context_of(november_2, 8000, 60));
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].begin_rate, 10);  // the pre-roll
  EXPECT_EQ(all[1].end.seconds(), 7260);
  EXPECT_EQ(all[2].begin_rate, 40);
  EXPECT_EQ(all[2].end_rate, 40);
  EXPECT_EQ(all[2].end.seconds(), 8060);
}

TEST(ModifiersTest, StepsThatRepeatHoldBeforeTheStartToo) {
  RateConfig rate;
  rate.steps = {{.at = 0, .rate = 10}, {.at = 20, .rate = 40}};
  rate.repeat_steps_every = 60;
  const auto all = segments_of(rate, context_of(november_2, 130, 70));  // the start is at 70
  EXPECT_DOUBLE_EQ(rate_at(all, 0), 40);
  EXPECT_DOUBLE_EQ(rate_at(all, 10), 10);
  EXPECT_DOUBLE_EQ(rate_at(all, 29.9), 10);
  EXPECT_DOUBLE_EQ(rate_at(all, 30), 40);
  EXPECT_DOUBLE_EQ(rate_at(all, 70), 10);
  EXPECT_DOUBLE_EQ(rate_at(all, 129.9), 40);
  EXPECT_DOUBLE_EQ(rate_at(all, 130), 10);
  EXPECT_DOUBLE_EQ(rate_at(all, 190), 10);
  EXPECT_NEAR(expected(all, 70, 190), 2 * (20 * 10 + 40 * 40), 1e-9);
}

}  // namespace
}  // namespace fleetcast::scenarios::traffic
