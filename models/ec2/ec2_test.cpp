#include "models/ec2/ec2.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

namespace fleetcast::models::ec2 {
namespace {

constexpr std::int64_t mib_of_volume = 30 * 1024;
const Pool pool_a{"m6i.large", 0};
const Pool pool_b{"m6i.large", 1};

Instant at_seconds(double value) { return Instant{} + sim::seconds(value); }

/// Makes a config in which nothing fails by chance and delays are exact.
Ec2Config exact() {
  Ec2Config config;
  config.pending_sigma = 0;
  config.pending_median = 16.5;
  config.ready_sigma = 0;
  config.slow_launch_share = 0;
  config.shortage_probability = 0;
  config.shortage_probability_in_outage = 0;
  config.hardware_failures_per_year = 0;
  return config;
}

struct Stage {
  explicit Stage(const Ec2Config& config, std::int64_t max_instances = 400)
      : metering(ledger, sim::Calendar(1'793'491'200), {"main", "us-east-1", {"us-east-1a", "us-east-1b"}, Instant{}}),
        ec2(simulation, chance, metering, config, {simulation.add_zone("a"), simulation.add_zone("b")},
            {{"web", max_instances, {0, 1}, 6.25e8}}) {
    ec2.instance_pending.connect([this](const InstancePending& m) { pending.emplace_back(simulation.now(), m); });
    ec2.instance_running.connect([this](const InstanceRunning& m) { running.emplace_back(simulation.now(), m); });
    ec2.instance_ready.connect([this](const InstanceReady& m) { ready.emplace_back(simulation.now(), m); });
    ec2.launch_failed.connect([this](const LaunchFailed& m) { failed.emplace_back(simulation.now(), m); });
    ec2.instance_terminated.connect(
        [this](const InstanceTerminated& m) { terminated.emplace_back(simulation.now(), m); });
    ec2.interruption_notice.connect([this](const InterruptionNotice& m) { notices.emplace_back(simulation.now(), m); });
    ec2.rebalance_recommendation.connect(
        [this](const RebalanceRecommendation& m) { recommended.push_back(m.instance); });
  }
  void ask(double at, const Pool& pool, PurchaseOption purchase, int count = 1) {
    for (int i = 0; i < count; ++i) {
      simulation.at(at_seconds(at), 0, [=, this] { ec2.on(LaunchRequest{"web", pool, purchase}); });
    }
  }
  [[nodiscard]] std::int64_t used(std::string_view meter, bool billable) const {
    std::int64_t sum = 0;
    for (const auto& [key, amount] : ledger.rows()) {
      if (key.meter == meter) sum += billable ? amount.billable : amount.raw;
    }
    return sum;
  }
  sim::control::Simulation simulation;
  sim::chance::Chance chance{5};
  pricing::UsageLedger ledger;
  Metering metering;
  Ec2 ec2;
  std::vector<std::pair<Instant, InstancePending>> pending;
  std::vector<std::pair<Instant, InstanceRunning>> running;
  std::vector<std::pair<Instant, InstanceReady>> ready;
  std::vector<std::pair<Instant, LaunchFailed>> failed;
  std::vector<std::pair<Instant, InstanceTerminated>> terminated;
  std::vector<std::pair<Instant, InterruptionNotice>> notices;
  std::vector<InstanceId> recommended;
};

TEST(Ec2, LaunchGoesThroughPendingRunningAndReady) {
  Stage stage(exact());
  stage.ask(10, pool_a, PurchaseOption::on_demand);
  stage.simulation.run_until(at_seconds(200));
  ASSERT_EQ(stage.pending.size(), 1U);
  ASSERT_EQ(stage.running.size(), 1U);
  ASSERT_EQ(stage.ready.size(), 1U);
  EXPECT_NEAR(stage.pending[0].first.seconds(), 11.5, 1e-5);
  EXPECT_NEAR(stage.running[0].first.seconds(), 28, 1e-5);
  EXPECT_NEAR(stage.ready[0].first.seconds(), 70, 1e-5);
  EXPECT_EQ(stage.pending[0].second.instance, 1U);
  EXPECT_TRUE(stage.simulation.is_on(stage.ec2.machine_of(1)));
}

TEST(Ec2, LaunchTimesHaveTheConfiguredMedianAndTail) {
  Ec2Config config = exact();
  config.ready_sigma = 0.35;
  config.slow_launch_share = 0.05;
  config.pending_median = 5;
  config.api_bucket = 1e6;
  Stage stage(config, 2000);
  stage.ask(0, pool_a, PurchaseOption::on_demand, 2000);
  stage.simulation.run_until(at_seconds(3600));
  ASSERT_EQ(stage.ready.size(), 2000U);
  const auto share_below = [&](double seconds) {
    return static_cast<double>(std::count_if(stage.ready.begin(), stage.ready.end(),
                                             [&](const auto& entry) { return entry.first.seconds() < seconds; })) /
           2000;
  };
  const auto normal = [](double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); };
  const auto expected = [&](double seconds) {
    return 0.95 * normal(std::log(seconds / 60) / 0.35) + 0.05 * normal(std::log(seconds / 180) / 0.35);
  };
  for (const double seconds : {40.0, 60.0, 90.0, 150.0}) {
    const double p = expected(seconds);
    EXPECT_NEAR(share_below(seconds), p, 4 * std::sqrt(p * (1 - p) / 2000)) << seconds;
  }
}

TEST(Ec2, BillsFromRunningToTerminatedBySecondWithAMinimum) {
  Stage stage(exact());
  stage.ask(0, pool_a, PurchaseOption::on_demand, 2);
  // Running at 18 s. One lives 7,200.5 s after that, one 30 s.
  stage.simulation.at(at_seconds(7218.5), 0, [&] { stage.ec2.on(TerminateRequest{1}); });
  stage.simulation.at(at_seconds(48), 0, [&] { stage.ec2.on(TerminateRequest{2}); });
  for (double hour = 1; hour < 4; ++hour) {
    stage.simulation.at(at_seconds(3600 * hour), 9, [&] { stage.ec2.settle(stage.simulation.now()); });
  }
  stage.simulation.run_until(at_seconds(14400));
  EXPECT_EQ(stage.used(pricing::meter::ec2_instance_seconds, false), 7201 + 30);
  EXPECT_EQ(stage.used(pricing::meter::ec2_instance_seconds, true), 7201 + 60);
  // Volumes exist from 1.5 s: 7,217 s and 46.5 s, of which 60 s are billed.
  EXPECT_EQ(stage.used(pricing::meter::ebs_gp3_mib_seconds, false), (7217 + 47) * mib_of_volume);
  EXPECT_EQ(stage.used(pricing::meter::ebs_gp3_mib_seconds, true), (7217 + 60) * mib_of_volume);
  const auto& first = stage.ledger.rows().rbegin()->first;
  EXPECT_EQ(first.zone, "us-east-1a");
  EXPECT_EQ(first.pool, "m6i.large");
  EXPECT_EQ(first.purchase_option, "on_demand");
  EXPECT_EQ(first.fleet, "web");
}

TEST(Ec2, SpotInterruptedInItsFirstHourIsMeteredAndFree) {
  Stage stage(exact());
  stage.ask(0, pool_a, PurchaseOption::spot);
  stage.simulation.at(at_seconds(1800), 0, [&] { stage.ec2.settle(stage.simulation.now()); });
  stage.simulation.at(at_seconds(2898), 0, [&] { stage.ec2.on(PoolReclaimed{pool_a, 1, {}}); });
  stage.simulation.run_until(at_seconds(4000));
  ASSERT_EQ(stage.terminated.size(), 1U);
  EXPECT_EQ(stage.used(pricing::meter::ec2_instance_seconds, false), 3000);
  EXPECT_EQ(stage.used(pricing::meter::ec2_instance_seconds, true), 0);
}

TEST(Ec2, SpotInterruptedLaterIsBilledFromItsFirstSecond) {
  Stage stage(exact());
  stage.ask(0, pool_a, PurchaseOption::spot);
  stage.simulation.at(at_seconds(3600), 9, [&] { stage.ec2.settle(stage.simulation.now()); });
  stage.simulation.at(at_seconds(4898), 0, [&] { stage.ec2.on(PoolReclaimed{pool_a, 1, {}}); });
  stage.simulation.run_until(at_seconds(6000));
  EXPECT_EQ(stage.used(pricing::meter::ec2_instance_seconds, true), 5000);
}

TEST(Ec2, EndOfTheRunBillsFirstHoursThatWereHeldBack) {
  Stage stage(exact());
  stage.ask(0, pool_a, PurchaseOption::spot);
  stage.simulation.run_until(at_seconds(1018));
  stage.ec2.settle(stage.simulation.now());
  EXPECT_EQ(stage.used(pricing::meter::ec2_instance_seconds, true), 0);
  stage.ec2.finish(stage.simulation.now());
  stage.ec2.finish(stage.simulation.now());
  EXPECT_EQ(stage.used(pricing::meter::ec2_instance_seconds, true), 1000);
}

TEST(Ec2, ReclaimGivesNoticesWithinThreeMinutesAndEndsTwoMinutesLater) {
  Stage stage(exact());
  stage.ask(0, pool_a, PurchaseOption::spot, 100);
  stage.ask(0, pool_b, PurchaseOption::spot, 10);
  stage.ask(0, pool_a, PurchaseOption::on_demand, 10);
  stage.simulation.at(at_seconds(1000), 0, [&] { stage.ec2.on(PoolReclaimed{pool_a, 0.6, sim::minutes(3)}); });
  stage.simulation.run_until(at_seconds(2000));
  ASSERT_EQ(stage.notices.size(), 60U);
  ASSERT_EQ(stage.terminated.size(), 60U);
  int within_three_minutes = 0;
  for (std::size_t i = 0; i < stage.notices.size(); ++i) {
    const auto& [at, notice] = stage.notices[i];
    EXPECT_GE(at, at_seconds(1000));
    EXPECT_LE(at, at_seconds(1180.001));
    EXPECT_NEAR((notice.terminates_at - at).seconds(), 120, 1e-5);
    const bool has_neighbour = (i > 0 && at - stage.notices[i - 1].first <= sim::minutes(3)) ||
                               (i + 1 < stage.notices.size() && stage.notices[i + 1].first - at <= sim::minutes(3));
    within_three_minutes += has_neighbour;
  }
  // Behaviour 18: at least 92 % of a pool's reclaims within 3 min of another.
  EXPECT_GE(within_three_minutes, 0.92 * 60);
  for (const auto& [at, message] : stage.terminated) {
    EXPECT_EQ(message.pool, pool_a);
    EXPECT_EQ(message.purchase, PurchaseOption::spot);
    EXPECT_EQ(message.cause, TerminationCause::spot_interruption);
  }
  EXPECT_EQ(stage.ec2.terminations(TerminationCause::spot_interruption), 60);
}

TEST(Ec2, NoticesThatAreLateOrMissingChangeNoEnd) {
  Ec2Config config = exact();
  config.late_notice_share = 0.3;
  config.missing_notice_share = 0.2;
  Stage stage(config);
  stage.ask(0, pool_a, PurchaseOption::spot, 400);
  stage.simulation.at(at_seconds(1000), 0, [&] { stage.ec2.on(PoolReclaimed{pool_a, 1, {}}); });
  stage.simulation.run_until(at_seconds(2000));
  ASSERT_EQ(stage.terminated.size(), 400U);
  for (const auto& [at, message] : stage.terminated) {
    EXPECT_NEAR(at.seconds(), 1120, 1e-5);
    EXPECT_EQ(message.cause, TerminationCause::spot_interruption);
  }
  double warning_of_late = 0;
  double late = 0;
  for (const auto& [at, notice] : stage.notices) {
    const double warning = (notice.terminates_at - at).seconds();
    EXPECT_NEAR(notice.terminates_at.seconds(), 1120, 1e-5);
    if (warning > 119.999) continue;
    warning_of_late += warning;
    ++late;
  }
  const double missing = 400 - static_cast<double>(stage.notices.size());
  EXPECT_NEAR(missing, 80, 4 * std::sqrt(400 * 0.2 * 0.8));
  EXPECT_NEAR(late, 120, 4 * std::sqrt(400 * 0.3 * 0.7));
  EXPECT_NEAR(warning_of_late / late, 60, 4 * 120 / std::sqrt(12 * late));
  EXPECT_EQ(stage.ec2.report().missing_notices, static_cast<std::int64_t>(missing));
  EXPECT_EQ(stage.ec2.report().late_notices, static_cast<std::int64_t>(late));
}

TEST(Ec2, ReclaimOfOneInstanceTakesItAsOftenAsTheShareSays) {
  Stage stage(exact());
  const int rounds = 400;
  for (int i = 0; i < rounds; ++i) {
    stage.ask(1000.0 * i, pool_a, PurchaseOption::spot);
    stage.simulation.at(at_seconds(1000.0 * i + 100), 0, [&] { stage.ec2.on(PoolReclaimed{pool_a, 0.3, {}}); });
    stage.simulation.at(at_seconds(1000.0 * i + 500), 0,
                        [&stage, i] { stage.ec2.on(TerminateRequest{static_cast<InstanceId>(i + 1)}); });
  }
  stage.simulation.run_until(at_seconds(1000.0 * rounds));
  const auto taken = static_cast<double>(stage.ec2.terminations(TerminationCause::spot_interruption));
  EXPECT_NEAR(taken, 0.3 * rounds, 4 * std::sqrt(0.21 * rounds));
}

TEST(Ec2, DryPoolRefusesSpotAndOnlySpot) {
  Stage stage(exact());
  stage.ec2.on(PoolCapacity{pool_a, 0, 0.4});
  stage.ask(0, pool_a, PurchaseOption::spot);
  stage.ask(0, pool_b, PurchaseOption::spot);
  stage.ask(0, pool_a, PurchaseOption::on_demand);
  stage.simulation.run_until(at_seconds(100));
  ASSERT_EQ(stage.failed.size(), 1U);
  EXPECT_EQ(stage.failed[0].second.pool, pool_a);
  EXPECT_EQ(stage.failed[0].second.purchase, PurchaseOption::spot);
  EXPECT_EQ(stage.failed[0].second.reason, LaunchFailure::insufficient_capacity);
  EXPECT_EQ(stage.running.size(), 2U);
}

TEST(Ec2, ZoneOutageKillsItsShareAtOnceAndRefusesLaunches) {
  Stage stage(exact());
  stage.ask(0, pool_a, PurchaseOption::on_demand, 10);
  stage.ask(0, pool_b, PurchaseOption::on_demand, 10);
  stage.simulation.at(at_seconds(500), 0, [&] { stage.ec2.on(ZoneChanged{0, ZoneCondition::down, 0.5}); });
  stage.ask(600, pool_a, PurchaseOption::on_demand);
  stage.ask(600, pool_b, PurchaseOption::on_demand);
  stage.simulation.run_until(at_seconds(1000));
  ASSERT_EQ(stage.terminated.size(), 5U);
  for (const auto& [at, message] : stage.terminated) {
    EXPECT_EQ(at, at_seconds(500));
    EXPECT_EQ(message.pool.zone, 0U);
    EXPECT_EQ(message.cause, TerminationCause::zone_outage);
  }
  ASSERT_EQ(stage.failed.size(), 1U);
  EXPECT_EQ(stage.failed[0].second.pool, pool_a);
  // The launch in the other zone takes three times as long: 3 x 16.5 s after the API's 1.5 s.
  EXPECT_NEAR(stage.running.back().first.seconds(), 600 + 1.5 + 49.5, 1e-5);
}

TEST(Ec2, ShortageHoldsForAllAttemptsOfItsTime) {
  Ec2Config config = exact();
  config.shortage_probability = 0.5;
  Stage stage(config);
  const int stretches = 200;
  for (int i = 0; i < stretches; ++i) stage.ask(300.0 * i + 10, pool_a, PurchaseOption::on_demand, 2);
  stage.simulation.run_until(at_seconds(300.0 * stretches));
  std::map<std::int64_t, int> failures;
  for (const auto& [at, message] : stage.failed) ++failures[at.ticks / sim::seconds(300).ticks];
  for (const auto& [stretch, count] : failures) EXPECT_EQ(count, 2) << "in stretch " << stretch;
  EXPECT_NEAR(static_cast<double>(failures.size()), 100, 4 * std::sqrt(50));
}

TEST(Ec2, ShortageGrowsWithWhatWasLaunchedSinceTheLossOfAZone) {
  Ec2Config config = exact();
  config.shortage_probability_in_outage = 0.2;
  config.shortage_growth_in_outage = 0.01;
  config.api_bucket = 1e6;
  Stage stage(config);
  const int stretches = 200;
  const int herd = 70;
  for (int i = 0; i < stretches; ++i) {
    // Every stretch of time is an outage of its own, in which a herd is asked for at once.
    stage.simulation.at(at_seconds(300.0 * i + 1), 0, [&] { stage.ec2.on(ZoneChanged{0, ZoneCondition::down, 1}); });
    stage.ask(300.0 * i + 10, pool_b, PurchaseOption::on_demand, herd);
    stage.simulation.at(at_seconds(300.0 * i + 290), 0, [&] {
      for (const auto& [at, message] : stage.pending) stage.ec2.on(TerminateRequest{message.instance});
      stage.pending.clear();
      stage.ec2.on(ZoneChanged{0, ZoneCondition::up, 0});
    });
  }
  stage.simulation.run_until(at_seconds(300.0 * stretches));
  std::map<std::int64_t, int> failures;
  for (const auto& [at, message] : stage.failed) ++failures[at.ticks / sim::seconds(300).ticks];
  const auto share_with = [&](auto matches) {
    return static_cast<double>(std::ranges::count_if(failures, [&](const auto& one) { return matches(one.second); })) /
           stretches;
  };
  const auto error = [&](double p) { return 4 * std::sqrt(p * (1 - p) / stretches); };
  // The whole herd fails as often as a single launch; some of it fails once 69 of it have got through.
  const double some = 1 - 0.8 * std::exp(-0.01 * (herd - 1));
  EXPECT_NEAR(share_with([&](int count) { return count == herd; }), 0.2, error(0.2));
  EXPECT_NEAR(share_with([](int count) { return count > 0; }), some, error(some));
}

TEST(Ec2, TokenBucketThrottlesBursts) {
  Ec2Config config = exact();
  config.api_bucket = 10;
  config.api_refill = 1;
  Stage stage(config);
  stage.ask(0, pool_a, PurchaseOption::on_demand, 15);
  stage.ask(3, pool_a, PurchaseOption::on_demand, 4);
  stage.simulation.run_until(at_seconds(100));
  EXPECT_EQ(stage.ready.size(), 13U);
  ASSERT_EQ(stage.failed.size(), 6U);
  EXPECT_EQ(stage.failed[0].second.reason, LaunchFailure::request_limit_exceeded);
}

TEST(Ec2, ImpairedControlPlaneRefusesLaunches) {
  Stage stage(exact());
  stage.ec2.on(ControlPlaneChanged{false});
  stage.ask(0, pool_a, PurchaseOption::on_demand);
  stage.simulation.run_until(at_seconds(100));
  ASSERT_EQ(stage.failed.size(), 1U);
  EXPECT_EQ(stage.failed[0].second.reason, LaunchFailure::control_plane_unavailable);
}

TEST(Ec2, RecommendationsGoToTheirShareOfThePool) {
  Stage stage(exact());
  stage.ask(0, pool_a, PurchaseOption::spot, 200);
  stage.ask(0, pool_b, PurchaseOption::spot, 100);
  stage.simulation.at(at_seconds(500), 0, [&] { stage.ec2.on(PoolAtRisk{pool_a, 0.65}); });
  stage.simulation.run_until(at_seconds(600));
  EXPECT_NEAR(static_cast<double>(stage.recommended.size()), 130, 4 * std::sqrt(200 * 0.65 * 0.35));
}

TEST(Ec2, SinglesAndHardwareFailuresComeAtTheirRates) {
  Ec2Config config = exact();
  config.hardware_failures_per_year = 365.25 * 24 / 10;  // one in 10 h
  Stage stage(config);
  stage.ec2.on(PoolHazard{pool_a, 1.0 / 5});
  stage.ask(0, pool_a, PurchaseOption::spot, 300);
  stage.ask(0, pool_b, PurchaseOption::on_demand, 300);
  stage.simulation.run_until(at_seconds(3600 * 4));
  // Competing hazards of 0.2 / h and 0.1 / h over (very nearly) 4 h.
  const double lost = 1 - std::exp(-0.3 * 4);
  const double taken = 300 * lost * 2 / 3;
  EXPECT_NEAR(static_cast<double>(stage.ec2.terminations(TerminationCause::spot_interruption)), taken,
              4 * std::sqrt(taken));
  const double failures = 300 * lost / 3 + 300 * (1 - std::exp(-0.1 * 4));
  EXPECT_NEAR(static_cast<double>(stage.ec2.terminations(TerminationCause::hardware_failure)), failures,
              4 * std::sqrt(failures));
}

TEST(Ec2, MachinesAreReusedAndRunOut) {
  Stage stage(exact(), 10);
  // Two zones: 10 + 2 machines in each.
  stage.ask(0, pool_a, PurchaseOption::on_demand, 13);
  stage.simulation.at(at_seconds(100), 0, [&] { stage.ec2.on(TerminateRequest{3}); });
  stage.ask(200, pool_a, PurchaseOption::on_demand);
  stage.simulation.run_until(at_seconds(400));
  EXPECT_EQ(stage.failed.size(), 1U);
  EXPECT_EQ(stage.ec2.report().refused_for_want_of_machines, 1);
  EXPECT_EQ(stage.ec2.alive(), 12U);
  EXPECT_TRUE(stage.simulation.is_on(stage.ec2.machine_of(13)));
  EXPECT_THROW(static_cast<void>(stage.ec2.machine_of(3)), std::logic_error);
}

TEST(Ec2, TerminatedMachineIsOff) {
  Stage stage(exact());
  stage.ask(0, pool_a, PurchaseOption::on_demand);
  sim::control::MachineId machine;
  stage.simulation.at(at_seconds(100), 0, [&] { machine = stage.ec2.machine_of(1); });
  stage.simulation.at(at_seconds(101), 0, [&] { stage.ec2.on(TerminateRequest{1}); });
  stage.simulation.run_until(at_seconds(102));
  EXPECT_FALSE(stage.simulation.is_on(machine));
}

}  // namespace
}  // namespace fleetcast::models::ec2
