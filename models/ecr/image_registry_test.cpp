#include "models/ecr/image_registry.hpp"

#include <gtest/gtest.h>

#include <set>
#include <stdexcept>

namespace fleetcast::models::ecr {
namespace {

using sim::control::LinkId;
using sim::control::MachineId;

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

EcrConfig simple_config() {
  EcrConfig config;
  config.interface_attachment = 6.0;
  config.pull_rate = 50e6;
  config.unpack_rate = 100e6;
  config.registry_bandwidth = 5e9;
  auto& image = config.images["api"];
  image.size = 300e6;
  image.start_up = 5.0;
  return config;
}

/// Two machines in one zone; the machine of an instance has the same number.
struct World {
  sim::control::Simulation simulation;
  sim::chance::Chance chance{9};
  pricing::UsageLedger ledger;
  Metering metering{ledger, sim::Calendar(1'793'491'200), {"main", "us-east-1", {"us-east-1a"}, {}}};
  std::vector<MachineId> machines;
  std::set<InstanceId> gone;
  std::vector<std::pair<TaskId, double>> prepared;
  std::vector<TaskPrepareFailed> failed;
  std::int64_t nat_bytes = 0;

  World() {
    const auto zone = simulation.add_zone("us-east-1a");
    for (int i = 0; i < 2; ++i)
      machines.push_back(simulation.add_machine("machine " + std::to_string(i), zone, 1.25e9));
  }
  std::unique_ptr<ImageRegistry> registry(const EcrConfig& config, double nat_bandwidth = 625e6) {
    const LinkId nat = simulation.add_link("nat", nat_bandwidth);
    auto made =
        std::make_unique<ImageRegistry>(simulation, chance, metering, config, std::vector<std::optional<LinkId>>{nat},
                                        [this](InstanceId instance) -> std::optional<MachineId> {
                                          if (gone.contains(instance)) return std::nullopt;
                                          return machines.at(instance);
                                        });
    made->task_prepared.connect(
        [this](const TaskPrepared& message) { prepared.emplace_back(message.task, simulation.now().seconds()); });
    made->task_prepare_failed.connect([this](const TaskPrepareFailed& message) { failed.push_back(message); });
    made->bytes_through_nat.connect([this](const BytesThroughNat& message) { nat_bytes += message.bytes; });
    for (const MachineId machine : machines) simulation.turn_on(machine);
    return made;
  }
};

TaskPlace place(TaskId task, InstanceId instance = 0, std::int64_t revision = 1) {
  TaskPlace made;
  made.task = task;
  made.service = "api";
  made.instance = instance;
  made.revision = revision;
  return made;
}

void block(ImageRegistry& registry) {
  for (const char* service : {"ecr.api", "ecr.dkr", "s3"})
    registry.on(ServicePathChanged{service, 0, ServicePath::blocked});
}

TEST(ImageRegistry, FirstTaskPullsAndLaterOnesFindTheImage) {
  World world;
  const auto registry = world.registry(simple_config());
  registry->on(PrepareTask{place(1)});
  world.simulation.run_until(at(100));
  registry->on(PrepareTask{place(2)});
  world.simulation.run_until(at(200));
  ASSERT_EQ(world.prepared.size(), 2U);
  EXPECT_NEAR(world.prepared[0].second, 6 + 300e6 / 50e6 + 300e6 / 100e6 + 5, 1e-3);
  EXPECT_NEAR(world.prepared[1].second - 100, 6 + 1 + 5, 1e-3);
  EXPECT_EQ(world.nat_bytes, 300'000'000);
  EXPECT_EQ(registry->figures().cached_starts, 1);
}

TEST(ImageRegistry, TasksOnOneInstanceShareOnePull) {
  World world;
  const auto registry = world.registry(simple_config());
  for (TaskId task = 1; task <= 3; ++task) registry->on(PrepareTask{place(task)});
  world.simulation.run_until(at(100));
  EXPECT_EQ(world.prepared.size(), 3U);
  EXPECT_EQ(registry->figures().pulls, 1);
}

TEST(ImageRegistry, InstancesShareTheirGateway) {
  World world;
  auto config = simple_config();
  config.images["api"].network_mode = NetworkMode::bridge;
  const auto registry = world.registry(config, 30e6);
  registry->on(PrepareTask{place(1, 0)});
  registry->on(PrepareTask{place(2, 1)});
  world.simulation.run_until(at(100));
  ASSERT_EQ(world.prepared.size(), 2U);
  EXPECT_NEAR(world.prepared[0].second, 600e6 / 30e6 + 3 + 5, 1e-3);
}

TEST(ImageRegistry, AnEndpointSparesTheGateway) {
  World world;
  const auto registry = world.registry(simple_config(), 1e6);
  registry->on(ServicePathChanged{"s3", 0, ServicePath::gateway_endpoint});
  registry->on(PrepareTask{place(1)});
  world.simulation.run_until(at(30));
  EXPECT_EQ(world.prepared.size(), 1U);
  EXPECT_EQ(world.nat_bytes, 0);
}

TEST(ImageRegistry, ANewRevisionPullsWhatChanged) {
  World world;
  const auto registry = world.registry(simple_config());
  registry->on(PrepareTask{place(1, 0, 1)});
  world.simulation.run_until(at(100));
  registry->on(PrepareTask{place(2, 0, 2)});
  world.simulation.run_until(at(200));
  EXPECT_EQ(registry->figures().pulled_bytes, 360'000'000);
}

TEST(ImageRegistry, AnUnreachableRegistryFailsNewInstancesOnly) {
  World world;
  const auto registry = world.registry(simple_config());
  registry->on(PrepareTask{place(1, 0)});
  world.simulation.run_until(at(100));
  block(*registry);
  registry->on(PrepareTask{place(2, 0)});
  registry->on(PrepareTask{place(3, 1)});
  world.simulation.run_until(at(300));
  ASSERT_EQ(world.prepared.size(), 2U);
  EXPECT_NEAR(world.prepared[1].second - 100, 6 + 60 + 1 + 5, 1e-3);  // the agent falls back to its cache
  ASSERT_EQ(world.failed.size(), 1U);
  EXPECT_EQ(world.failed[0].task, 3U);
  EXPECT_TRUE(world.failed[0].cause.starts_with("CannotPullContainerError"));
}

TEST(ImageRegistry, PreferCachedDoesNotAskTheRegistry) {
  World world;
  auto config = simple_config();
  config.image_pull_behavior = PullBehavior::prefer_cached;
  const auto registry = world.registry(config);
  registry->on(PrepareTask{place(1)});
  world.simulation.run_until(at(100));
  block(*registry);
  registry->on(PrepareTask{place(2)});
  world.simulation.run_until(at(113));
  EXPECT_EQ(world.prepared.size(), 2U);
}

TEST(ImageRegistry, AlwaysNeedsTheRegistry) {
  World world;
  auto config = simple_config();
  config.image_pull_behavior = PullBehavior::always;
  const auto registry = world.registry(config);
  registry->on(PrepareTask{place(1)});
  world.simulation.run_until(at(100));
  block(*registry);
  registry->on(PrepareTask{place(2)});
  world.simulation.run_until(at(200));
  EXPECT_EQ(world.prepared.size(), 1U);
  EXPECT_EQ(world.failed.size(), 1U);
}

TEST(ImageRegistry, InterfacesWaitForTheControlPlane) {
  World world;
  const auto registry = world.registry(simple_config());
  registry->on(ControlPlaneChanged{false});
  registry->on(PrepareTask{place(1)});
  world.simulation.at(at(100), 0, [&] { registry->on(ControlPlaneChanged{true}); });
  world.simulation.run_until(at(130));
  EXPECT_EQ(world.prepared.size(), 1U);
  registry->on(ControlPlaneChanged{false});
  registry->on(PrepareTask{place(2)});
  world.simulation.run_until(at(130 + 181));
  ASSERT_EQ(world.failed.size(), 1U);
  EXPECT_TRUE(world.failed[0].cause.starts_with("ResourceInitializationError"));
}

TEST(ImageRegistry, NothingIsSaidOfTasksThatAreGone) {
  World world;
  const auto registry = world.registry(simple_config());
  registry->on(PrepareTask{place(1, 0)});
  registry->on(PrepareTask{place(2, 1)});
  world.simulation.run_until(at(8));
  registry->on(TaskStopped{place(1, 0), StopCause::scale_in});
  world.simulation.turn_off(world.machines[1]);
  registry->on(InstanceTerminated{1, "group", {}, PurchaseOption::spot, TerminationCause::spot_interruption});
  world.gone.insert(1);
  registry->on(PrepareTask{place(3, 1)});
  world.simulation.run_until(at(200));
  EXPECT_TRUE(world.prepared.empty());
  EXPECT_TRUE(world.failed.empty());
}

TEST(ImageRegistry, FargateTasksAreNotItsBusiness) {
  World world;
  const auto registry = world.registry(simple_config());
  auto on_fargate = place(1);
  on_fargate.launch_type = LaunchType::fargate;
  on_fargate.service = "no image here";
  registry->on(PrepareTask{on_fargate});
  auto unknown = place(2);
  unknown.service = "no image here";
  EXPECT_THROW(registry->on(PrepareTask{unknown}), std::logic_error);
}

TEST(ImageRegistry, StorageIsMeteredForAllRevisions) {
  World world;
  auto config = simple_config();
  config.images["api"].size = 100.0 * 1024 * 1024;
  config.images["api"].changed_share = 0.5;
  config.images["api"].stored_revisions = 3;
  const auto registry = world.registry(config);
  registry->settle(at(1800));
  registry->settle(at(3600));
  ASSERT_EQ(world.ledger.rows().size(), 1U);
  EXPECT_EQ(world.ledger.rows().begin()->second.billable, 200 * 3600);
}

}  // namespace
}  // namespace fleetcast::models::ecr
