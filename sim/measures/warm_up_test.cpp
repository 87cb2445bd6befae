#include "sim/measures/warm_up.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "sim/recorded_figure_for_tests.hpp"

namespace fleetcast::sim::measures {
namespace {

TEST(WarmUp, FindsTheCutOfTheReferenceSeries) {
  // Reference case mser-01: x_i = 10 exp(-i/30) + ((7919 i) mod 101)/101 + 0.5 sin(0.37 i).
  std::vector<double> series;
  for (int i = 0; i < 1000; ++i) {
    series.push_back(10 * std::exp(-i / 30.0) + ((7919 * i) % 101) / 101.0 + 0.5 * std::sin(0.37 * i));
  }
  const auto found = warm_up(series);
  ASSERT_TRUE(found);
  record_figure("truncation_index", static_cast<double>(found->length));
  record_figure("truncated_mean", found->mean_after);
  record_figure("mser_value", found->squared_error);
  EXPECT_EQ(found->length, 95u);
  EXPECT_NEAR(found->mean_after, 0.50669269112, 1e-9);
  EXPECT_NEAR(found->squared_error / 0.000568468993445, 1, 1e-9);
}

TEST(WarmUp, SaysNothingWhereTheSeriesIsTooShort) {
  EXPECT_FALSE(warm_up(std::vector<double>(9, 1.0)));
  std::vector<double> still_rising;
  for (int i = 0; i < 100; ++i) still_rising.push_back(i);
  EXPECT_FALSE(warm_up(still_rising));
}

TEST(WarmUp, KeepsAConstantSeriesWhole) { EXPECT_EQ(warm_up(std::vector<double>(100, 2.0))->length, 0u); }

}  // namespace
}  // namespace fleetcast::sim::measures
