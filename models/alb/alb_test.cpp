#include "models/alb/alb.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>

namespace fleetcast::models::alb {
namespace {

using sim::chance::Distribution;
using sim::traffic::CauseId;
using sim::traffic::Kernel;
using sim::traffic::PlacesId;
using sim::traffic::ProgramWriter;

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

/// A load balancer in two zones before one service whose requests take a fixed time.
struct World {
  explicit World(const TargetGroupConfig& group = {}, const AlbConfig& config = {}, bool is_reachable = true,
                 bool answers_internet = false)
      : alb(simulation, kernel, metering, config, "front", 2) {
    if (answers_internet) alb.answer_internet();
    alb.add_target_group("api", group, {.slots = 100, .backlog = 0, .vcpus = 100, .is_reachable = is_reachable});
    alb.target_health.connect([this](const TargetHealth& health) { heard.push_back(health); });
  }

  void feed(double rate, double length, double service_seconds = 0.01) {
    ProgramWriter writer(kernel);
    const std::uint32_t entry = writer.here();
    writer.fixed_size(500);
    writer.entry_zone(zones, "zone");
    alb.write(writer, "api", "page", [&] {
      writer.hold_member(full);
      writer.enter_member(Distribution::constant(service_seconds), "work", full);
      writer.release();
    });
    writer.reply();
    writer.finish();
    const auto one = kernel.add_class("page", entry, sim::hours(1));
    kernel.add_open_source({"viewers", {{at(0), at(length), rate, rate}}, {one}, {1.0}});
  }
  void add_task(TaskId task, ZoneIndex zone) { alb.on(TaskStarted{place(task, zone)}); }
  static TaskPlace place(TaskId task, ZoneIndex zone) {
    TaskPlace made;
    made.task = task;
    made.service = "api";
    made.zone = zone;
    return made;
  }
  void run(double until) {
    simulation.run_until(at(until));
    kernel.advance_to(at(until));
    for (const Kernel::Signal& signal : kernel.take_signals()) alb.on(signal);
  }
  [[nodiscard]] std::uint64_t failed(CauseId cause) const { return kernel.outcomes().classes[0].by_cause[cause.value]; }
  [[nodiscard]] double picked(TaskId task) const {
    return static_cast<double>(kernel.member(*kernel.find_member(alb.pool("api"), task)).picked);
  }
  [[nodiscard]] std::int64_t used(std::string_view meter) const {
    std::int64_t sum = 0;
    for (const auto& [key, amount] : ledger.rows()) sum += key.meter == meter ? amount.billable : 0;
    return sum;
  }

  sim::control::Simulation simulation;
  pricing::UsageLedger ledger;
  Metering metering{ledger, sim::Calendar(1'700'002'800), {"main", "us-east-1", {"us-east-1a", "us-east-1b"}, {}}};
  Kernel kernel{sim::chance::Chance(3), 2};
  Alb alb;
  PlacesId zones = kernel.add_places({1, 1});
  CauseId full = kernel.add_cause("full", false);
  std::vector<TargetHealth> heard;
};

TEST(Alb, WithoutTargetsAnswers503) {
  World world;
  world.feed(10, 10);
  world.run(20);
  EXPECT_EQ(world.failed(world.alb.causes().no_target), world.kernel.outcomes().offered());
}

TEST(Alb, ANewTargetIsHealthyAfterOnePassingCheck) {
  World world;
  world.add_task(1, 0);
  world.run(30.1);
  ASSERT_EQ(world.heard.size(), 1U);
  EXPECT_TRUE(world.heard[0].is_healthy);
  EXPECT_EQ(world.heard[0].task, 1U);
}

TEST(Alb, WithAllTargetsUnhealthyItFailsOpenInsteadOf503) {
  World world;
  TaskPlace broken = World::place(1, 0);
  broken.is_broken = true;
  world.alb.on(TaskStarted{broken});
  world.feed(10, 300);
  world.run(300);
  EXPECT_EQ(world.failed(world.alb.causes().no_target), 0U);
  EXPECT_GT(world.alb.figures("api").pool.fail_open, 2000U);
  ASSERT_FALSE(world.heard.empty());
  EXPECT_FALSE(world.heard[0].is_healthy);
}

TEST(Alb, TargetsThatTheNetworkHidesTimeOutInHealthChecksAndRequestsAlike) {
  World world({}, {}, false);
  world.add_task(1, 0);
  world.feed(10, 300);
  world.run(64.9);  // the second check begins by 60 s and times out after 5 s
  EXPECT_EQ(world.kernel.healthy_members(world.alb.pool("api")), 0U);
  world.run(65.1);
  const sim::traffic::PoolMeasures checks = world.alb.figures("api").pool;
  EXPECT_EQ(checks.checks_timed_out, 2U);  // once at each node
  EXPECT_EQ(checks.checks_failed, 0U);
  ASSERT_EQ(world.heard.size(), 2U);
  for (const TargetHealth& health : world.heard) EXPECT_FALSE(health.is_healthy);
  world.run(400);
  EXPECT_EQ(world.failed(world.alb.causes().unreachable), world.kernel.outcomes().offered());
  // It fails open: what times out are connections to the target, not the want of one.
  EXPECT_EQ(world.alb.figures("api").pool.fail_open, world.kernel.outcomes().offered());
}

TEST(Alb, ATargetThatAnswersWronglyFailsItsChecksAtOnce) {
  World world;
  TaskPlace broken = World::place(1, 0);
  broken.is_broken = true;
  world.alb.on(TaskStarted{broken});
  world.run(60.1);
  EXPECT_EQ(world.alb.figures("api").pool.checks_failed, 2U);
  EXPECT_EQ(world.alb.figures("api").pool.checks_timed_out, 0U);
}

/// Returns the shares of requests that one task of a zone with two and one of a zone with eight get.
std::pair<double, double> shares_of_two_and_eight(bool cross_zone) {
  TargetGroupConfig group;
  group.load_balancing_cross_zone_enabled = cross_zone;
  World world(group);
  for (TaskId task = 0; task < 10; ++task) world.add_task(task, task < 2 ? 0 : 1);
  world.run(31);
  world.feed(1000, 131);
  world.run(131);
  const auto all = static_cast<double>(world.alb.figures("api").pool.picked);
  return {world.picked(0) / all, world.picked(5) / all};
}

TEST(Alb, WithoutCrossZoneTwoTargetsCarryAsMuchAsEight) {
  const auto [of_two, of_eight] = shares_of_two_and_eight(false);
  const double error = 4.5 * 0.5 / 316;  // of the split between the zones, n = 100,000
  EXPECT_NEAR(of_two, 0.25, error / 2);
  EXPECT_NEAR(of_eight, 0.0625, error / 8);
}

TEST(Alb, AcrossZonesEveryTargetCarriesTheSame) {
  const auto [of_two, of_eight] = shares_of_two_and_eight(true);
  EXPECT_NEAR(of_two, 0.1, 0.001);
  EXPECT_NEAR(of_eight, 0.1, 0.001);
}

TEST(Alb, RequestsLeftWhenTheDeregistrationDelayElapsesEndWith502) {
  TargetGroupConfig group;
  group.deregistration_delay = 30;
  World world(group);
  world.add_task(1, 0);
  world.add_task(2, 1);
  world.feed(4, 40, 50);  // each request takes 50 s
  world.run(40);
  const double in_hand = world.kernel.outstanding(*world.kernel.find_member(world.alb.pool("api"), 1));
  EXPECT_GT(in_hand, 50);
  world.alb.on(TaskDeactivating{World::place(1, 0)});
  world.run(69.9);
  EXPECT_EQ(world.failed(world.alb.causes().reset), 0U);
  const double left = world.kernel.outstanding(*world.kernel.find_member(world.alb.pool("api"), 1));
  EXPECT_GT(left, 20);
  world.run(70.1);
  EXPECT_NEAR(static_cast<double>(world.failed(world.alb.causes().reset)), left, 3);
}

TEST(Alb, AVanishedInstanceTimesOutUntilItIsFoundOutAndACrashResets) {
  World world;
  world.add_task(1, 0);
  world.add_task(2, 1);
  world.run(31);
  world.feed(100, 200, 0.001);
  world.run(100);
  world.alb.on(TaskStopped{World::place(1, 0), StopCause::instance_lost});
  world.run(200);
  const Alb::Causes& causes = world.alb.causes();
  // Half of 100/s until it is deregistered after 30 s, answered with 504 after 10 s; a 502 for the last 10 s'
  // connections.
  const double lost = static_cast<double>(world.failed(causes.unreachable) + world.failed(causes.reset));
  EXPECT_NEAR(lost, 1500, 4.5 * std::sqrt(1500.0) + 50);
  EXPECT_EQ(world.alb.figures("api").registered, 1U);
}

TEST(Alb, ATargetThatIsTooSlowEndsWith504AfterTheIdleTimeOut) {
  World world;
  world.add_task(1, 0);
  world.feed(1, 10, 61);
  world.run(200);
  EXPECT_EQ(world.failed(world.alb.causes().time_out), world.kernel.outcomes().offered());
}

TEST(Alb, AFaultyTargetAnswersWithErrorsWhileItsChecksPass) {
  World world;
  for (TaskId task = 1; task <= 4; ++task) world.add_task(task, task % 2);
  world.feed(100, 300);
  world.run(100);
  world.alb.break_targets("api", 1);
  world.run(200);
  world.alb.mend_targets("api");
  world.run(300);
  // A quarter of 10,000 requests, whose number has a standard deviation of 100; each of two nodes takes turns.
  EXPECT_NEAR(static_cast<double>(world.failed(world.alb.causes().target_error)), 2500, 4.5 * 100 / 4 + 4);
  EXPECT_EQ(world.alb.figures("api").healthy, 4U);
  for (const TargetHealth& health : world.heard) EXPECT_TRUE(health.is_healthy);
}

TEST(Alb, SlowStartHoldsBackSeveralThatComeAtOnce) {
  TargetGroupConfig group;
  group.slow_start = 100;
  group.health_check.interval = 5;
  World world(group);
  world.add_task(1, 0);
  world.feed(100, 180);
  world.run(120);
  for (TaskId task = 2; task <= 4; ++task) world.add_task(task, task % 2);
  world.run(175);
  // Healthy after 5 s at most. Of turns that come round evenly it takes the share a that has grown so far, and the old
  // target all: a / (1 + 3 a) of the requests, whose integral over a is a / 3 - ln(1 + 3 a) / 9.
  const auto requests_until = [](double a) { return 100.0 * 100 * (a / 3 - std::log(1 + 3 * a) / 9); };
  for (TaskId task = 2; task <= 4; ++task) {
    EXPECT_GT(world.picked(task), requests_until(0.50) - 4.5 * std::sqrt(requests_until(0.50)));
    EXPECT_LT(world.picked(task), requests_until(0.55) + 4.5 * std::sqrt(requests_until(0.55)));
  }
}

TEST(Alb, TargetsOfAnEmptyGroupDoNotStartSlowly) {
  TargetGroupConfig group;
  group.slow_start = 100;
  World world(group);
  world.feed(100, 90);
  world.add_task(1, 0);
  world.add_task(2, 1);
  world.run(31);  // both have passed their first check, at instants of their own
  const double before = world.picked(1) - world.picked(2);
  world.run(60);
  // Turns alternate at each of the two nodes, so that each can be one ahead, before and after.
  EXPECT_NEAR(world.picked(1) - world.picked(2), before, 2 * 2);
  world.add_task(3, 0);
  world.run(90);
  // At most 30 s old, it takes at most 0.3 of its turns; the integral of the share a / (2 + a) over a.
  const double expected = 100.0 * 100 * (0.3 - 2 * std::log(1 + 0.3 / 2));
  EXPECT_LT(world.picked(3), expected + 4.5 * std::sqrt(expected));
}

TEST(Alb, NodesOfALostZoneDoNotAnswer) {
  World world;
  world.add_task(1, 1);
  world.run(31);
  world.alb.on(ZoneChanged{0, ZoneCondition::down, 1});
  world.feed(100, 131);
  world.run(150);
  const double offered = static_cast<double>(world.kernel.outcomes().offered());
  EXPECT_NEAR(static_cast<double>(world.failed(world.alb.causes().node_lost)), 0.5 * offered,
              4.5 * 0.5 * std::sqrt(offered));
}

TEST(Alb, AZonalShiftSparesTheZonesTargets) {
  World world;
  world.add_task(1, 0);
  world.add_task(2, 1);
  world.run(31);
  world.alb.shift_zone(0, true);
  world.kernel.set_place_weight(world.zones, 0, 0);
  world.feed(100, 131);
  world.run(131);
  EXPECT_EQ(world.picked(1), 0);
  EXPECT_GT(world.picked(2), 9000);
}

TEST(Alb, MetersCapacityUnitsByHour) {
  AlbConfig config;
  config.rules = 13;
  config.requests_per_connection = 10;
  config.connection_duration = 120;
  config.request_size = 1500;
  World world({}, config);
  world.add_task(1, 0);
  world.feed(10, 3600);
  world.alb.settle(at(3600));
  world.alb.settle(at(3600));
  const auto requests = static_cast<std::int64_t>(world.alb.figures("api").pool.picked);
  EXPECT_EQ(world.used(pricing::meter::alb_hours), 1);
  EXPECT_EQ(world.used(pricing::meter::alb_new_connections), requests / 10);
  EXPECT_EQ(world.used(pricing::meter::alb_active_connection_minutes), requests / 10 * 2);
  EXPECT_EQ(world.used(pricing::meter::alb_rule_evaluations), requests * 3);
  EXPECT_NEAR(static_cast<double>(world.used(pricing::meter::alb_processed_bytes)),
              static_cast<double>(requests) * 2000, 3 * 2000);
  EXPECT_EQ(world.used(pricing::meter::public_ipv4_seconds), 2 * 3600);
}

/// Whether a balancer answers the internet, and whether it is internal.
class AlbAnswers : public testing::TestWithParam<std::tuple<bool, bool>> {};

TEST_P(AlbAnswers, ToTheInternetAreBilledAndThoseToCloudFrontAreNot) {
  const auto [answers_internet, is_internal] = GetParam();
  AlbConfig config;
  config.internal = is_internal;
  World world({}, config, true, answers_internet);
  world.add_task(1, 0);
  world.feed(10, 600);
  world.run(700);
  world.alb.settle(at(3600));
  world.alb.settle(at(3600));
  const auto answers = static_cast<std::int64_t>(world.alb.figures("api").pool.picked);
  ASSERT_GT(answers, 5000);
  EXPECT_EQ(world.used(pricing::meter::internet_out_bytes), answers_internet && !is_internal ? answers * 500 : 0);
}

INSTANTIATE_TEST_SUITE_P(Alb, AlbAnswers, testing::Combine(testing::Bool(), testing::Bool()));

TEST(Alb, PublishesDatapointsWhileThereIsTraffic) {
  World world;
  std::map<std::string, std::vector<double>> points;
  world.alb.metric_points.connect([&](const MetricPoint& point) { points[point.metric].push_back(point.value); });
  world.alb.start();
  world.add_task(1, 0);
  world.add_task(2, 1);
  world.feed(100, 120);
  world.run(300);
  ASSERT_EQ(points["AWS/ApplicationELB/RequestCountPerTarget{api}"].size(), 2U);
  EXPECT_NEAR(points["AWS/ApplicationELB/RequestCountPerTarget{api}"][1], 3000, 4.5 * std::sqrt(6000.0) / 2);
  EXPECT_EQ(points["AWS/ApplicationELB/HealthyHostCount{api}"].back(), 2);
  EXPECT_EQ(points["AWS/ApplicationELB/HealthyHostCount{api}"].size(), 5U);
  // A connection carries 100 requests and stays for a minute, so that as many are open as are made in one.
  const double requests = points["AWS/ApplicationELB/RequestCount{api}"][1];
  EXPECT_EQ(points["AWS/ApplicationELB/NewConnectionCount{front}"][1], requests / 100);
  EXPECT_EQ(points["AWS/ApplicationELB/ActiveConnectionCount{front}"][1], requests / 100);
  EXPECT_NEAR(points["AWS/ApplicationELB/ProcessedBytes{front}"][1], requests * (500 + 1000), 1500 * 5);
  EXPECT_FALSE(points.contains("AWS/ApplicationELB/HTTPCode_Target_5XX_Count{api}"));
}

TEST(Alb, CountsErrorsInTheMinutesThatHaveThem) {
  World world;
  std::map<std::string, std::vector<double>> points;
  world.alb.metric_points.connect([&](const MetricPoint& point) { points[point.metric].push_back(point.value); });
  world.alb.start();
  world.feed(100, 170);
  world.run(60);
  const std::uint64_t early = world.failed(world.alb.causes().no_target);
  world.add_task(1, 0);
  world.run(120);
  const std::uint64_t late = world.failed(world.alb.causes().no_target);
  world.alb.break_targets("api", 1);
  world.run(240);
  ASSERT_GT(early, 0U);
  EXPECT_EQ(late, early);
  EXPECT_EQ(points["AWS/ApplicationELB/HTTPCode_ELB_503_Count{front}"],
            std::vector<double>{static_cast<double>(early)});
  EXPECT_EQ(points["AWS/ApplicationELB/HTTPCode_Target_5XX_Count{api}"],
            std::vector<double>{static_cast<double>(world.failed(world.alb.causes().target_error))});
  // Until its first check has passed the only target gets requests for want of a healthy one.
  EXPECT_EQ(points["AWS/ApplicationELB/UnhealthyRoutingRequestCount{api}"].size(), 1U);
}

TEST(Alb, LoadThatMoreThanDoublesExceedsALimitedBalancer) {
  AlbConfig config;
  config.capacity.is_limited = true;
  World world({}, config);
  world.alb.start();
  world.add_task(1, 0);
  ProgramWriter writer(world.kernel);
  const std::uint32_t entry = writer.here();
  writer.fixed_size(500);
  world.alb.write(writer, "api", "page", [] {});
  writer.reply();
  writer.finish();
  const auto one = world.kernel.add_class("page", entry, sim::hours(1));
  world.kernel.add_open_source({"viewers", {{at(0), at(600), 100, 100}, {at(600), at(1800), 400, 400}}, {one}, {1.0}});
  world.run(600);
  EXPECT_EQ(world.failed(world.alb.causes().over_capacity), 0U);
  world.run(700);
  const std::uint64_t early = world.failed(world.alb.causes().over_capacity);
  EXPECT_GT(early, 1000U);
  // Capacity follows: what is turned away ends long before the load does.
  world.run(1500);
  const std::uint64_t until_then = world.failed(world.alb.causes().over_capacity);
  world.run(1800);
  EXPECT_EQ(world.failed(world.alb.causes().over_capacity), until_then);
}

}  // namespace
}  // namespace fleetcast::models::alb
