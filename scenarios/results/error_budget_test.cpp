#include "scenarios/results/error_budget.hpp"

#include <gtest/gtest.h>

#include "scenarios/results/red_minutes_report.hpp"

namespace fleetcast::scenarios::results {
namespace {

RunResult with(std::vector<MinuteLoss> losses) {
  RunResult result;
  result.losses = std::move(losses);
  return result;
}

TEST(ErrorBudget, SumsToAllFailures) {
  const std::vector<RunResult> runs = {
      with({{3, 10, 2, true, "zone_outage", "chain"}, {9, 1, 1, false, "background", ""}}),
      with({{4, 27, 0, true, "load", "chain"}})};
  const auto losses = losses_by_root(runs);
  ASSERT_EQ(losses.size(), 3U);
  EXPECT_EQ(losses[0].root, "load");
  EXPECT_DOUBLE_EQ(losses[0].failed.mean, 13.5);
  EXPECT_DOUBLE_EQ(losses[0].red_minutes, 0.5);
  EXPECT_EQ(losses[1].root, "zone_outage");
  EXPECT_DOUBLE_EQ(losses[1].failed.mean, 4);
  EXPECT_EQ(losses[2].root, "background");
  EXPECT_DOUBLE_EQ(losses[2].failed.mean, 1.5);
  double share = 0;
  for (const RootLoss& loss : losses) share += loss.share;
  EXPECT_DOUBLE_EQ(share, 1);
}

TEST(RedSpells, GroupMinutesOfOneRootAndKeepTheWorstChain) {
  const std::vector<MinuteLoss> losses = {{3, 10, 0, true, "load", "first"},   {5, 30, 0, true, "load", "worst"},
                                          {6, 1, 1, false, "background", ""},  {11, 5, 0, true, "load", "later"},
                                          {12, 5, 0, true, "gray_zone", "gray"}};
  const auto spells = red_spells(losses);
  ASSERT_EQ(spells.size(), 3U);
  EXPECT_EQ(spells[0].minutes, 2U);
  EXPECT_EQ(spells[0].failed, 40U);
  EXPECT_EQ(spells[0].chain, "worst");
  EXPECT_EQ(spells[1].first_minute, 11U);
  EXPECT_EQ(spells[2].root, "gray_zone");
}

TEST(WrappedChain, BreaksAtLinks) {
  EXPECT_EQ(wrapped_chain("one -> two -> three", "  ", 14), "  one -> two\n    -> three\n");
}

}  // namespace
}  // namespace fleetcast::scenarios::results
