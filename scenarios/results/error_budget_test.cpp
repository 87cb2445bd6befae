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
      with({{3, 10, 2, true, "zone_outage", "chain", true}, {9, 1, 1, false, "background", "", false}}),
      with({{4, 27, 0, true, "load", "chain", true}})};
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
  const std::vector<MinuteLoss> losses = {{3, 10, 0, true, "load", "first", true},
                                          {5, 30, 0, true, "load", "worst", true},
                                          {6, 1, 1, false, "background", "", false},
                                          {11, 5, 0, true, "load", "later", true},
                                          {12, 5, 0, true, "gray_zone", "gray", true},
                                          {13, 1, 0, true, "gray_zone", "within chance", false}};
  const auto spells = red_spells(losses);
  ASSERT_EQ(spells.size(), 3U);
  EXPECT_EQ(spells[0].minutes, 2U);
  EXPECT_EQ(spells[0].failed, 40U);
  EXPECT_EQ(spells[0].chain, "worst");
  EXPECT_EQ(spells[1].first_minute, 11U);
  EXPECT_EQ(spells[2].root, "gray_zone");
  EXPECT_EQ(spells[2].minutes, 1U);
}

TEST(BudgetUse, TellsWhenTheBudgetOfTheWholeRunIsUsedUp) {
  RunResult run;
  run.minutes.assign(10, {.offered = 1000, .good = 1000});  // one in a thousand of 10,000 is ten
  run.minutes[2] = {.offered = 1000, .good = 990, .bad = 10};
  EXPECT_FALSE(budget_use(run, 0.999)->used_up_in) << "ten may fail";
  run.minutes[7] = {.offered = 1000, .good = 995, .bad = 5};
  const auto use = budget_use(run, 0.999);
  ASSERT_TRUE(use);
  EXPECT_EQ(use->used_up_in, 7U);
  EXPECT_NEAR(use->share(), 1.5, 1e-9);
  EXPECT_FALSE(budget_use(run, 1)) << "no budget to use";
  EXPECT_FALSE(budget_use(RunResult{}, 0.999));
}

TEST(WrappedChain, BreaksAtLinks) {
  EXPECT_EQ(wrapped_chain("one -> two -> three", "  ", 14), "  one -> two\n    -> three\n");
  EXPECT_EQ(wrapped_chain("one -> two, three, four", "  ", 14), "  one\n    -> two,\n       three,\n       four\n");
  EXPECT_EQ(wrapped_chain("a, bcdefghijklmnop", "  ", 14), "  a, bcdefghijklmnop\n");
}

}  // namespace
}  // namespace fleetcast::scenarios::results
