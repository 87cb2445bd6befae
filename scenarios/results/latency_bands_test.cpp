#include "scenarios/results/latency_bands.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "scenarios/results/sample_results.hpp"

namespace fleetcast::scenarios::results {
namespace {

TEST(LatencyBands, AreNextToOneAnotherAndSumToAll) {
  const std::vector<RunResult> runs = sample::runs(3);
  const std::vector<LatencyBand> bands = latency_bands(runs);
  ASSERT_GT(bands.size(), 10U);
  EXPECT_LT(bands.size(), 250U);
  double sum = 0;
  for (std::size_t i = 0; i < bands.size(); ++i) {
    sum += bands[i].share;
    EXPECT_NEAR(bands[i].high_s / bands[i].low_s, std::exp2(1.0 / 8), 1e-6);
    if (i > 0) EXPECT_EQ(bands[i].low_s, bands[i - 1].high_s);
  }
  EXPECT_NEAR(sum, 1, 1e-12);
  EXPECT_GT(bands.front().share, 0);
  EXPECT_GT(bands.back().share, 0);
}

TEST(LatencyBands, AQuantileLiesInTheBandThatSaysSo) {
  RunResult run;
  ClassResult& one = run.classes.emplace_back();
  for (int i = 1; i <= 1000; ++i) one.latency.record(sim::seconds(0.001 * i).ticks);
  double below = 0;
  for (const LatencyBand& band : latency_bands(std::vector{run})) {
    // Of 1..1000 ms, the share up to x seconds is x.
    EXPECT_NEAR(below, std::min(1.0, band.low_s), 0.002);
    below += band.share;
  }
}

TEST(LatencyBands, NobodyAnsweredHasNone) {
  EXPECT_TRUE(latency_bands(std::vector<RunResult>{}).empty());
  EXPECT_TRUE(latency_bands(std::vector<RunResult>(2)).empty());
}

}  // namespace
}  // namespace fleetcast::scenarios::results
