#include "sim/sampling/weighted_histograms.hpp"

#include <gtest/gtest.h>

namespace fleetcast::sim::sampling {
namespace {

TEST(WeightedHistograms, WindowsStandForWhatTheyHitAndWhatIsOwed) {
  measures::Histogram live;
  WeightedHistograms histograms;
  live.record(5, 10);  // in detail
  histograms.swap({&live});
  EXPECT_EQ(live.count(), 0u);
  live.record(3, 3);
  live.record(7, 1);
  histograms.spread({&live}, {100});
  EXPECT_EQ(live.count(), 0u);
  const measures::Histogram& all = histograms.others()[0];
  EXPECT_EQ(all.count(), 10u + 4u + 100u);
  // 3 of 4 in the window were 3: 75 more.
  EXPECT_EQ(all.sum(), 10 * 5 + (3 + 75) * 3 + (1 + 25) * 7);
}

TEST(WeightedHistograms, AStretchWithoutAWindowIsLikeWhatCameBefore) {
  measures::Histogram live;
  WeightedHistograms histograms;
  live.record(4, 2);
  live.record(8, 2);
  histograms.swap({&live});
  histograms.spread({&live}, {10});
  EXPECT_EQ(histograms.others()[0].count(), 14u);
  EXPECT_EQ(histograms.others()[0].sum(), 7 * 4 + 7 * 8);
}

TEST(WeightedHistograms, NothingIsAddedWhereNothingIsKnown) {
  measures::Histogram live;
  WeightedHistograms histograms;
  histograms.swap({&live});
  histograms.spread({&live}, {10});
  EXPECT_EQ(histograms.others()[0].count(), 0u);
}

}  // namespace
}  // namespace fleetcast::sim::sampling
