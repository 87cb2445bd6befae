#include "models/secrets/secrets.hpp"

#include <gtest/gtest.h>

namespace fleetcast::models::secrets {
namespace {

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

struct World {
  sim::control::Simulation simulation;
  sim::chance::Chance chance{3};
  pricing::UsageLedger ledger;
  Metering metering{ledger, sim::Calendar(1'793'491'200), {"main", "us-east-1", {"us-east-1a", "us-east-1b"}, {}}};
  std::vector<TaskId> ready;
  std::vector<TaskPrepareFailed> failed;

  void listen(Secrets& secrets) {
    secrets.secrets_ready.connect([this](const PrepareTask& message) { ready.push_back(message.place.task); });
    secrets.task_prepare_failed.connect([this](const TaskPrepareFailed& message) { failed.push_back(message); });
  }
  std::int64_t used(std::string_view meter) const {
    std::int64_t sum = 0;
    for (const auto& [key, amount] : ledger.rows()) sum += key.meter == meter ? amount.billable : 0;
    return sum;
  }
};

TaskPlace place(TaskId task, const char* service = "api") {
  TaskPlace made;
  made.task = task;
  made.service = service;
  return made;
}

SecretsConfig two_secrets() {
  SecretsConfig config;
  config.latency = 0.5;
  config.secrets["database"] = {.services = {"api"}, .is_cached_by_client = true};
  config.secrets["signing_key"] = {};
  return config;
}

TEST(Secrets, AreFetchedOneAfterTheOtherWhenATaskStarts) {
  World world;
  Secrets secrets(world.simulation, world.chance, world.metering, two_secrets());
  world.listen(secrets);
  secrets.on(PrepareTask{place(1)});
  secrets.on(PrepareTask{place(2, "worker")});
  world.simulation.run_until(at(0.75));
  EXPECT_EQ(world.ready, std::vector<TaskId>{2});
  world.simulation.run_until(at(1.25));
  EXPECT_EQ(world.ready, (std::vector<TaskId>{2, 1}));
  EXPECT_EQ(world.used(pricing::meter::secrets_api_calls), 3);
}

TEST(Secrets, TasksWithoutSecretsDoNotWait) {
  World world;
  Secrets secrets(world.simulation, world.chance, world.metering, {});
  world.listen(secrets);
  secrets.on(PrepareTask{place(1)});
  EXPECT_EQ(world.ready.size(), 1U);
}

TEST(Secrets, UnreachableEndpointFailsTheTask) {
  World world;
  Secrets secrets(world.simulation, world.chance, world.metering, two_secrets());
  world.listen(secrets);
  secrets.on(ServicePathChanged{"secretsmanager", 0, ServicePath::blocked});
  secrets.on(ServicePathChanged{"s3", 1, ServicePath::blocked});
  secrets.on(PrepareTask{place(1)});
  auto elsewhere = place(2);
  elsewhere.zone = 1;
  secrets.on(PrepareTask{elsewhere});
  world.simulation.run_until(at(61));
  EXPECT_EQ(world.ready, std::vector<TaskId>{2});
  ASSERT_EQ(world.failed.size(), 1U);
  EXPECT_EQ(world.failed[0].task, 1U);
  EXPECT_TRUE(world.failed[0].cause.starts_with("ResourceInitializationError"));
}

TEST(Secrets, AStoppedTaskIsForgotten) {
  World world;
  Secrets secrets(world.simulation, world.chance, world.metering, two_secrets());
  world.listen(secrets);
  secrets.on(PrepareTask{place(1)});
  secrets.on(TaskStopped{place(1), StopCause::scale_in});
  world.simulation.run_until(at(10));
  EXPECT_TRUE(world.ready.empty());
}

TEST(Secrets, ClientCachesRefreshOncePerHour) {
  World world;
  Secrets secrets(world.simulation, world.chance, world.metering, two_secrets());
  secrets.on(TaskStarted{place(1)});
  world.simulation.run_until(at(5400));
  secrets.on(TaskStarted{place(2)});
  world.simulation.run_until(at(7199));
  secrets.settle(at(7199));
  EXPECT_EQ(secrets.figures().calls_of_caches, 2 + 1);
  secrets.settle(at(7199));
  EXPECT_EQ(secrets.figures().calls_of_caches, 3);
  world.simulation.run_until(at(10'000));
  secrets.on(TaskStopped{place(1), StopCause::scale_in});
  secrets.settle(at(10'000));
  EXPECT_EQ(secrets.figures().calls_of_caches, 3 + 2);
  EXPECT_EQ(world.used(pricing::meter::secrets_api_calls), 5);
}

TEST(Secrets, EverySecretAndReplicaIsBilledByTheHour) {
  World world;
  auto config = two_secrets();
  config.secrets["signing_key"].replicas = 2;
  Secrets secrets(world.simulation, world.chance, world.metering, config);
  secrets.settle(at(3600));
  secrets.settle(at(7200));
  EXPECT_EQ(world.used(pricing::meter::secrets_secret_hours), 2 * (1 + 3));
}

TEST(Secrets, RotationsAreAnnounced) {
  World world;
  auto config = two_secrets();
  config.secrets["database"].rotation_period = 86'400;
  config.secrets["database"].rotation_invalidates_old_value = true;
  Secrets secrets(world.simulation, world.chance, world.metering, config);
  std::vector<SecretRotated> rotated;
  secrets.secret_rotated.connect([&](const SecretRotated& message) { rotated.push_back(message); });
  secrets.start();
  world.simulation.run_until(at(2.5 * 86'400));
  ASSERT_EQ(rotated.size(), 2U);
  EXPECT_EQ(rotated[0].secret, "database");
  EXPECT_TRUE(rotated[0].old_value_is_invalid);
}

}  // namespace
}  // namespace fleetcast::models::secrets
