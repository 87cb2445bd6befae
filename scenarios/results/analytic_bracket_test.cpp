#include "scenarios/results/analytic_bracket.hpp"

#include <gtest/gtest.h>

#include "scenarios/results/sample_results.hpp"

namespace fleetcast::scenarios::results {
namespace {

/// Returns replications of a desk with 3.95 to 4.05 present on average, between 3 and an upper bound.
std::vector<RunResult> runs_of_a_desk(std::size_t count, double at_most) {
  std::vector<RunResult> runs(count);
  for (std::size_t i = 0; i < count; ++i) {
    runs[i].figures["backends.desk.present_mean"] = 3.95 + 0.1 * sample::scatter(i, 0);
    runs[i].figures["backends.desk.present_at_least"] = 3;
    runs[i].figures["backends.desk.present_at_most"] = at_most;
  }
  return runs;
}

TEST(AnalyticBracket, HoldsAMeanBetweenItsBounds) {
  const std::vector<AuditVerdict> verdicts = bracket_verdicts(runs_of_a_desk(12, 5));
  ASSERT_EQ(verdicts.size(), 1U);
  EXPECT_EQ(verdicts[0].check, "analytic_bracket/desk");
  EXPECT_TRUE(verdicts[0].is_passed());
  EXPECT_EQ(verdicts[0].worst_residual, 0);
}

TEST(AnalyticBracket, FailsAMeanThatIsTooHighOrTooLow) {
  EXPECT_FALSE(bracket_verdicts(runs_of_a_desk(12, 3.8))[0].is_passed());
  std::vector<RunResult> corrupted = runs_of_a_desk(12, 5);
  for (RunResult& run : corrupted) run.figures["backends.desk.present_mean"] *= 0.6;
  const AuditVerdict verdict = bracket_verdicts(corrupted)[0];
  EXPECT_FALSE(verdict.is_passed());
  EXPECT_NEAR(verdict.worst_residual, 0.2, 0.01);
}

TEST(AnalyticBracket, AllowsWhatChanceExplains) {
  // Standard error of 12 values uniform over 0.1: 0.0083; 4 is above 3.98 by 2.4 of them.
  EXPECT_TRUE(bracket_verdicts(runs_of_a_desk(12, 3.98))[0].is_passed());
}

TEST(AnalyticBracket, NeedsTenReplicationsAndABound) {
  EXPECT_TRUE(bracket_verdicts(runs_of_a_desk(9, 3.8)).empty());
  EXPECT_TRUE(bracket_verdicts(std::vector<RunResult>(12)).empty());
}

TEST(AnalyticBracket, FailsTheAuditOfASummary) {
  std::vector<RunResult> runs = sample::runs(10);
  for (RunResult& run : runs) run.figures.merge(runs_of_a_desk(1, 3.8)[0].figures);
  EXPECT_FALSE(sample::summary_of(runs).is_audit_passed());
}

}  // namespace
}  // namespace fleetcast::scenarios::results
