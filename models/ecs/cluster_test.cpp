#include "models/ecs/cluster.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

#include "models/ecs/cluster_world_test.hpp"

namespace fleetcast::models::ecs {
namespace {

TEST(Cluster, TakesATaskThroughItsLife) {
  ClusterWorld world(cluster_of(half_vcpu_service(1)));
  world.cluster.start();
  world.run_to(10);
  EXPECT_EQ(world.cluster.provisioning_tasks(), 1u) << "no instance yet";
  EXPECT_EQ(world.counts["api"].pending, 1);
  world.add_instance(1, 2);
  world.run_to(14.9);
  EXPECT_TRUE(world.running.empty());
  world.run_to(15);  // 1 s for the scheduler, 1 s to prepare, 3 s to activate
  EXPECT_EQ(world.running.size(), 1u);
  EXPECT_EQ(world.places[1].zone, 2u);
  EXPECT_EQ(world.counts["api"].running, 1);
  world.cluster.on(SetDesiredCount{"api", 0});
  world.run_to(77.9);
  EXPECT_EQ(world.counts["api"].running, 0);
  EXPECT_EQ(world.counts["api"].leaving, 1) << "it still finishes what it has";
  world.run_to(100);
  EXPECT_EQ(world.counts["api"].leaving, 0);
  EXPECT_EQ(world.deactivated_at[1], 16);
  EXPECT_EQ(world.stopped_at[1], 16 + 60 + 2) << "deregistration delay before SIGTERM, then the time to exit";
  EXPECT_EQ(world.stops[StopCause::scale_in], 1);
  EXPECT_EQ(world.cluster.instances().of_provider("nodes").at(1).free,
            world.cluster.instances().of_provider("nodes").at(1).total);
}

TEST(Cluster, SpreadsTasksOverZonesAndScalesInFromTheFullest) {
  ClusterWorld world(cluster_of(half_vcpu_service(9)));
  for (InstanceId id = 1; id <= 6; ++id) world.add_instance(id, static_cast<ZoneIndex>(id % 3));
  world.cluster.start();
  world.run_to(30);
  EXPECT_EQ(world.cluster.tasks_by_zone("api"), (std::vector<std::int64_t>{3, 3, 3}));
  world.cluster.on(SetDesiredCount{"api", 4});
  world.run_to(120);
  EXPECT_EQ(world.running.size(), 4u);
  const auto& zones = world.cluster.tasks_by_zone("api");
  EXPECT_EQ(*std::max_element(zones.begin(), zones.end()), 2);
  EXPECT_EQ(*std::min_element(zones.begin(), zones.end()), 1);
}

TEST(Cluster, FollowsBaseAndWeightsAndDoesNotFailOver) {
  ServiceConfig api = half_vcpu_service(10);
  api.capacity_provider_strategy = {{"nodes", 2, 1}, {"spot", 0, 3}};
  ClusterConfig config = cluster_of(api);
  config.capacity_providers["spot"] = config.capacity_providers["nodes"];
  config.capacity_providers["spot"].auto_scaling_group = "spot";
  ClusterWorld world(config);
  for (InstanceId id = 1; id <= 4; ++id) world.add_instance(id, 0);
  world.cluster.start();
  world.run_to(60);
  EXPECT_EQ(world.running.size(), 4u);
  EXPECT_EQ(world.cluster.provisioning_tasks(), 6u) << "no fail-over to the other provider";
  for (InstanceId id = 5; id <= 8; ++id) world.add_instance(id, 1, "spot");
  world.run_to(120);
  EXPECT_EQ(world.running_by_provider(), (std::map<std::string, std::int64_t>{{"nodes", 4}, {"spot", 6}}));
}

TEST(Cluster, ReplacesDrainingTasksFirstAndAnswersTheGroup) {
  ClusterWorld world(cluster_of(half_vcpu_service(3)));
  world.add_instance(1, 0);
  world.cluster.start();
  world.run_to(60);
  world.add_instance(2, 0);
  world.cluster.on(DrainRequested{1});
  world.run_to(65.5);
  EXPECT_EQ(world.running_on(2), 3) << "replacements run";
  EXPECT_EQ(world.running_on(1), 3) << "and the old ones still do";
  world.run_to(140);
  EXPECT_EQ(world.running_on(1), 0);
  ASSERT_EQ(world.drained, (std::vector<InstanceId>{1}));
  EXPECT_EQ(world.stops[StopCause::scale_in], 3);
  world.cluster.on(DrainRequested{2});
  world.cluster.on(DrainRequested{77});
  EXPECT_EQ(world.drained.back(), 77u) << "an instance without tasks, or unknown, has nothing to wait for";
}

TEST(Cluster, DrainsAtAnInterruptionNoticeWhenThatIsOn) {
  {
    ServiceConfig api = half_vcpu_service(4);
    api.deregistration_delay = 300;
    ClusterConfig config = cluster_of(api);
    config.spot_instance_draining = true;
    ClusterWorld world(config);
    world.add_instance(1, 0);
    world.add_instance(2, 1);
    world.cluster.start();
    world.run_to(60);
    EXPECT_EQ(world.running_on(1), 2);
    world.cluster.on(InterruptionNotice{1, Instant{} + sim::seconds(180)});
    world.run_to(179);
    EXPECT_EQ(world.running_on(2), 4);
    world.lose_instance(1, TerminationCause::spot_interruption);
    EXPECT_EQ(world.stops[StopCause::spot_interruption], 2) << "a delay of 300 s is cut off at 120 s";
    EXPECT_EQ(world.counts["api"].running, 4);
  }
}

TEST(Cluster, IgnoresInterruptionNoticesByDefaultAndNoticesTheLossLate) {
  ClusterWorld world(cluster_of(half_vcpu_service(4)));
  world.add_instance(1, 0);
  world.add_instance(2, 1);
  world.cluster.start();
  world.run_to(60);
  world.cluster.on(InterruptionNotice{1, Instant{} + sim::seconds(180)});
  world.run_to(180);
  world.lose_instance(1, TerminationCause::spot_interruption);
  EXPECT_EQ(world.running.size(), 2u) << "the tasks are gone at once";
  EXPECT_EQ(world.counts["api"].running, 4) << "but the scheduler does not know";
  world.run_to(299);
  EXPECT_EQ(world.running.size(), 2u);
  world.run_to(306);
  EXPECT_EQ(world.running.size(), 4u);
  EXPECT_EQ(world.running_on(2), 4);
  EXPECT_EQ(world.cluster.figures("api").lost, 2);
}

TEST(Cluster, ReplacesUnhealthyTasksAfterTheGracePeriod) {
  ServiceConfig api = half_vcpu_service(2);
  api.health_check_grace_period_seconds = 100;
  ClusterWorld world(cluster_of(api));
  world.add_instance(1, 0);
  world.cluster.start();
  world.run_to(50);  // both run since 5 s
  world.cluster.on(TargetHealth{1, false});
  world.run_to(104);
  EXPECT_EQ(world.places.size(), 2u) << "within its grace period";
  world.run_to(110.5);
  EXPECT_EQ(world.places.size(), 3u);
  EXPECT_TRUE(world.running.contains(1)) << "the replacement starts first";
  world.run_to(200);
  EXPECT_FALSE(world.running.contains(1));
  EXPECT_EQ(world.running.size(), 2u);
  EXPECT_EQ(world.stops[StopCause::unhealthy], 1);
}

TEST(Cluster, StopsUnhealthyTasksOneByOneWithoutRoomForReplacements) {
  ServiceConfig api = half_vcpu_service(4);
  api.deployment_minimum_healthy_percent = 50;
  api.deployment_maximum_percent = 100;
  ClusterWorld world(cluster_of(api));
  world.add_instance(1, 0);
  world.add_instance(2, 0);
  world.cluster.start();
  world.run_to(50);
  for (TaskId task = 1; task <= 4; ++task) world.cluster.on(TargetHealth{task, false});
  world.turns_healthy = false;
  world.run_to(52);
  EXPECT_EQ(world.deactivated_at.size(), 1u);
  world.run_to(400);
  EXPECT_GE(world.running.size(), 2u);
}

TEST(Cluster, RunsOneOffTasksToTheirEndOnFargate) {
  ClusterConfig config = cluster_of(half_vcpu_service(0));
  config.one_off_tasks["report"].capacity_provider_strategy = {{"FARGATE_SPOT", 0, 1}};
  ClusterWorld world(config);
  world.cluster.start();
  world.cluster.on(RunTask{"report", 6});
  world.run_to(10);
  ASSERT_EQ(world.running.size(), 6u);
  EXPECT_EQ(world.places[1].launch_type, LaunchType::fargate_spot);
  EXPECT_EQ(world.cluster.tasks_by_zone("report"), (std::vector<std::int64_t>{2, 2, 2}));
  world.cluster.on(TaskFinished{1});
  world.cluster.on(TaskInterruptionNotice{2, Instant{} + sim::seconds(130)});
  world.cluster.on(TaskLost{3, TaskLoss::zone_outage});
  world.run_to(20);
  EXPECT_EQ(world.running.size(), 3u);
  EXPECT_EQ(world.stops[StopCause::essential_exit], 1);
  EXPECT_EQ(world.stops[StopCause::spot_interruption], 1);
  EXPECT_EQ(world.stops[StopCause::instance_lost], 1);
  EXPECT_EQ(world.places.size(), 6u) << "nobody replaces them";
}

TEST(Cluster, AvoidsAZoneThatIsDownForFargateTasks) {
  ServiceConfig api = half_vcpu_service(4);
  api.capacity_provider_strategy = {{"FARGATE", 0, 1}};
  ClusterWorld world(cluster_of(api));
  world.cluster.on(ZoneChanged{1, ZoneCondition::down, 1});
  world.cluster.start();
  world.run_to(10);
  EXPECT_EQ(world.cluster.tasks_by_zone("api"), (std::vector<std::int64_t>{2, 0, 2}));
  world.cluster.on(ZoneChanged{1, ZoneCondition::up, 1});
  world.run_to(300);
  EXPECT_EQ(world.cluster.tasks_by_zone("api")[1], 1) << "rebalanced";
  EXPECT_EQ(world.running.size(), 4u);
  EXPECT_EQ(world.stops[StopCause::rebalance], 1);
}

TEST(Cluster, GivesUpMovingIntoAZoneWithoutCapacity) {
  ServiceConfig api = half_vcpu_service(4);
  api.capacity_provider_strategy = {{"FARGATE", 0, 1}};
  ClusterWorld world(cluster_of(api));
  world.cluster.on(ZoneChanged{1, ZoneCondition::down, 1});
  world.cluster.start();
  world.run_to(10);
  world.cluster.on(ZoneChanged{1, ZoneCondition::up, 1});
  world.answers = false;
  world.run_to(62);  // the replacement is asked for in the zone that came back
  ASSERT_EQ(world.places.size(), 5u);
  EXPECT_EQ(world.places[5].zone, 1u);
  world.cluster.on(TaskPrepareFailed{5, "Capacity is unavailable at this time", true});
  world.run_to(300);
  EXPECT_EQ(world.places.size(), 5u) << "it is not tried again while the zone is avoided";
  EXPECT_EQ(world.running.size(), 4u);
  EXPECT_EQ(world.counts["api"].pending, 0);
}

TEST(Cluster, DoesNothingWhileTheControlPlaneIsDown) {
  ClusterWorld world(cluster_of(half_vcpu_service(2)));
  world.add_instance(1, 0);
  world.cluster.on(ControlPlaneChanged{false});
  world.cluster.start();
  world.run_to(100);
  EXPECT_TRUE(world.places.empty());
  world.cluster.on(ControlPlaneChanged{true});
  world.run_to(110);
  EXPECT_EQ(world.running.size(), 2u);
}

TEST(Cluster, ScalesItsGroupByTheReservationAndProtectsInstancesInUse) {
  ClusterConfig config = cluster_of(half_vcpu_service(40));
  config.capacity_providers["nodes"].managed_termination_protection = true;
  ClusterWorld world(config);
  for (InstanceId id = 1; id <= 10; ++id) world.add_instance(id, static_cast<ZoneIndex>(id % 3));
  world.cluster.on(GroupCapacity{"nodes", 10, 0, 10, 0});
  world.cluster.start();
  world.run_to(400);
  EXPECT_EQ(world.running.size(), 40u);
  EXPECT_TRUE(world.capacities.empty());
  world.cluster.on(SetDesiredCount{"api", 70});
  world.run_to(480);
  EXPECT_EQ(world.metrics["AWS/ECS/ManagedScaling/CapacityProviderReservation{nodes}"], 180);
  ASSERT_EQ(world.capacities.size(), 1u) << "ten full, thirty tasks of a quarter host";
  EXPECT_EQ(world.capacities[0].desired, 18);
  EXPECT_EQ(world.metrics["AWS/ECS/CPUReservation{main}"], 100);
  EXPECT_EQ(world.protection.size(), 10u);
  world.cluster.on(SetDesiredCount{"api", 0});
  world.run_to(600);
  for (const auto& [instance, is_protected] : world.protection) EXPECT_FALSE(is_protected) << instance;
}

TEST(Cluster, StartsThreeThousandTasksAtTheLaunchRate) {
  ClusterConfig config = cluster_of(half_vcpu_service(3000));
  config.service_launch_burst = 100;
  config.provisioning_tasks_max = 500;
  ClusterWorld world(config);
  for (InstanceId id = 1; id <= 750; ++id) world.add_instance(id, static_cast<ZoneIndex>(id % 3));
  world.cluster.start();
  world.run_to(600);
  ASSERT_EQ(world.running.size(), 3000u);
  // 100 at once and 500 a minute: the last one starts after 2,900 / (500 / 60) = 348 s.
  EXPECT_NEAR(world.started_at.back(), 348 + 5, 3);
  EXPECT_EQ(world.cluster.tasks_by_zone("api"), (std::vector<std::int64_t>{1000, 1000, 1000}));
}

TEST(Cluster, HoldsBackTasksBeyondTheProvisioningQuota) {
  ClusterConfig config = cluster_of(half_vcpu_service(30));
  config.provisioning_tasks_max = 10;
  ClusterWorld world(config);
  world.cluster.start();
  world.run_to(30);
  EXPECT_EQ(world.cluster.provisioning_tasks(), 10u);
  for (InstanceId id = 1; id <= 8; ++id) world.add_instance(id, 0);
  world.run_to(60);
  EXPECT_EQ(world.running.size(), 30u);
}

TEST(Cluster, RefusesStrategiesThatEcsForbids) {
  const auto build = [](const ServiceConfig& api) { ClusterWorld world(cluster_of(api)); };
  ServiceConfig mixed = half_vcpu_service(1);
  mixed.capacity_provider_strategy = {{"nodes", 0, 1}, {"FARGATE", 0, 1}};
  EXPECT_THROW(build(mixed), std::invalid_argument);
}

TEST(Cluster, RefusesAnUnknownProvider) {
  ServiceConfig unknown = half_vcpu_service(1);
  unknown.capacity_provider_strategy = {{"nowhere", 0, 1}};
  EXPECT_THROW(ClusterWorld world(cluster_of(unknown)), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::models::ecs
