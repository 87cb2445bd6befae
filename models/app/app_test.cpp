#include "models/app/app.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace fleetcast::models::app {
namespace {

using sim::chance::Distribution;
using sim::traffic::CauseId;
using sim::traffic::Kernel;
using sim::traffic::PoolId;
using sim::traffic::ProgramWriter;

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

/// A service whose calls are made to a stand-in that takes a fixed time or fails.
struct World {
  explicit World(const AppConfig& config, double vcpus = 2)
      : app(simulation, kernel, config, "api", pool, vcpus),
        concurrency(static_cast<std::uint32_t>(config.concurrency.count())),
        backlog(static_cast<std::uint32_t>(config.backlog.count())),
        servers(static_cast<std::uint32_t>(std::ceil(vcpus))) {}

  void start_task(TaskId task) {
    kernel.add_member(pool, {.key = task, .slots = concurrency, .backlog = backlog, .servers = servers});
    app.on(TaskStarted{place(task)});
  }
  static TaskPlace place(TaskId task) {
    TaskPlace made;
    made.task = task;
    made.service = "api";
    return made;
  }
  void feed(double rate, double length) {
    ProgramWriter writer(kernel);
    const std::uint32_t entry = writer.here();
    writer.balance(pool, "pick");
    app.write(writer, "page", [&](ProgramWriter& inner, const CallConfig&, const std::string& purpose) {
      inner.count(calls);
      const auto fails = inner.label();
      const auto done = inner.label();
      inner.jump_if(broken, fails, purpose);
      inner.delay(Distribution::constant(call_time), purpose + "/delay");
      inner.jump(done);
      inner.place_label(fails);
      inner.fail(call_failed);
      inner.place_label(done);
    });
    writer.leave();
    writer.reply();
    writer.finish();
    const auto one = kernel.add_class("page", entry, sim::hours(1));
    kernel.add_open_source({"viewers", {{at(0), at(length), rate, rate}}, {one}, {1.0}});
  }
  void run(double until) {
    simulation.run_until(at(until));
    kernel.advance_to(at(until));
  }
  [[nodiscard]] std::uint64_t failed(CauseId cause) const { return kernel.outcomes().classes[0].by_cause[cause.value]; }
  [[nodiscard]] std::uint64_t good() const { return kernel.outcomes().classes[0].good; }

  sim::control::Simulation simulation;
  Kernel kernel{sim::chance::Chance(3), 1};
  CauseId gone = kernel.add_cause("gone", false);
  CauseId call_failed = kernel.add_cause("call_failed", true);
  PoolId pool =
      kernel.add_pool({.name = "api", .no_member = gone, .refused = gone, .unreachable = gone, .purpose = "api"});
  sim::traffic::CounterId calls = kernel.add_counter();
  sim::traffic::KnobId broken = kernel.add_knob(0);
  double call_time = 0;
  App app;
  std::uint32_t concurrency;
  std::uint32_t backlog;
  std::uint32_t servers;
};

AppConfig config_with_call(const CallConfig& call) {
  AppConfig config;
  config.requests["page"].cpu_time = 0.01;
  config.requests["page"].calls = {call};
  return config;
}

CallConfig database_call() {
  CallConfig call;
  call.database = "orders";
  return call;
}

TEST(App, ReportsTheShareOfReservedProcessorsThatIsBusy) {
  AppConfig config;
  config.requests["page"].cpu_time = Distribution::exponential(0.01);
  World world(config);
  std::vector<MetricPoint> points;
  world.app.metric_points.connect([&](const MetricPoint& point) { points.push_back(point); });
  world.app.start();
  world.start_task(1);
  world.start_task(2);
  world.feed(200, 600);
  world.run(600);
  ASSERT_EQ(points.size(), 10U);
  double mean = 0;
  for (const MetricPoint& point : points) {
    EXPECT_EQ(point.metric, "AWS/ECS/CPUUtilization{api}");
    mean += point.value / 10;
  }
  // 200/s of 10 ms each on 4 processors: 50 %; the work of 120,000 requests has a relative error of sqrt(2 / 120,000).
  EXPECT_NEAR(mean, 50, 4.5 * 50 * std::sqrt(2.0 / 120'000));
}

TEST(App, AFullBacklogTurnsAway) {
  AppConfig config = config_with_call(database_call());
  config.concurrency = 4;
  config.backlog = 0;
  World world(config);
  world.call_time = 0.99;
  world.start_task(1);
  world.feed(40, 500);
  world.run(600);
  // Nearly an Erlang loss system: 40 erlangs offered to 4 workers.
  const double turned_away = static_cast<double>(world.failed(world.app.overloaded())) /
                             static_cast<double>(world.kernel.outcomes().offered());
  double blocking = 1;
  for (int n = 1; n <= 4; ++n) blocking = 40 * blocking / (n + 40 * blocking);
  EXPECT_NEAR(turned_away, blocking, 0.01);
}

TEST(App, RetriesAFailedCallUpToItsAttempts) {
  CallConfig call = database_call();
  call.max_attempts = 3;
  World world(config_with_call(call));
  world.kernel.set_knob(world.broken, 1);
  world.start_task(1);
  world.feed(10, 100);
  world.run(200);
  const std::uint64_t offered = world.kernel.outcomes().offered();
  EXPECT_EQ(world.kernel.counter(world.calls), 3 * offered);
  EXPECT_EQ(world.failed(world.call_failed), offered);
}

TEST(App, ABudgetKeepsRetriesToATenthOfTheCalls) {
  CallConfig call = database_call();
  call.max_attempts = 3;
  call.retry_budget = RetryBudgetConfig{};
  World world(config_with_call(call));
  world.kernel.set_knob(world.broken, 1);
  world.start_task(1);
  world.feed(10, 1000);
  world.run(1100);
  const auto offered = static_cast<double>(world.kernel.outcomes().offered());
  EXPECT_NEAR(static_cast<double>(world.kernel.counter(world.calls)), 1.1 * offered + 10, 2);
}

/// Whether the call fails.
class AppWorkAfterCalls : public testing::TestWithParam<bool> {};

TEST_P(AppWorkAfterCalls, IsSparedWhereACallFails) {
  const bool fails = GetParam();
  AppConfig config = config_with_call(database_call());
  config.requests["page"].cpu_time_after_calls = 0.04;
  World world(config);
  world.kernel.set_knob(world.broken, fails ? 1 : 0);
  world.start_task(1);
  world.feed(10, 100);
  world.run(110);
  const auto requests = static_cast<double>(world.good() + world.failed(world.call_failed));
  EXPECT_EQ(world.good() == 0, fails);
  EXPECT_NEAR(world.app.figures().busy_processor_seconds, requests * (fails ? 0.01 : 0.05), 1e-3);
}

INSTANTIATE_TEST_SUITE_P(App, AppWorkAfterCalls, testing::Bool());

TEST(App, ASlowCallIsGivenUp) {
  CallConfig call = database_call();
  call.timeout = 0.5;
  World world(config_with_call(call));
  world.call_time = 2;
  world.start_task(1);
  world.feed(10, 100);
  world.run(200);
  EXPECT_EQ(world.failed(world.app.call_time_out()), world.kernel.outcomes().offered());
}

TEST(App, GoesOnWithoutACallThatIsNotEssential) {
  CallConfig call = database_call();
  call.is_essential = false;
  World world(config_with_call(call));
  world.kernel.set_knob(world.broken, 1);
  world.start_task(1);
  world.feed(10, 100);
  world.run(200);
  EXPECT_EQ(world.good(), world.kernel.outcomes().offered());
  EXPECT_EQ(world.app.figures().degraded, world.good());
}

TEST(App, ANewTaskIsSlowAtFirst) {
  AppConfig config;
  config.requests["page"].cpu_time = 0.01;
  config.warm_up = WarmUpConfig{.duration = 100, .initial_speed = 0.25};
  World world(config);
  world.start_task(1);
  const auto member = *world.kernel.find_member(world.pool, 1);
  EXPECT_DOUBLE_EQ(world.kernel.member_speed(member), 0.25);
  world.run(50);
  EXPECT_NEAR(world.kernel.member_speed(member), 0.625, 0.02);
  world.run(101);
  EXPECT_DOUBLE_EQ(world.kernel.member_speed(member), 1);
}

TEST(App, RefusesACallToNothingAndAnUnknownClass) {
  World world(config_with_call(CallConfig{}));
  EXPECT_THROW(world.feed(1, 1), std::invalid_argument);
  ProgramWriter writer(world.kernel);
  EXPECT_THROW(world.app.write(writer, "other", {}), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::models::app
