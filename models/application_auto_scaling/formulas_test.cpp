#include "models/application_auto_scaling/formulas.hpp"

#include <gtest/gtest.h>

namespace fleetcast::models::application_auto_scaling {
namespace {

TEST(TrackingCapacity, RoundsUpBothWays) {
  EXPECT_EQ(tracking_capacity(10, 90, 60), 15);
  EXPECT_EQ(tracking_capacity(10, 91, 60), 16);
  EXPECT_EQ(tracking_capacity(10, 66, 60), 11);
  // 10 * 51 / 60 = 8.5: "remove 1.5" removes 1.
  EXPECT_EQ(tracking_capacity(10, 51, 60), 9);
  EXPECT_EQ(tracking_capacity(0, 90, 60), 1);
  EXPECT_EQ(tracking_capacity(0, 0, 60), 0);
}

TEST(GradualCapacity, TakesAwayAShareOrOneTask) {
  EXPECT_EQ(gradual_capacity(20, 0.25), 15);
  EXPECT_EQ(gradual_capacity(19, 0.25), 15);
  EXPECT_EQ(gradual_capacity(3, 0.25), 2);
  EXPECT_EQ(gradual_capacity(20, 1), 0);
}

StepScalingConfig steps(AdjustmentType type) {
  StepScalingConfig policy;
  policy.threshold = 50;
  policy.adjustment_type = type;
  policy.step_adjustment = {{0, 10, 10}, {10, std::nullopt, 30}};
  return policy;
}

TEST(StepCapacity, PicksTheStepThatCoversTheMetric) {
  const StepScalingConfig policy = steps(AdjustmentType::change_in_capacity);
  EXPECT_EQ(step_capacity(policy, 10, 50), 20);
  EXPECT_EQ(step_capacity(policy, 10, 59.9), 20);
  EXPECT_EQ(step_capacity(policy, 10, 60), 40);
  EXPECT_EQ(step_capacity(policy, 10, 49), std::nullopt);
  EXPECT_EQ(step_capacity(steps(AdjustmentType::exact_capacity), 10, 60), 30);
}

TEST(StepCapacity, RoundsPercentagesAsDocumented) {
  StepScalingConfig policy = steps(AdjustmentType::percent_change_in_capacity);
  EXPECT_EQ(step_capacity(policy, 10, 55), 11);  // +1
  EXPECT_EQ(step_capacity(policy, 4, 55), 5);    // +0.4 -> +1
  EXPECT_EQ(step_capacity(policy, 19, 55), 20);  // +1.9 -> +1
  policy.min_adjustment_magnitude = 3;
  EXPECT_EQ(step_capacity(policy, 10, 55), 13);
  policy.min_adjustment_magnitude = 1;
  policy.comparison_operator = Comparison::below;
  policy.step_adjustment = {{std::nullopt, 0, -30}};
  EXPECT_EQ(step_capacity(policy, 9, 40), 7);  // -2.7 -> -2
  EXPECT_EQ(step_capacity(policy, 2, 40), 1);  // -0.6 -> -1
}

}  // namespace
}  // namespace fleetcast::models::application_auto_scaling
