#include <gtest/gtest.h>

#include <algorithm>

#include "models/ecs/cluster.hpp"
#include "models/ecs/cluster_world_test.hpp"

namespace fleetcast::models::ecs {
namespace {

std::int64_t running_of_revision(const ClusterWorld& world, std::int64_t revision) {
  return std::count_if(world.running.begin(), world.running.end(),
                       [&](TaskId task) { return world.places.at(task).revision == revision; });
}

TEST(Deployment, KeepsBetweenLowerAndUpperWhileItRolls) {
  ServiceConfig api = half_vcpu_service(5);
  api.deployment_minimum_healthy_percent = 50;
  api.deployment_maximum_percent = 150;
  ClusterWorld world(cluster_of(api));
  for (InstanceId id = 1; id <= 4; ++id) world.add_instance(id, 0);
  world.cluster.start();
  world.run_to(60);
  world.cluster.on(StartDeployment{"api", false});
  EXPECT_TRUE(world.counts["api"].is_deploying);
  std::size_t least = 5;
  for (double second = 60; second < 600 && world.counts["api"].is_deploying; second += 0.5) {
    world.run_to(second);
    least = std::min(least, world.running.size() - world.deactivated_at.size() + world.stopped_at.size());
    EXPECT_LE(world.places.size() - world.stopped_at.size(), 7u) << "upper = floor(7.5), at " << second;
  }
  EXPECT_EQ(least, 3u) << "lower = ceil(2.5)";
  EXPECT_FALSE(world.counts["api"].is_deploying);
  EXPECT_EQ(running_of_revision(world, 2), 5);
  world.run_to(700);
  EXPECT_EQ(world.running.size(), 5u);
  EXPECT_EQ(world.stops[StopCause::deployment], 5);
  EXPECT_EQ(world.cluster.figures("api").deployments_completed, 1);
}

TEST(Deployment, StartsTheNewTasksFirstAtOneHundredAndTwoHundredPercent) {
  ClusterWorld world(cluster_of(half_vcpu_service(4)));
  for (InstanceId id = 1; id <= 2; ++id) world.add_instance(id, 0);
  world.cluster.start();
  world.run_to(60);
  world.cluster.on(StartDeployment{"api", false});
  world.run_to(65.5);
  EXPECT_EQ(running_of_revision(world, 1), 4);
  EXPECT_EQ(running_of_revision(world, 2), 4);
  EXPECT_TRUE(world.deactivated_at.empty());
  world.run_to(67);
  EXPECT_EQ(world.deactivated_at.size(), 4u);
  world.run_to(68);
  EXPECT_FALSE(world.counts["api"].is_deploying);
}

TEST(CircuitBreaker, RollsBackAfterThreeFailedHealthChecks) {
  ServiceConfig api = half_vcpu_service(4);
  api.deployment_circuit_breaker = {true, true};
  ClusterWorld world(cluster_of(api));
  for (InstanceId id = 1; id <= 4; ++id) world.add_instance(id, 0);
  world.cluster.start();
  world.run_to(60);
  world.cluster.on(StartDeployment{"api", true});
  world.run_to(100);
  EXPECT_EQ(running_of_revision(world, 2), 4);
  EXPECT_TRUE(world.places[5].is_broken);
  world.run_to(400);
  EXPECT_EQ(running_of_revision(world, 1), 4);
  EXPECT_EQ(running_of_revision(world, 2), 0);
  EXPECT_EQ(world.places.size(), 8u) << "the old tasks never went";
  EXPECT_EQ(world.cluster.figures("api").deployments_failed, 1);
  EXPECT_FALSE(world.counts["api"].is_deploying);
  ASSERT_GE(world.incidents.size(), 1u);
  EXPECT_EQ(world.incidents[0].effect, "revision 2 failed and is rolled back");
}

TEST(CircuitBreaker, StopsStartingTasksWithoutRollback) {
  ServiceConfig api = half_vcpu_service(4);
  api.deployment_circuit_breaker = {true, false};
  ClusterWorld world(cluster_of(api));
  for (InstanceId id = 1; id <= 4; ++id) world.add_instance(id, 0);
  world.cluster.start();
  world.run_to(60);
  world.cluster.on(StartDeployment{"api", true});
  world.run_to(900);
  EXPECT_EQ(running_of_revision(world, 1), 4);
  EXPECT_EQ(running_of_revision(world, 2), 0);
  EXPECT_EQ(world.places.size(), 8u);
  world.cluster.on(StartDeployment{"api", false});
  world.run_to(1100);
  EXPECT_EQ(running_of_revision(world, 3), 4);
}

TEST(CircuitBreaker, CountsTasksThatNeverRun) {
  ServiceConfig api = half_vcpu_service(2);
  api.deployment_circuit_breaker = {true, true};
  ClusterWorld world(cluster_of(api));
  for (InstanceId id = 1; id <= 2; ++id) world.add_instance(id, 0);
  world.cluster.start();
  world.run_to(60);
  world.fails_to_prepare = true;
  world.cluster.on(StartDeployment{"api", false});
  world.run_to(300);
  EXPECT_EQ(world.cluster.figures("api").deployments_failed, 1);
  EXPECT_EQ(world.cluster.figures("api").failed_to_start, 4) << "two rounds of two: the threshold is three";
  EXPECT_EQ(running_of_revision(world, 1), 2);
}

TEST(Deployment, KeepsTryingWithGrowingGapsWithoutACircuitBreaker) {
  ServiceConfig api = half_vcpu_service(1);
  ClusterConfig config = cluster_of(api);
  ClusterWorld world(config);
  world.add_instance(1, 0);
  world.fails_to_prepare = true;
  world.cluster.start();
  world.run_to(3 * 3600);
  // Gaps of 10, 20, ..., 640 and then 900 s: 7 rounds in about 1,290 s, and one each 903 s after that.
  EXPECT_NEAR(static_cast<double>(world.cluster.figures("api").failed_to_start), 7 + 9500.0 / 903, 2);
  EXPECT_TRUE(world.counts["api"].is_deploying);
}

TEST(Deployment, WaitsForCapacityWithoutCountingIt) {
  ServiceConfig api = half_vcpu_service(1);
  api.capacity_provider_strategy = {{"FARGATE_SPOT", 0, 1}};
  api.deployment_circuit_breaker = {true, true};
  ClusterWorld world(cluster_of(api));
  world.answers = false;
  world.cluster.task_starting.connect([&](const PrepareTask& prepare) {
    const TaskId task = prepare.place.task;
    world.simulation.at(world.simulation.now() + sim::seconds(1), 0, [&world, task] {
      if (task <= 5) {
        world.cluster.on(TaskPrepareFailed{task, "Capacity is unavailable at this time", true});
      } else {
        world.cluster.on(TaskPrepared{task});
      }
    });
  });
  world.cluster.start();
  world.run_to(120);
  EXPECT_EQ(world.running.size(), 1u);
  EXPECT_EQ(world.cluster.figures("api").failed_to_start, 5);
  EXPECT_EQ(world.cluster.figures("api").deployments_failed, 0);
  EXPECT_NE(world.places[1].zone, world.places[2].zone) << "another zone is tried first";
  EXPECT_NE(world.places[2].zone, world.places[3].zone);
}

TEST(Rebalancing, MovesTasksIntoAZoneThatComesBack) {
  ClusterWorld world(cluster_of(half_vcpu_service(6)));
  for (InstanceId id = 1; id <= 4; ++id) world.add_instance(id, static_cast<ZoneIndex>(id % 2));
  world.cluster.start();
  world.run_to(50);
  EXPECT_EQ(world.cluster.tasks_by_zone("api"), (std::vector<std::int64_t>{3, 3, 0}));
  world.add_instance(5, 2);
  world.run_to(1000);
  EXPECT_EQ(world.cluster.tasks_by_zone("api"), (std::vector<std::int64_t>{2, 2, 2}));
  EXPECT_EQ(world.cluster.figures("api").rebalanced, 2);
  EXPECT_EQ(world.running.size(), 6u);
}

TEST(Rebalancing, StaysOffWhenNotWanted) {
  ServiceConfig api = half_vcpu_service(6);
  api.availability_zone_rebalancing = false;
  ClusterWorld world(cluster_of(api));
  for (InstanceId id = 1; id <= 4; ++id) world.add_instance(id, static_cast<ZoneIndex>(id % 2));
  world.cluster.start();
  world.run_to(50);
  world.add_instance(5, 2);
  world.run_to(1000);
  EXPECT_EQ(world.cluster.figures("api").rebalanced, 0);
}

}  // namespace
}  // namespace fleetcast::models::ecs
