#include "models/fargate/fargate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <stdexcept>
#include <vector>

namespace fleetcast::models::fargate {
namespace {

using sim::seconds;

/// A Fargate whose starts take exactly 10 s to provision, 10 s to pull and 5 s for the application.
FargateConfig exact() {
  FargateConfig config;
  config.provision_time_min = config.provision_time_max = 10;
  config.start_variability = 0;
  config.capacity_failure_probability = 0;
  config.capacity_failure_probability_in_outage = 0;
  config.spot_interruption_rate = 0;
  config.spot_dry_time = 600;
  return config;
}

TaskDefinition one_vcpu() {
  TaskDefinition task;
  task.cpu = 1;
  task.memory = 2.0 * 1024 * 1024 * 1024;
  task.start_up = 5;
  return task;
}

struct World {
  explicit World(FargateConfig config = exact(), TaskDefinition task = one_vcpu())
      : fargate(simulation, chance, metering, std::move(config), {{"api", task}}, 3) {
    fargate.task_prepared.connect(
        [this](const TaskPrepared& message) { prepared_at[message.task] = simulation.now().seconds(); });
    fargate.task_prepare_failed.connect([this](const TaskPrepareFailed& message) { failed[message.task] = message; });
    fargate.interruption_notices.connect([this](const TaskInterruptionNotice& notice) { notices.push_back(notice); });
    fargate.task_lost.connect([this](const TaskLost& lost) { lost_at[lost.task] = simulation.now().seconds(); });
    fargate.bytes_through_nat.connect([this](const BytesThroughNat& bytes) { nat_bytes += bytes.bytes; });
    fargate.start();
  }
  TaskPlace place(TaskId task, ZoneIndex zone, LaunchType type = LaunchType::fargate) const {
    TaskPlace made;
    made.task = task;
    made.service = "api";
    made.capacity_provider = type == LaunchType::fargate ? "FARGATE" : "FARGATE_SPOT";
    made.launch_type = type;
    made.zone = zone;
    return made;
  }
  void launch(TaskId first, TaskId last, ZoneIndex zone, LaunchType type = LaunchType::fargate) {
    for (TaskId task = first; task <= last; ++task) fargate.on(PrepareTask{place(task, zone, type)});
  }
  void stop(TaskId task, LaunchType type = LaunchType::fargate) {
    fargate.on(TaskStopped{place(task, 0, type), StopCause::scale_in});
  }
  void run_to(double second) { simulation.run_until(Instant{} + seconds(second)); }
  pricing::UsageAmount metered(std::string_view meter, const std::string& option = "fargate") const {
    pricing::UsageAmount sum;
    for (const auto& [key, amount] : ledger.rows()) {
      if (key.meter != meter || key.purchase_option != option) continue;
      sum.raw += amount.raw;
      sum.billable += amount.billable;
    }
    return sum;
  }

  sim::control::Simulation simulation;
  sim::chance::Chance chance{7};
  pricing::UsageLedger ledger;
  Metering metering{ledger, sim::Calendar(1'793'491'200), {"main", "us-east-1", {"a", "b", "c"}, Instant{}}};
  std::map<TaskId, double> prepared_at;
  std::map<TaskId, TaskPrepareFailed> failed;
  std::vector<TaskInterruptionNotice> notices;
  std::map<TaskId, double> lost_at;
  std::int64_t nat_bytes = 0;
  Fargate fargate;
};

TEST(LaunchTokens, GiveTheLastOf400After15Seconds) {
  LaunchTokens tokens(100, 20);
  Instant last;
  for (int i = 0; i < 400; ++i) {
    last = tokens.take(Instant{});
    if (i == 99) {
      EXPECT_EQ(last, Instant{});
    }
  }
  EXPECT_NEAR(last.seconds(), 15, 1e-6);
}

TEST(Fargate, StartsABurstAtTheRateOfItsTokens) {
  World world;
  world.launch(1, 400, 0);
  world.run_to(100);
  ASSERT_EQ(world.prepared_at.size(), 400u);
  EXPECT_NEAR(world.prepared_at[1], 25, 1e-3);
  EXPECT_NEAR(world.prepared_at[100], 25, 1e-3);
  EXPECT_NEAR(world.prepared_at[101], 25.05, 1e-3);
  EXPECT_NEAR(world.prepared_at[400], 40, 1e-3);
}

TEST(Fargate, GivesSpotABucketOfItsOwn) {
  World world;
  world.launch(1, 100, 0);
  world.launch(101, 200, 0, LaunchType::fargate_spot);
  world.run_to(25.01);
  EXPECT_EQ(world.prepared_at.size(), 200u);
}

TEST(Fargate, PullsTheWholeImageForEveryTaskThroughNatOrPublicAddress) {
  World world;
  world.launch(1, 2, 0);
  world.run_to(60);
  EXPECT_EQ(world.nat_bytes, 600'000'000);
  EXPECT_EQ(world.fargate.figures().pulled_bytes, 600'000'000);
}

TEST(Fargate, CannotPullWhenTheRegistryIsOutOfReach) {
  World world;
  world.fargate.on(ServicePathChanged{"ecr.dkr", 0, ServicePath::blocked});
  world.launch(1, 1, 0);
  world.launch(2, 2, 1);
  world.run_to(60);
  EXPECT_EQ(world.failed.at(1).cause, "CannotPullContainerError");
  EXPECT_FALSE(world.failed.at(1).is_for_want_of_capacity);
  EXPECT_TRUE(world.prepared_at.contains(2));
}

TEST(Fargate, MetersFromThePullToTheEndInWholeSeconds) {
  TaskDefinition task = one_vcpu();
  task.ephemeral_storage = 30.0 * 1024 * 1024 * 1024;
  task.assign_public_ip = true;
  World world(exact(), task);
  world.launch(1, 1, 0);
  world.run_to(3600);
  world.fargate.settle(world.simulation.now());
  world.run_to(3700.5);
  world.stop(1);
  world.fargate.settle(world.simulation.now());
  const std::int64_t billed_seconds = 3691;  // from 10 s to 3,700.5 s, rounded up
  EXPECT_EQ(world.metered(pricing::meter::fargate_milli_vcpu_seconds).billable, 1000 * billed_seconds);
  EXPECT_EQ(world.metered(pricing::meter::fargate_mib_seconds).billable, 2048 * billed_seconds);
  EXPECT_EQ(world.metered(pricing::meter::fargate_storage_mib_seconds).billable, 10 * 1024 * billed_seconds);
  EXPECT_EQ(world.metered(pricing::meter::public_ipv4_seconds, "").billable, billed_seconds);
  EXPECT_EQ(world.nat_bytes, 0) << "a public address goes past the NAT gateway";
}

TEST(Fargate, BillsAtLeastAMinuteAndNothingBeforeThePull) {
  World world;
  world.launch(1, 2, 0);
  world.run_to(9);
  world.stop(1);
  world.run_to(40);
  world.stop(2);
  EXPECT_EQ(world.metered(pricing::meter::fargate_milli_vcpu_seconds).raw, 1000 * 30);
  EXPECT_EQ(world.metered(pricing::meter::fargate_milli_vcpu_seconds).billable, 1000 * 60);
  EXPECT_FALSE(world.prepared_at.contains(1));
}

TEST(Fargate, LosesAZoneAndRefusesLaunchesInIt) {
  World world;
  world.launch(1, 10, 0);
  world.launch(11, 20, 1);
  world.run_to(60);
  world.fargate.on(ZoneChanged{1, ZoneCondition::down, 1});
  EXPECT_EQ(world.lost_at.size(), 10u);
  EXPECT_EQ(world.fargate.figures().lost_with_zone, 10);
  world.launch(21, 21, 1);
  world.run_to(120);
  EXPECT_TRUE(world.failed.at(21).is_for_want_of_capacity);
}

TEST(FargateSpot, WarnsTwoMinutesBeforeItKillsAndIsDryAfterwards) {
  World world;
  world.launch(1, 50, 0, LaunchType::fargate_spot);
  world.launch(51, 60, 0);
  world.launch(61, 70, 1, LaunchType::fargate_spot);
  world.run_to(100);
  world.fargate.reclaim(0, 1.0);
  world.run_to(281);
  ASSERT_EQ(world.notices.size(), 50u) << "all of the zone's Spot tasks, and no others";
  world.stop(world.notices.back().task, LaunchType::fargate_spot);
  world.run_to(402);
  EXPECT_EQ(world.lost_at.size(), 49u);
  for (const TaskInterruptionNotice& notice : world.notices) {
    if (!world.lost_at.contains(notice.task)) continue;
    EXPECT_NEAR(world.lost_at[notice.task], notice.stops_at.seconds(), 1e-6);
    EXPECT_GE(world.lost_at[notice.task], 220);
  }
  world.launch(71, 71, 0, LaunchType::fargate_spot);
  world.launch(72, 72, 0);
  world.run_to(500);
  EXPECT_TRUE(world.failed.at(71).is_for_want_of_capacity);
  EXPECT_TRUE(world.prepared_at.contains(72));
  world.run_to(701);
  world.launch(73, 73, 0, LaunchType::fargate_spot);
  world.run_to(800);
  EXPECT_TRUE(world.prepared_at.contains(73));
}

TEST(FargateSpot, InterruptsEachTaskAtTheConfiguredRateButTogether) {
  FargateConfig config = exact();
  config.spot_interruption_rate = 0.05;
  config.spot_reclaim_share = 0.5;
  config.spot_dry_time = 0;
  World world(config);
  // Every interrupted task is replaced at once, so that 60 tasks are exposed all the time.
  TaskId next = 61;
  world.fargate.task_lost.connect([&](const TaskLost&) {
    world.launch(next, next, static_cast<ZoneIndex>(next % 3), LaunchType::fargate_spot);
    ++next;
  });
  for (ZoneIndex zone = 0; zone < 3; ++zone) {
    world.launch(zone * 20 + 1, zone * 20 + 20, zone, LaunchType::fargate_spot);
  }
  world.run_to(400 * 3600);
  // Reclaims of three zones are Poisson with 0.1/h each: 120 in 400 h, of 10 tasks each in the mean. The zones'
  // sizes wander, so the standard error of the sum is that of 120 counts and a little more.
  const double expected = 0.05 * 60 * 400;
  EXPECT_NEAR(static_cast<double>(world.fargate.figures().interruptions), expected, 4 * expected / std::sqrt(120.0));
}

TEST(TaskSizes, AcceptWhatFargateOffersAndExplainWhatItDoesNot) {
  EXPECT_EQ(problem_of({250, 512, 0}), std::nullopt);
  EXPECT_EQ(problem_of({1000, 8192, 0}), std::nullopt);
  EXPECT_EQ(problem_of({8000, 20480, 0}), std::nullopt);
  EXPECT_TRUE(problem_of({250, 3072, 0}).has_value());
  EXPECT_TRUE(problem_of({8000, 18432, 0}).has_value());
  EXPECT_TRUE(problem_of({4000, 31 * 1024, 0}).has_value());
  EXPECT_TRUE(problem_of({3000, 8192, 0}).has_value());
  TaskDefinition wrong = one_vcpu();
  wrong.memory = 1024.0 * 1024 * 1024;
  EXPECT_THROW(World(exact(), wrong), std::invalid_argument);
}

TEST(PullRate, GrowsWithTheTask) {
  const FargateConfig config;
  EXPECT_EQ(pull_rate(config, 0.25), 30e6);
  EXPECT_EQ(pull_rate(config, 1), 30e6);
  EXPECT_EQ(pull_rate(config, 8), 100e6);
  EXPECT_GT(pull_rate(config, 4), pull_rate(config, 2));
}

}  // namespace
}  // namespace fleetcast::models::fargate
