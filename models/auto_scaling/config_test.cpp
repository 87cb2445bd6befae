#include "models/auto_scaling/config.hpp"

#include <gtest/gtest.h>

#include "sim/described_fields_for_tests.hpp"

namespace fleetcast::models::auto_scaling {
namespace {

using sim::fields_of;

TEST(AutoScalingGroupConfig, EveryFieldIsListedOnceWithHelp) {
  EXPECT_EQ(fields_of(LaunchTemplateOverride{}), 2U);
  EXPECT_EQ(fields_of(InstancesDistribution{}), 4U);
  EXPECT_EQ(fields_of(MixedInstancesPolicy{}), 2U);
  EXPECT_EQ(fields_of(FallbackConfig{}), 5U);
  EXPECT_EQ(fields_of(RateTriggeredFallback{}), 3U);
  EXPECT_EQ(fields_of(HedgeFallback{}), 2U);
  EXPECT_EQ(fields_of(TargetTrackingConfig{}), 8U);
  EXPECT_EQ(fields_of(AutoScalingGroupConfig{}), 16U);
}

}  // namespace
}  // namespace fleetcast::models::auto_scaling
