#include "models/auto_scaling/auto_scaling_group.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>
#include <vector>

#include "models/auto_scaling/group_stage_test.hpp"

namespace fleetcast::models::auto_scaling {
namespace {

TEST(AutoScalingGroup, MixedPolicySplitsAndBalancesZones) {
  AutoScalingGroupConfig config = config_of({"m6i.large"}, 20, 11);
  config.mixed_instances_policy.instances_distribution.on_demand_base_capacity = 2;
  config.mixed_instances_policy.instances_distribution.on_demand_percentage_above_base_capacity = 30;
  Stage stage(config, {0, 1, 2});
  stage.run_until(60);
  EXPECT_EQ(stage.alive_as(PurchaseOption::on_demand), 5);
  EXPECT_EQ(stage.alive_as(PurchaseOption::spot), 6);
  EXPECT_EQ(stage.alive_in(0), 4);
  EXPECT_EQ(stage.alive_in(1), 4);
  EXPECT_EQ(stage.alive_in(2), 3);
  const GroupCapacity last = stage.capacities.back();
  EXPECT_EQ(last.desired, 11);
  EXPECT_EQ(last.pending, 0);
  EXPECT_EQ(last.in_service, 11);
  EXPECT_EQ(last.in_service_spot, 6);
  EXPECT_EQ(stage.group.report().below_desired, sim::seconds(launch_seconds));
}

TEST(AutoScalingGroup, FailedLaunchGoesToAnotherZoneAndMovesBackLater) {
  Stage stage(config_of({"m6i.large"}, 20, 6), {0, 1});
  stage.refuse({"m6i.large", 0});
  stage.at(600, [&] { stage.refused.clear(); });
  stage.run_until(300);
  EXPECT_EQ(stage.alive_in(1), 6);
  stage.run_until(1200);
  EXPECT_EQ(stage.alive_in(0), 3);
  EXPECT_EQ(stage.alive_in(1), 3);
  EXPECT_EQ(stage.group.report().zone_moves, 3);
  EXPECT_EQ(stage.group.capacity().in_service, 6);
}

TEST(AutoScalingGroup, ZoneThatIsBackIsBalancedHalfAnHourLater) {
  Stage stage(config_of({"m6i.large"}, 20, 6), {0, 1});
  stage.refuse({"m6i.large", 0});
  stage.at(1, [&] { stage.group.on(ZoneChanged{0, ZoneCondition::down, 1}); });
  stage.at(600, [&] {
    stage.refused.clear();
    stage.group.on(ZoneChanged{0, ZoneCondition::up, 0});
  });
  stage.run_until(600 + 1790);
  EXPECT_EQ(stage.alive_in(0), 0);
  EXPECT_EQ(stage.group.report().zone_moves, 0);
  stage.run_until(600 + 1800 + 120);
  EXPECT_EQ(stage.alive_in(0), 3);
  EXPECT_EQ(stage.group.report().zone_moves, 3);
}

TEST(AutoScalingGroup, ZoneThatStaysEmptyIsAskedOnceAMinute) {
  Stage stage(config_of({"m6i.large"}, 20, 6), {0, 1});
  stage.refuse({"m6i.large", 0});
  stage.run_until(60);
  const auto before = stage.asked.size();
  stage.run_until(660);
  EXPECT_GE(stage.asked.size() - before, 9U);
  EXPECT_LE(stage.asked.size() - before, 11U);
  EXPECT_EQ(stage.alive.size(), 6U);
  EXPECT_TRUE(stage.ended.empty());
}

TEST(AutoScalingGroup, BalancedOnlyKeepsTryingTheSameZone) {
  AutoScalingGroupConfig config = config_of({"m6i.large"}, 20, 6);
  config.capacity_distribution_strategy = CapacityDistribution::balanced_only;
  Stage stage(config, {0, 1});
  stage.refuse({"m6i.large", 0});
  stage.at(600, [&] { stage.refused.clear(); });
  stage.run_until(590);
  EXPECT_EQ(stage.alive_in(0), 0);
  EXPECT_EQ(stage.alive_in(1), 3);
  stage.run_until(900);
  EXPECT_EQ(stage.alive_in(0), 3);
  EXPECT_EQ(stage.alive_in(1), 3);
}

TEST(AutoScalingGroup, SpotNeverBecomesOnDemandAndIsRetriedEachMinute) {
  AutoScalingGroupConfig config = spot_config_of({"m6i.large", "m5.large"}, 20, 8);
  config.mixed_instances_policy.instances_distribution.on_demand_base_capacity = 2;
  Stage stage(config, {0, 1});
  for (const ZoneIndex zone : {0U, 1U}) {
    for (const char* type : {"m6i.large", "m5.large"}) stage.refused.insert({{type, zone}, PurchaseOption::spot});
  }
  stage.at(1000, [&] { stage.refused.erase({{"m5.large", 1}, PurchaseOption::spot}); });
  stage.run_until(990);
  EXPECT_EQ(stage.alive_as(PurchaseOption::on_demand), 2);
  EXPECT_EQ(stage.alive_as(PurchaseOption::spot), 0);
  // A pool that failed is asked for one instance a minute, not for all that are missing.
  EXPECT_LE(stage.asked.size(), 2U + 6U * 4U + 4U * 16U);
  EXPECT_TRUE(stage.incidents.empty());
  stage.run_until(1200);
  EXPECT_EQ(stage.alive_as(PurchaseOption::spot), 6);
  EXPECT_EQ(stage.alive_of("m5.large"), 6);
  // All of it came in one zone, which the group then tries to even out.
  ASSERT_EQ(stage.incidents.size(), 2U);
  EXPECT_EQ(stage.incidents[0].kind, "capacity_shortage");
  EXPECT_NEAR(stage.incidents[0].duration.seconds(), 1020, 61);
  EXPECT_EQ(stage.incidents[1].kind, "zone_rebalance");
}

TEST(AutoScalingGroup, SpotGoesToTheDeepAndCheapPool) {
  Stage stage(spot_config_of({"m6i.large", "m5.large", "m5a.large"}, 20, 4), {0});
  stage.group.on(PoolCapacity{{"m6i.large", 0}, 0.4, 0.2});
  stage.group.on(PoolCapacity{{"m5.large", 0}, 0.9, 0.5});
  stage.group.on(PoolCapacity{{"m5a.large", 0}, 0.85, 0.4});
  stage.run_until(60);
  EXPECT_EQ(stage.alive_of("m5a.large"), 4);
}

TEST(AutoScalingGroup, ScaleInTakesFromTheFullestZoneTheKindOverItsShareThenTheOldest) {
  AutoScalingGroupConfig config = config_of({"m6i.large"}, 20, 8);
  config.mixed_instances_policy.instances_distribution.on_demand_percentage_above_base_capacity = 50;
  Stage stage(config, {0, 1});
  stage.set_desired(100, 4);
  stage.run_until(200);
  EXPECT_EQ(stage.alive_in(0), 2);
  EXPECT_EQ(stage.alive_in(1), 2);
  EXPECT_EQ(stage.alive_as(PurchaseOption::on_demand), 2);
  EXPECT_EQ(stage.alive_as(PurchaseOption::spot), 2);
  // Instances 1..4 are on-demand and 5..8 spot, odd ones in zone 0: the older of each kind and zone have gone.
  std::set<InstanceId> gone;
  for (const auto& [at, id] : stage.ended) gone.insert(id);
  EXPECT_EQ(gone, (std::set<InstanceId>{1, 2, 5, 6}));
}

TEST(AutoScalingGroup, ProtectedInstancesStayUntilProtectionIsLifted) {
  AutoScalingGroupConfig config = config_of({"m6i.large"}, 20, 4);
  config.protect_from_scale_in = true;
  Stage stage(config, {0});
  stage.set_desired(100, 1);
  stage.at(200, [&] { stage.group.on(ScaleInProtection{3, false}); });
  stage.run_until(199);
  EXPECT_EQ(stage.alive.size(), 4U);
  stage.run_until(300);
  EXPECT_EQ(stage.alive.size(), 3U);
  EXPECT_FALSE(stage.alive.contains(3));
}

TEST(AutoScalingGroup, DrainEndsWhenCompletedOrAtTheTimeOut) {
  AutoScalingGroupConfig config = config_of({"m6i.large"}, 20, 3);
  config.managed_draining = true;
  config.heartbeat_timeout = 500;
  Stage stage(config, {0});
  stage.set_desired(100, 1);
  stage.at(150, [&] { stage.group.on(DrainCompleted{1}); });
  stage.run_until(2000);
  ASSERT_EQ(stage.drains.size(), 2U);
  ASSERT_EQ(stage.ended.size(), 2U);
  EXPECT_EQ(stage.ended[0], std::pair(at_seconds(150), InstanceId{1}));
  EXPECT_EQ(stage.ended[1], std::pair(at_seconds(600), InstanceId{2}));
  EXPECT_EQ(stage.group.capacity().in_service, 1);
}

TEST(AutoScalingGroup, LostInstanceIsReplacedAfterDetection) {
  Stage stage(config_of({"m6i.large"}, 20, 3), {0});
  stage.at(100, [&] { stage.end(2, TerminationCause::hardware_failure); });
  stage.run_until(400);
  ASSERT_EQ(stage.asked.size(), 4U);
  EXPECT_EQ(stage.asked[3].first, at_seconds(190));
  EXPECT_EQ(stage.group.report().losses, 1);
}

TEST(AutoScalingGroup, NoticeIsIgnoredWithoutCapacityRebalancing) {
  Stage stage(spot_config_of({"m6i.large"}, 20, 3), {0});
  stage.at(100, [&] { stage.group.on(InterruptionNotice{2, at_seconds(220)}); });
  stage.at(220, [&] { stage.end(2, TerminationCause::spot_interruption); });
  stage.run_until(600);
  ASSERT_EQ(stage.asked.size(), 4U);
  EXPECT_EQ(stage.asked[3].first, at_seconds(310));
}

TEST(AutoScalingGroup, NoticeLaunchesAtOnceWithCapacityRebalancing) {
  AutoScalingGroupConfig config = spot_config_of({"m6i.large"}, 20, 3);
  config.capacity_rebalance = true;
  Stage stage(config, {0});
  stage.at(100, [&] { stage.group.on(InterruptionNotice{2, at_seconds(220)}); });
  stage.at(220, [&] { stage.end(2, TerminationCause::spot_interruption); });
  stage.run_until(600);
  ASSERT_EQ(stage.asked.size(), 4U);
  EXPECT_EQ(stage.asked[3].first, at_seconds(100));
  EXPECT_EQ(stage.alive.size(), 3U);
  EXPECT_EQ(stage.group.report().rebalanced, 1);
}

TEST(AutoScalingGroup, RecommendationReplacesIntoABetterPoolFirst) {
  AutoScalingGroupConfig config = spot_config_of({"m6i.large", "m5.large"}, 20, 2);
  config.capacity_rebalance = true;
  config.default_instance_warmup = 50;
  Stage stage(config, {0});
  stage.group.on(PoolCapacity{{"m6i.large", 0}, 0.9, 0.3});
  stage.group.on(PoolCapacity{{"m5.large", 0}, 0.9, 0.4});
  stage.at(100, [&] {
    stage.group.on(PoolCapacity{{"m6i.large", 0}, 0.4, 0.3});
    stage.group.on(RebalanceRecommendation{1});
  });
  stage.run_until(600);
  EXPECT_EQ(stage.alive_of("m6i.large"), 1);
  EXPECT_EQ(stage.alive_of("m5.large"), 1);
  // The old one leaves when the new one has been in service for the warm-up.
  ASSERT_EQ(stage.ended.size(), 1U);
  EXPECT_EQ(stage.ended[0].second, 1U);
  EXPECT_NEAR(stage.ended[0].first.seconds(), 100 + launch_seconds + 50, 1e-4);
}

TEST(AutoScalingGroup, RecommendationWithoutABetterPoolIsIgnored) {
  AutoScalingGroupConfig config = spot_config_of({"m6i.large"}, 20, 2);
  config.capacity_rebalance = true;
  Stage stage(config, {0});
  stage.at(100, [&] { stage.group.on(RebalanceRecommendation{1}); });
  stage.run_until(600);
  EXPECT_EQ(stage.asked.size(), 2U);
  EXPECT_EQ(stage.alive.size(), 2U);
}

TEST(AutoScalingGroup, ReplacementsStayWithinATenthAboveTheMaximum) {
  AutoScalingGroupConfig config = spot_config_of({"m6i.large", "m5.large"}, 20, 20);
  config.capacity_rebalance = true;
  Stage stage(config, {0});
  std::size_t most = 0;
  for (int t = 0; t < 1000; ++t) stage.at(t, [&] { most = std::max(most, stage.alive.size()); });
  stage.at(100, [&] {
    for (InstanceId id = 1; id <= 20; ++id) stage.group.on(RebalanceRecommendation{id});
  });
  stage.run_until(1000);
  EXPECT_EQ(most, 22U);
  EXPECT_EQ(stage.alive_of("m5.large"), 20);
}

TEST(AutoScalingGroup, ImpairedControlPlaneStopsScaling) {
  Stage stage(config_of({"m6i.large"}, 20, 2), {0});
  stage.at(100, [&] { stage.group.on(ControlPlaneChanged{false}); });
  stage.set_desired(200, 5);
  stage.at(900, [&] { stage.group.on(ControlPlaneChanged{true}); });
  stage.run_until(899);
  EXPECT_EQ(stage.asked.size(), 2U);
  stage.run_until(1000);
  EXPECT_EQ(stage.alive.size(), 5U);
}

TEST(AutoScalingGroup, DesiredCapacityIsClampedAndOthersAreIgnored) {
  Stage stage(config_of({"m6i.large"}, 4, 2), {0});
  stage.at(100, [&] { stage.group.on(SetDesiredCapacity{"other", 4}); });
  stage.set_desired(200, 50);
  stage.run_until(199);
  EXPECT_EQ(stage.group.capacity().desired, 2);
  stage.run_until(300);
  EXPECT_EQ(stage.group.capacity().desired, 4);
  EXPECT_EQ(stage.alive.size(), 4U);
}

TEST(AutoScalingGroup, ImpossibleGroupsAreRefused) {
  sim::control::Simulation simulation;
  EXPECT_THROW(AutoScalingGroup(simulation, "web", {}, config_of({"m6i.large"}, 1, 1)), std::invalid_argument);
  EXPECT_THROW(AutoScalingGroup(simulation, "web", {0}, config_of({}, 1, 1)), std::invalid_argument);
  EXPECT_THROW(AutoScalingGroup(simulation, "web", {0}, config_of({"m6i.large"}, 1, 2)), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::models::auto_scaling
