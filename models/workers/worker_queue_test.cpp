#include "models/workers/worker_queue.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace fleetcast::models::workers {
namespace {

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

struct World {
  sim::control::Simulation simulation;
  sim::chance::Chance chance{11};
  pricing::UsageLedger ledger;
  Metering metering{ledger, sim::Calendar(1'793'491'200), {"main", "us-east-1", {"us-east-1a"}, {}}};

  std::int64_t requests() const {
    std::int64_t sum = 0;
    for (const auto& [key, amount] : ledger.rows())
      sum += key.meter == pricing::meter::sqs_requests ? amount.billable : 0;
    return sum;
  }
};

TaskPlace place(TaskId task, const char* service = "thumbnails") {
  TaskPlace made;
  made.task = task;
  made.service = service;
  return made;
}

WorkersConfig constant_work(double work_s) {
  WorkersConfig config;
  config.service = "thumbnails";
  config.processing_time = work_s;
  return config;
}

TEST(WorkerQueue, WorkersTakeMessagesInOrderAndBillRequests) {
  World world;
  auto config = constant_work(10);
  config.deadline = 15;
  WorkerQueue queue(world.simulation, world.chance, world.metering, "images", 0, config);
  queue.on(TaskStarted{place(1)});
  queue.on(TaskStarted{place(2, "another service")});
  queue.send(2);
  world.simulation.run_until(at(20));
  EXPECT_EQ(queue.figures().completed, 2);
  EXPECT_EQ(queue.figures().late, 1);
  EXPECT_DOUBLE_EQ(*queue.figures().mean_time_to_completion_s(), 15);
  queue.settle(at(20));
  EXPECT_EQ(world.requests(), 2 + 2 + 2);  // send, receive, delete
}

TEST(WorkerQueue, EmptyLongPollsAreBilled) {
  World world;
  auto config = constant_work(10);
  config.concurrency = 3;
  WorkerQueue queue(world.simulation, world.chance, world.metering, "images", 0, config);
  queue.on(TaskStarted{place(1)});
  world.simulation.run_until(at(3600));
  queue.settle(at(3600));
  EXPECT_EQ(world.requests(), 3 * 180);
}

TEST(WorkerQueue, AMessageReappearsWhenItsWorkerDies) {
  World world;
  WorkerQueue queue(world.simulation, world.chance, world.metering, "images", 0, constant_work(10));
  queue.on(TaskStarted{place(1)});
  queue.send(1);
  world.simulation.run_until(at(5));
  queue.on(TaskStopped{place(1), StopCause::instance_lost});
  queue.on(TaskStarted{place(2)});
  world.simulation.run_until(at(39));
  EXPECT_EQ(queue.figures().completed, 0);
  world.simulation.run_until(at(41));
  EXPECT_EQ(queue.figures().completed, 1);
  EXPECT_EQ(queue.figures().redelivered, 1);
  EXPECT_EQ(queue.figures().lost_with_worker, 1);
  EXPECT_NEAR(queue.figures().completion_sum_s, 40, 1e-5);  // 30 s of invisibility, 10 s of work
}

TEST(WorkerQueue, OrderlyWorkersCanReleaseTheirMessages) {
  World world;
  auto config = constant_work(10);
  config.releases_on_stop = true;
  WorkerQueue queue(world.simulation, world.chance, world.metering, "images", 0, config);
  queue.on(TaskStarted{place(1)});
  queue.on(TaskStarted{place(2)});
  queue.send(1);
  world.simulation.run_until(at(5));
  queue.on(TaskStopped{place(1), StopCause::spot_interruption});
  world.simulation.run_until(at(16));
  EXPECT_EQ(queue.figures().completed, 1);
  world.simulation.run_until(at(100));
  EXPECT_EQ(queue.figures().completed, 1);
}

TEST(WorkerQueue, ADeactivatingWorkerFinishesButTakesNothingNew) {
  World world;
  WorkerQueue queue(world.simulation, world.chance, world.metering, "images", 0, constant_work(10));
  queue.on(TaskStarted{place(1)});
  queue.send(2);
  queue.on(TaskDeactivating{place(1)});
  world.simulation.run_until(at(60));
  EXPECT_EQ(queue.figures().completed, 1);
  EXPECT_EQ(queue.backlog(), 1);
}

TEST(WorkerQueue, WorkBeyondTheTimeOutIsDoneTwice) {
  World world;
  WorkerQueue queue(world.simulation, world.chance, world.metering, "images", 0, constant_work(40));
  queue.on(TaskStarted{place(1)});
  queue.on(TaskStarted{place(2)});
  queue.send(1);
  world.simulation.run_until(at(200));
  EXPECT_EQ(queue.figures().completed, 1);
  EXPECT_EQ(queue.figures().redelivered, 1);
  EXPECT_EQ(queue.figures().done_twice, 1);
}

TEST(WorkerQueue, PoisonGoesToTheDeadLetterQueue) {
  World world;
  auto config = constant_work(1);
  config.failure_probability = 1;
  config.max_receive_count = 3;
  WorkerQueue queue(world.simulation, world.chance, world.metering, "images", 0, config);
  queue.on(TaskStarted{place(1)});
  queue.send(5);
  world.simulation.run_until(at(95));
  EXPECT_EQ(queue.figures().dead_lettered, 5);
  EXPECT_EQ(queue.figures().redelivered, 5 * 2);
  EXPECT_EQ(queue.unfinished(), 0);
}

TEST(WorkerQueue, OldMessagesAreDiscarded) {
  World world;
  auto config = constant_work(1);
  config.message_retention_seconds = 120;
  WorkerQueue queue(world.simulation, world.chance, world.metering, "images", 0, config);
  queue.start();
  queue.send(4);
  world.simulation.run_until(at(120));
  EXPECT_EQ(queue.unfinished(), 4);
  world.simulation.run_until(at(180));
  EXPECT_EQ(queue.figures().expired, 4);
  EXPECT_DOUBLE_EQ(queue.figures().oldest_age_max_s, 120);
}

TEST(WorkerQueue, PublishesTheBacklogOfATaskEachMinute) {
  World world;
  WorkerQueue queue(world.simulation, world.chance, world.metering, "images", 0, constant_work(1000));
  std::vector<MetricPoint> points;
  queue.metric_points.connect([&](const MetricPoint& point) {
    if (point.metric == "Custom/BacklogPerTask{thumbnails}") points.push_back(point);
  });
  queue.start();
  queue.send(12);
  world.simulation.run_until(at(60));
  queue.on(TaskStarted{place(1)});
  queue.on(TaskStarted{place(2)});
  world.simulation.run_until(at(89));
  world.simulation.run_until(at(120));
  ASSERT_EQ(points.size(), 2U);
  EXPECT_DOUBLE_EQ(points[0].value, 12);
  EXPECT_DOUBLE_EQ(points[1].value, 6);  // two in flight reappeared after 30 s, while their workers still work on them
}

TEST(WorkerQueue, OneWorkerIsAnMM1Queue) {
  World world;
  auto config = constant_work(1);
  config.processing_time = sim::chance::Distribution::exponential(1);
  config.arrival_rate = 0.5;
  config.visibility_timeout_seconds = 43'200;
  WorkerQueue queue(world.simulation, world.chance, world.metering, "images", 0, config);
  queue.on(TaskStarted{place(1)});
  queue.start();
  world.simulation.run_until(at(400'000));
  const auto n = static_cast<double>(queue.figures().completed);
  EXPECT_NEAR(n, 200'000, 4 * std::sqrt(200'000.0));
  // Mean time in system 1 / (1 - 0.5); the mean of n of them has variance 29 / n (Whitt 1989, load 0.5).
  EXPECT_NEAR(*queue.figures().mean_time_to_completion_s(), 2.0, 4 * std::sqrt(29 / n));
}

TEST(Arrivals, FollowTheHourlyProfile) {
  WorkersConfig config;
  config.arrival_rate = 1;
  config.hourly_profile.assign(24, 0.0);
  config.hourly_profile[3] = 2;
  Arrivals arrivals(config, sim::Calendar(1'793'491'200), sim::chance::Chance(1).stream("arrival"));
  for (int i = 0; i < 1000; ++i) {
    const Instant next = *arrivals.next();
    ASSERT_GE(next, at(3 * 3600));
    ASSERT_LT(next, at(4 * 3600));
  }
}

TEST(Arrivals, WithoutRateThereAreNone) {
  Arrivals arrivals({}, sim::Calendar(0), sim::chance::Chance(1).stream("arrival"));
  EXPECT_EQ(arrivals.next(), std::nullopt);
}

TEST(Arrivals, RefuseAProfileThatIsNotADay) {
  WorkersConfig config;
  config.hourly_profile.assign(12, 1.0);
  EXPECT_THROW(Arrivals(config, sim::Calendar(0), sim::chance::Chance(1).stream("arrival")), std::invalid_argument);
}

TEST(MessageStore, AStaleReceiptReleasesNothing) {
  MessageStore store(sim::seconds(30));
  store.send(at(0));
  const auto first = *store.receive(at(0));
  EXPECT_TRUE(store.release(first));
  const auto second = *store.receive(at(1));
  EXPECT_EQ(second.receive, 2);
  EXPECT_FALSE(store.release(first));
  EXPECT_EQ(store.next_time_out(), at(31));
  EXPECT_TRUE(store.erase(second.message));
  EXPECT_FALSE(store.erase(second.message));
  EXPECT_EQ(store.next_time_out(), std::nullopt);
  EXPECT_EQ(store.size(), 0);
}

}  // namespace
}  // namespace fleetcast::models::workers
