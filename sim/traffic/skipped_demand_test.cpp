#include "sim/traffic/skipped_demand.hpp"

#include <gtest/gtest.h>

namespace fleetcast::sim::traffic {
namespace {

Instant at(double second) { return Instant{} + seconds(second); }

TEST(SkippedDemand, IsInterpolatedInsideStretchesAndConstantBetweenThem) {
  SkippedDemand demand;
  EXPECT_EQ(demand.until(at(1000).ticks), 0);
  demand.add(at(10), at(20), 10);
  demand.add(at(30), at(40), 20);
  EXPECT_DOUBLE_EQ(demand.until(at(10).ticks), 0);
  EXPECT_DOUBLE_EQ(demand.until(at(15).ticks), 5);
  EXPECT_DOUBLE_EQ(demand.until(at(25).ticks), 10);
  EXPECT_DOUBLE_EQ(demand.until(at(32).ticks), 14);
  EXPECT_DOUBLE_EQ(demand.until(at(99).ticks), 30);
  EXPECT_DOUBLE_EQ(demand.total(), 30);
  EXPECT_EQ(demand.when(5), at(15).ticks);
  EXPECT_EQ(demand.when(20), at(35).ticks);
}

TEST(SkippedDemand, IsTheSameForEarlyAndLateLookUpsAmongManyStretches) {
  SkippedDemand demand;
  for (int i = 0; i < 1000; ++i) demand.add(at(10.0 * i), at(10.0 * i + 5), 1.0 + i % 3);
  EXPECT_DOUBLE_EQ(demand.until(at(0).ticks), 0);
  EXPECT_DOUBLE_EQ(demand.until(at(30).ticks), 6);
  EXPECT_DOUBLE_EQ(demand.until(at(32.5).ticks), 6.5);
  EXPECT_DOUBLE_EQ(demand.until(at(9999).ticks), demand.total());
  EXPECT_EQ(demand.when(6.5), at(32.5).ticks);
}

TEST(SkippedDemand, NeighboursOfTheSameIntensityMerge) {
  SkippedDemand demand;
  demand.add(at(0), at(10), 10);
  demand.add(at(10), at(30), 20);
  EXPECT_DOUBLE_EQ(demand.until(at(25).ticks), 25);
  EXPECT_EQ(demand.when(25), at(25).ticks);
}

}  // namespace
}  // namespace fleetcast::sim::traffic
