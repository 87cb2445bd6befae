#include "sim/measures/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

namespace fleetcast::sim::measures {
namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max();

/// Returns numbers of all magnitudes, the same every time.
std::vector<std::int64_t> numbers(int count) {
  std::vector<std::int64_t> made;
  std::uint64_t state = 1;
  for (int i = 0; i < count; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    made.push_back(static_cast<std::int64_t>((state >> 1) >> (i % 63)));
  }
  return made;
}

Histogram histogram_of(const std::vector<std::int64_t>& values) {
  Histogram histogram;
  for (const std::int64_t value : values) histogram.record(value);
  return histogram;
}

TEST(Histogram, BucketsTileAllNumbersWithBoundedRelativeWidth) {
  EXPECT_EQ(Histogram::lowest_of(0), 0);
  std::uint32_t bucket = 0;
  for (; Histogram::highest_of(bucket) != largest; ++bucket) {
    const std::int64_t low = Histogram::lowest_of(bucket);
    const std::int64_t high = Histogram::highest_of(bucket);
    ASSERT_EQ(Histogram::bucket_of(low), bucket);
    ASSERT_EQ(Histogram::bucket_of(high), bucket);
    ASSERT_EQ(Histogram::lowest_of(bucket + 1), high + 1);
    ASSERT_LE(static_cast<double>(high - low), std::ldexp(static_cast<double>(low), -11));
  }
  EXPECT_EQ(bucket, Histogram::bucket_of(largest));
}

TEST(Histogram, QuantilesAreWithinTheStatedError) {
  std::vector<std::int64_t> values = numbers(9973);
  const Histogram histogram = histogram_of(values);
  std::ranges::sort(values);
  for (const double share : {0.0, 0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1.0}) {
    const auto rank = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(share * 9973)));
    const auto exact = static_cast<double>(values[rank - 1]);
    EXPECT_NEAR(*histogram.quantile(share), exact, exact * 0x1p-12) << share;
  }
}

TEST(Histogram, SmallNumbersAreExact) {
  Histogram histogram;
  for (int value = 1; value <= 100; ++value) histogram.record(value);
  EXPECT_EQ(histogram.quantile(0.07), 7);  // 0.07 * 100 is slightly above 7 in floating point
  EXPECT_EQ(histogram.quantile(0.5), 50);
  EXPECT_EQ(histogram.quantile(0.991), 100);
  EXPECT_EQ(histogram.count_at_most(30), 30u);
  EXPECT_EQ(histogram.count_at_most(-1), 0u);
}

TEST(Histogram, SumAndMeanAreExactBeyondSixtyFourBits) {
  Histogram histogram;
  histogram.record(largest, 6);
  histogram.record(largest - 7, 2);
  EXPECT_TRUE(histogram.sum() == WideInteger{largest} * 8 - 14);
  EXPECT_EQ(*histogram.mean(), 0x1p63);
}

TEST(Histogram, MergesExactlyInAnyOrder) {
  const std::vector<std::int64_t> values = numbers(5000);
  const Histogram whole = histogram_of(values);
  const Histogram first = histogram_of({values.begin(), values.begin() + 1234});
  const Histogram second = histogram_of({values.begin() + 1234, values.end()});
  Histogram forwards = first;
  forwards.merge(second);
  Histogram backwards = second;
  backwards.merge(first);
  EXPECT_EQ(forwards, whole);
  EXPECT_EQ(backwards, whole);
  EXPECT_FALSE(first == whole);
}

TEST(Histogram, RecordingTimesEqualsRecordingOften) {
  Histogram once;
  Histogram often;
  once.record(123456789, 3);
  for (int i = 0; i < 3; ++i) often.record(123456789);
  EXPECT_EQ(once, often);
}

TEST(Histogram, SurvivesSerialisation) {
  const Histogram histogram = histogram_of(numbers(5000));
  EXPECT_EQ(Histogram::from_bytes(histogram.to_bytes()), histogram);
  EXPECT_EQ(Histogram::from_bytes(Histogram().to_bytes()), Histogram());
}

TEST(Histogram, RefusesBytesThatAreNoHistogram) {
  const std::vector<std::uint8_t> good = histogram_of({5, 5000, 5000000}).to_bytes();
  for (std::size_t length = 0; length < good.size(); ++length) {
    EXPECT_THROW(static_cast<void>(Histogram::from_bytes(std::span(good).first(length))), std::invalid_argument)
        << length;
  }
  std::vector<std::uint8_t> wrong_sum = good;
  wrong_sum[0] = 1;
  EXPECT_THROW(static_cast<void>(Histogram::from_bytes(wrong_sum)), std::invalid_argument);
  const std::vector<std::uint8_t> bucket_out_of_range{0, 0, 0x80, 0x80, 0x80, 0x01, 1};
  EXPECT_THROW(static_cast<void>(Histogram::from_bytes(bucket_out_of_range)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Histogram::from_bytes(std::vector<std::uint8_t>{0, 0, 0, 0})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(Histogram::from_bytes(std::vector<std::uint8_t>(11, 0xFF))), std::invalid_argument);
}

/// Leaves values at each place of the buffer of recent ones, around its size of 16 and from several octaves.
class HistogramWithRecentValues : public testing::TestWithParam<int> {
 protected:
  /// Returns a histogram with values that were recorded one by one, and one that counted the same without the buffer.
  [[nodiscard]] std::pair<Histogram, Histogram> recent_and_settled() const {
    Histogram recent;
    Histogram settled;
    std::map<std::int64_t, std::uint64_t> times;
    for (int i = 0; i < GetParam(); ++i) {
      const std::int64_t value = 3 + (i % 5) * 70'000;
      recent.record(value);
      ++times[value];
    }
    // Recording a value more than once passes by the buffer, and reading empties it.
    for (const auto& [value, count] : times) {
      if (count > 1) settled.record(value, count);
    }
    for (const auto& [value, count] : times) {
      if (count != 1) continue;
      settled.record(value);
      static_cast<void>(settled.buckets());
    }
    return {recent, settled};
  }
};
INSTANTIATE_TEST_SUITE_P(Sizes, HistogramWithRecentValues, testing::Values(1, 2, 15, 16, 17, 31, 32, 33, 100));

TEST_P(HistogramWithRecentValues, CountsThemInEveryReading) {
  const auto [recent, settled] = recent_and_settled();
  // Each reading gets a copy of its own whose recent values nobody has counted yet.
  EXPECT_EQ(Histogram(recent).buckets(), settled.buckets());
  EXPECT_EQ(Histogram(recent).count_at_most(70'003), settled.count_at_most(70'003));
  for (const double share : {0.0, 0.3, 0.5, 0.99, 1.0}) {
    EXPECT_EQ(Histogram(recent).quantile(share), settled.quantile(share)) << share;
  }
  EXPECT_EQ(Histogram(recent).to_bytes(), settled.to_bytes());
  EXPECT_TRUE(Histogram(recent) == settled);
  EXPECT_TRUE(settled == Histogram(recent));
  EXPECT_EQ(recent.count(), static_cast<std::uint64_t>(GetParam()));
}

TEST_P(HistogramWithRecentValues, MergesThemFromEitherSideOnce) {
  const auto [recent, settled] = recent_and_settled();
  Histogram expected = settled;
  expected.merge(settled);
  Histogram into_recent = recent;
  into_recent.merge(settled);
  Histogram from_recent = settled;
  from_recent.merge(recent);
  Histogram both = recent;
  both.merge(recent);
  for (const Histogram* merged : {&into_recent, &from_recent, &both}) {
    EXPECT_EQ(merged->buckets(), expected.buckets());
    EXPECT_EQ(merged->to_bytes(), expected.to_bytes());
  }
}

TEST_P(HistogramWithRecentValues, SurvivesSerialisationAndGoesOnCounting) {
  const auto [recent, settled] = recent_and_settled();
  Histogram read = Histogram::from_bytes(recent.to_bytes());
  EXPECT_EQ(read, settled);
  Histogram continued = recent;
  for (Histogram* one : {&read, &continued}) {
    for (int i = 0; i < 20; ++i) one->record(i);
  }
  EXPECT_EQ(read, continued);
  EXPECT_EQ(read.count(), static_cast<std::uint64_t>(GetParam()) + 20);
}

TEST(Histogram, AnEmptyOneKnowsNothing) {
  EXPECT_FALSE(Histogram().mean());
  EXPECT_FALSE(Histogram().quantile(0.5));
  EXPECT_EQ(Histogram().count(), 0u);
}

TEST(Histogram, RefusesNegativeValuesAndImpossibleShares) {
  Histogram histogram;
  EXPECT_THROW(histogram.record(-1), std::logic_error);
  EXPECT_THROW(static_cast<void>(histogram.quantile(1.1)), std::logic_error);
  EXPECT_EQ(histogram.count(), 0u);
}

}  // namespace
}  // namespace fleetcast::sim::measures
