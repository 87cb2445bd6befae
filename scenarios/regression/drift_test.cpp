#include "scenarios/regression/drift.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace fleetcast::scenarios::regression {
namespace {

const MetricRule cost_within_a_hundredth{"cost_usd.total_month", 0.01, std::nullopt};
constexpr double confidence = 0.95;

/// Each step adds something to the one before; noise has a mean of zero.
Steps steps_of(double prices, double code, double scenario, double chance, double noise) {
  Steps steps;
  steps.rerun.emplace();
  for (int i = 0; i < 8; ++i) {
    const double spread = noise * (i - 3.5);
    steps.baseline.push_back(100 + i);
    steps.repriced.push_back(steps.baseline.back() + prices);
    steps.rerun->push_back(steps.repriced.back() + code + spread);
    steps.now.push_back(steps.rerun->back() + scenario);
    steps.tonight.push_back(steps.now.back() + chance - spread);
  }
  return steps;
}

Drift judged(const Steps& steps) {
  Drift drift = drift_of(cost_within_a_hundredth, steps, false, 1, confidence);
  Drift* all[] = {&drift};
  judge_together(all, confidence);
  return drift;
}

TEST(Drift, PartsSumToTheTotal) {
  const Drift drift = drift_of(cost_within_a_hundredth, steps_of(0.5, -2, 3, 0.25, 0.125), false, 1, confidence);
  EXPECT_DOUBLE_EQ(drift.prices.mean, 0.5);
  EXPECT_EQ(drift.prices.interval->half_width(), 0);
  EXPECT_DOUBLE_EQ(drift.code->mean, -2);
  EXPECT_GT(drift.code->interval->half_width(), 0);
  EXPECT_DOUBLE_EQ(drift.scenario.mean, 3);
  EXPECT_DOUBLE_EQ(drift.chance.mean, 0.25);
  EXPECT_DOUBLE_EQ(drift.total.mean, drift.prices.mean + drift.code->mean + drift.scenario.mean + drift.chance.mean);
  EXPECT_DOUBLE_EQ(drift.lasting.mean, drift.total.mean - drift.chance.mean);
}

TEST(Drift, WithoutARerunTheScenarioHoldsTheCode) {
  Steps steps = steps_of(0.5, -2, 3, 0, 0);
  steps.rerun.reset();
  const Drift drift = drift_of(cost_within_a_hundredth, steps, false, 1, confidence);
  EXPECT_FALSE(drift.code);
  EXPECT_DOUBLE_EQ(drift.scenario.mean, 1);
}

TEST(Drift, IsUnchangedOnlyWithTheSameFingerprints) {
  const Steps same = steps_of(0, 0, 0, 5, 0);
  EXPECT_EQ(judged(same).judgement, Judgement::within_confidence);
  Drift drift = drift_of(cost_within_a_hundredth, same, true, 1, confidence);
  Drift* all[] = {&drift};
  judge_together(all, confidence);
  EXPECT_EQ(drift.judgement, Judgement::unchanged);
  EXPECT_FALSE(drift.joint_p_value);
}

TEST(Drift, IsJudgedByConfidenceAndThreshold) {
  // The allowance is 1.035; with a spread of 1 the standard error is 0.87.
  EXPECT_EQ(judged(steps_of(0, 0, 1.5, 0, 1)).judgement, Judgement::within_confidence);
  EXPECT_EQ(judged(steps_of(0, 0, 0.5, 0, 0.01)).judgement, Judgement::small_change);
  EXPECT_EQ(judged(steps_of(0, 0, 1.5, 0, 0.01)).judgement, Judgement::failure);
  EXPECT_EQ(judged(steps_of(0, 0, -1.5, 0, 0.01)).judgement, Judgement::failure);
  // Prices are exact.
  EXPECT_EQ(judged(steps_of(0.5, 0, 0, 0, 0)).judgement, Judgement::small_change);
  EXPECT_EQ(judged(steps_of(2, 0, 0, 0, 0)).judgement, Judgement::failure);
  // Chance is not judged.
  EXPECT_EQ(judged(steps_of(0.5, 0, 0, 50, 0)).judgement, Judgement::small_change);
}

TEST(Drift, ComparisonsAreJudgedTogether) {
  const Steps steps = steps_of(0, 0, 2.4, 0, 1);
  EXPECT_EQ(judged(steps).judgement, Judgement::failure);
  std::vector<Drift> drifts(20, drift_of(cost_within_a_hundredth, steps, false, 1, confidence));
  std::vector<Drift*> all;
  for (Drift& one : drifts) all.push_back(&one);
  judge_together(all, confidence);
  for (const Drift& one : drifts) EXPECT_EQ(one.judgement, Judgement::within_confidence);
}

TEST(Drift, ReplicationsThatShareInputsAreOneObservation) {
  const Drift alone = drift_of(cost_within_a_hundredth, steps_of(0, 1, 0, 0, 1), false, 1, confidence);
  const Drift in_pairs = drift_of(cost_within_a_hundredth, steps_of(0, 1, 0, 0, 1), false, 2, confidence);
  EXPECT_EQ(alone.code->n, 8);
  EXPECT_EQ(in_pairs.code->n, 4);
}

TEST(Drift, SaysHowManyReplicationsWouldTell) {
  const Drift clear = drift_of(cost_within_a_hundredth, steps_of(0, 1, 0, 0, 0.1), false, 1, confidence);
  EXPECT_FALSE(replications_to_tell(clear, 8));
  const Drift noisy = drift_of(cost_within_a_hundredth, steps_of(0, 1, 0, 0, 1), false, 1, confidence);
  const double ratio = noisy.lasting.interval->half_width() / noisy.allowance;
  ASSERT_GT(ratio, 1);
  EXPECT_NEAR(static_cast<double>(*replications_to_tell(noisy, 8)), 8 * ratio * ratio, 1);
}

TEST(MetricRule, OfTwoAllowancesTheLargerHolds) {
  EXPECT_DOUBLE_EQ((MetricRule{"x", 0.01, 3.0}.allowance(-200)), 3);
  EXPECT_DOUBLE_EQ((MetricRule{"x", 0.01, 3.0}.allowance(-500)), 5);
}

}  // namespace
}  // namespace fleetcast::scenarios::regression
