#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/measures/counter.hpp"
#include "sim/measures/fingerprint.hpp"
#include "sim/measures/level.hpp"
#include "sim/measures/tally.hpp"

namespace fleetcast::sim::measures {
namespace {

TEST(Counter, CountsAndMerges) {
  Counter first;
  Counter second;
  first.add();
  second.add(41);
  first.merge(second);
  EXPECT_EQ(first.count(), 42u);
}

TEST(Tally, KnowsNothingBeforeItHasSeenEnough) {
  Tally tally;
  EXPECT_FALSE(tally.mean());
  EXPECT_FALSE(tally.min());
  tally.record(3);
  EXPECT_EQ(tally.mean(), 3);
  EXPECT_FALSE(tally.variance());
}

TEST(Tally, StaysExactFarFromZero) {
  Tally tally;
  for (const double value : {4.0, 7.0, 13.0, 16.0}) tally.record(1e9 + value);
  EXPECT_DOUBLE_EQ(*tally.mean(), 1e9 + 10);
  EXPECT_DOUBLE_EQ(*tally.variance(), 30);
  EXPECT_EQ(tally.min(), 1e9 + 4);
  EXPECT_EQ(tally.max(), 1e9 + 16);
}

TEST(Tally, MergingEqualsRecordingEverythingInOne) {
  Tally whole;
  Tally left;
  Tally right;
  for (int i = 0; i < 1000; ++i) {
    const double value = (i * 7919) % 101 * 0.1;
    whole.record(value);
    (i < 300 ? left : right).record(value);
  }
  Tally merged;
  merged.merge(left);
  merged.merge(Tally());
  merged.merge(right);
  EXPECT_EQ(merged.count(), whole.count());
  EXPECT_NEAR(*merged.mean(), *whole.mean(), 1e-13);
  EXPECT_NEAR(*merged.variance(), *whole.variance(), 1e-12);
  EXPECT_EQ(merged.min(), whole.min());
  EXPECT_EQ(merged.max(), whole.max());
}

TEST(Level, IntegratesStepsExactly) {
  Level queue(Instant{100}, 2);
  queue.change(Instant{110}, 3);
  queue.set(Instant{130}, 0);
  EXPECT_EQ(queue.integral(Instant{140}), 10 * 2 + 20 * 5);
  EXPECT_EQ(queue.mean(Instant{140}), 3);
  EXPECT_EQ(queue.max(), 5);
  EXPECT_EQ(queue.min(), 0);
  EXPECT_EQ(queue.level(), 0);
}

TEST(Level, HoldsMonthsOfLargeLevelsWithoutOverflow) {
  Level tasks(Instant{}, 1'000'000);
  const Instant year = Instant{} + hours(24 * 365);
  EXPECT_EQ(tasks.integral_s(year), 1e6 * 365 * 86400);
  EXPECT_EQ(tasks.mean(year), 1e6);
}

TEST(Level, HasNoMeanOverNoTime) { EXPECT_FALSE(Level(Instant{5}, 1).mean(Instant{5})); }

TEST(Level, CanRestartAfterAPreRoll) {
  Level tasks(Instant{0}, 50);
  tasks.set(Instant{10}, 4);
  tasks.restart(Instant{20});
  EXPECT_EQ(tasks.integral(Instant{30}), 40);
  EXPECT_EQ(tasks.max(), 4);
}

TEST(Level, RefusesToGoBackInTimeAndNamesTheInstants) {
  Level tasks(Instant{} + seconds(2), 1);
  try {
    tasks.set(Instant{} + seconds(1), 2);
    FAIL() << "nothing was thrown";
  } catch (const std::logic_error& problem) {
    EXPECT_THAT(problem.what(), testing::HasSubstr("2.000000 s was used at the earlier instant 1.000000 s"));
  }
}

TEST(Fingerprint, DependsOnValuesAndTheirOrder) {
  std::set<std::uint64_t> seen;
  for (const auto& values : std::vector<std::vector<std::uint64_t>>{
           {}, {0}, {0, 0}, {1}, {1, 2}, {2, 1}, {1, 2, 3}, {3, 2, 1}, {std::uint64_t{1} << 63}}) {
    Fingerprint print;
    for (const std::uint64_t value : values) print.add(value);
    seen.insert(print.value());
  }
  EXPECT_EQ(seen.size(), 9u);
}

TEST(Fingerprint, FlipsHalfOfItsBitsOnAverageForOneFlippedBit) {
  int flipped = 0;
  for (unsigned bit = 0; bit < 64; ++bit) {
    Fingerprint plain;
    Fingerprint changed;
    plain.add(12345u);
    changed.add(12345u ^ (std::uint64_t{1} << bit));
    flipped += std::popcount(plain.value() ^ changed.value());
  }
  // 4096 bits, each flipped with probability 1/2: standard deviation 32.
  EXPECT_NEAR(flipped, 2048, 4.5 * 32);
}

TEST(Fingerprint, TellsTextsApartByTheirBoundaries) {
  Fingerprint first;
  first.add("ab");
  first.add("c");
  Fingerprint second;
  second.add("a");
  second.add("bc");
  EXPECT_NE(first, second);
}

TEST(Fingerprint, PrintsSixteenDigits) {
  EXPECT_EQ(Fingerprint().hex(), "0000000000000000");
  Fingerprint print;
  print.add(1u);
  print.add("run");
  EXPECT_EQ(print.hex().size(), 16u);
  EXPECT_EQ(std::stoull(print.hex(), nullptr, 16), print.value());
}

}  // namespace
}  // namespace fleetcast::sim::measures
