#include "scenarios/traffic/day_curve.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "scenarios/traffic/rates_for_tests.hpp"
#include "scenarios/traffic/segments.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

using sim::traffic::RateSegment;

std::vector<RateSegment> segments_of(const DiurnalRate& diurnal, const RateContext& context) {
  RateConfig rate;
  rate.diurnal = diurnal;
  sim::chance::Chance chance(1);
  return segments(rate, context, chance);
}

const RateSegment& highest(const std::vector<RateSegment>& all) {
  return *std::ranges::max_element(all, {}, &RateSegment::begin_rate);
}

TEST(DayShapeTest, HasThePeakAndTheMeanAskedFor) {
  for (const double peak : {1.0, 1.5, 2.1, 4.0, 10.0}) {
    const DayShape shape(peak);
    constexpr int steps = 1440;
    double sum = 0;
    double least = 1e9;
    for (int i = 0; i < steps; ++i) {
      const double value = shape.at(static_cast<double>(i) / steps);
      sum += value;
      least = std::min(least, value);
    }
    EXPECT_NEAR(shape.at(0), peak, 1e-12);
    EXPECT_NEAR(sum / steps, 1, 1e-9) << peak;
    EXPECT_GT(least, 0);
    EXPECT_NEAR(shape.at(0.5), least, 1e-12);
  }
}

TEST(DayShapeTest, IsTheExponentialOfACosine) {
  const DayShape shape(2);
  for (const double days : {-0.3, 0.0, 0.1, 0.25, 0.49, 0.7, 3.2}) {
    const double cosine = std::cos(2 * std::numbers::pi * days);
    EXPECT_NEAR(shape.at(days), 2 * std::exp(shape.concentration() * (cosine - 1)), 1e-12) << days;
  }
}

TEST(DiurnalCurveTest, KeepsTheMeanOverAWeek) {
  const RateContext week = context_of(november_2, 7 * day);
  const DiurnalRate plain{.mean = 1000, .peak_to_mean = 2.1, .peak_at = 20 * 3600.0};
  EXPECT_NEAR(expected(segments_of(plain, week), 0, 7 * day) / (7 * day), 1000, 1e-5);
  DiurnalRate uneven = plain;
  uneven.weekend_factor = 0.4;
  EXPECT_NEAR(expected(segments_of(uneven, week), 0, 7 * day) / (7 * day), 1000, 1e-5);
  uneven.weekend_factor = 1;
  uneven.weekly = {1, 2, 3, 4, 5, 6, 0};
  EXPECT_NEAR(expected(segments_of(uneven, week), 0, 7 * day) / (7 * day), 1000, 1e-5);
}

TEST(DiurnalCurveTest, WeighsDaysOfTheWeek) {
  const RateContext week = context_of(november_2, 7 * day);
  const DiurnalRate diurnal{.mean = 100, .peak_to_mean = 2, .weekend_factor = 0.3};
  const auto all = segments_of(diurnal, week);
  const double friday = expected(all, 4 * day, 5 * day);
  const double saturday = expected(all, 5 * day, 6 * day);
  EXPECT_NEAR(saturday / friday, 0.3, 1e-6);
  EXPECT_NEAR(friday, 100 * day * 7 / 5.6, 1);
}

TEST(DiurnalCurveTest, PeaksAtLocalTimeOnBothSidesOfAClockChange) {
  const DiurnalRate diurnal{.mean = 100, .peak_to_mean = 2, .peak_at = 20 * 3600.0};
  // 2026-10-31 and 2026-11-01, from 12:00 UTC; clocks in New York go back on 2026-11-01.
  const std::int64_t noon = november_2 - 2 * 86400 + 12 * 3600;
  const auto before = segments_of(diurnal, context_of(noon, day / 2 + 7200, 0, "America/New_York"));
  EXPECT_EQ(highest(before).begin.seconds(), 12 * 3600);  // 20:00 is 00:00 UTC in summer time
  const auto after = segments_of(diurnal, context_of(noon + 86400, day / 2 + 7200, 0, "America/New_York"));
  EXPECT_EQ(highest(after).begin.seconds(), 13 * 3600);  // and 01:00 UTC in winter
  EXPECT_NEAR(highest(after).begin_rate, 200, 1e-9);
}

TEST(DiurnalCurveTest, AlignsPiecesWithMinutesWhateverTheStart) {
  const DiurnalRate diurnal{.mean = 100, .peak_to_mean = 4};
  const auto all = segments_of(diurnal, context_of(november_2 + 17, day, 30));
  EXPECT_EQ(all.front().begin.ticks, 0);
  EXPECT_EQ(all.front().end.seconds(), 13);  // the world begins at 23:59:47
  EXPECT_EQ(all.back().end.seconds(), day + 30);
  EXPECT_NEAR(expected(all, 30, day + 30), 100 * day, 1);
  for (std::size_t i = 1; i < all.size(); ++i) ASSERT_EQ(all[i].begin, all[i - 1].end);
}

}  // namespace
}  // namespace fleetcast::scenarios::traffic
