#include "sim/measures/batch_means.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <stdexcept>

#include "sim/chance/normal.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::sim::measures {
namespace {

/// Returns a stationary series with mean 5 and variance 1 whose neighbours have a correlation.
std::vector<double> autoregressive(std::size_t length, double correlation, std::uint64_t which) {
  chance::Chance chance(31, which);
  const chance::Stream stream = chance.stream("series");
  std::vector<double> series;
  double state = 0;
  for (std::size_t i = 0; i < length; ++i) {
    const double noise = chance::normal_quantile(chance::uniform(stream, i, 0));
    state = i == 0 ? noise : correlation * state + std::sqrt(1 - correlation * correlation) * noise;
    series.push_back(5 + state);
  }
  return series;
}

TEST(BatchMeans, VonNeumannsStatisticOfAShortSeries) {
  // 1, 2, 3, 4: squares sum to 5, those of steps to 3.
  EXPECT_DOUBLE_EQ(likeness_of_neighbours(std::vector<double>{1, 2, 3, 4}), (1 - 3 / 10.0) * std::sqrt(15 / 2.0));
  EXPECT_EQ(likeness_of_neighbours(std::vector<double>{1, 2}), 0);
  EXPECT_EQ(likeness_of_neighbours(std::vector<double>(9, 3.0)), 0);
}

TEST(BatchMeans, AreSumsOfWhatFillsThemFromTheBack) {
  std::vector<double> series = autoregressive(100, 0, 0);
  const std::vector<double> weights(100, 2.0);
  const auto batches = independent_batches(series, weights);
  ASSERT_TRUE(batches);
  EXPECT_EQ(batches->length, 4U);  // 33 batches of three would be more than the most
  ASSERT_EQ(batches->numerators.size(), 25U);
  EXPECT_NEAR(batches->numerators.back(), series[96] + series[97] + series[98] + series[99], 1e-12);
  EXPECT_EQ(batches->denominators.front(), 8);
}

TEST(BatchMeans, CannotTellOfSeriesThatAreTooShortOrTooMuchAlike) {
  EXPECT_FALSE(independent_batches(autoregressive(19, 0, 0), std::vector<double>(19, 1.0)));
  std::vector<double> trend;
  for (int i = 0; i < 1000; ++i) trend.push_back(i);
  EXPECT_FALSE(independent_batches(trend, std::vector<double>(1000, 1.0)));
  EXPECT_FALSE(independent_batches(trend, std::vector<double>(1000, 0.0)));
  EXPECT_THROW((void)independent_batches(trend, std::vector<double>(3, 1.0)), std::logic_error);
}

TEST(BatchMeans, IntervalsHoldTheMeanOfACorrelatedSeriesAsOftenAsTheySay) {
  constexpr int experiments = 600;
  for (const double correlation : {0.0, 0.5}) {
    double told = 0;
    double held = 0;
    for (std::uint64_t i = 0; i < experiments; ++i) {
      const auto batches = independent_batches(autoregressive(1440, correlation, i), std::vector<double>(1440, 1.0));
      if (!batches) continue;
      ++told;
      if (ratio_of_sums(batches->numerators, batches->denominators).interval->contains(5)) ++held;
    }
    // Batches of half an hour or more have a correlation below 2 %; one series in five fails each of six tests at most.
    EXPECT_GT(told, 0.9 * experiments) << correlation;
    EXPECT_NEAR(held / told, 0.95, 4.5 * std::sqrt(0.95 * 0.05 / told)) << correlation;
  }
}

TEST(BatchMeans, OneMinuteBatchesOfACorrelatedSeriesWouldNot) {
  // Shows that the test above can fail: taken for independent, minutes with correlation 0.5 hold in about 74 %.
  int held = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    if (mean_of(autoregressive(480, 0.5, i)).interval->contains(5)) ++held;
  }
  EXPECT_LT(held, 0.95 * 200 - 4.5 * std::sqrt(200 * 0.95 * 0.05));
}

}  // namespace
}  // namespace fleetcast::sim::measures
