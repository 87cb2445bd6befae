// Target tracking from metric to decision: CloudWatch's delays and alarms before Application Auto Scaling.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "models/application_auto_scaling/application_auto_scaling.hpp"
#include "models/cloudwatch/cloudwatch.hpp"

namespace fleetcast::tests::acceptance {
namespace {

using models::Instant;
using models::MetricPoint;
using models::application_auto_scaling::ApplicationAutoScaling;
using models::application_auto_scaling::ScalableTargetConfig;
using models::application_auto_scaling::TargetTrackingConfig;
using models::cloudwatch::CloudWatch;

constexpr std::int64_t november = 1'793'491'200;  // 2026-11-01T00:00:00Z
constexpr double step_at = 3600;
const std::string cpu = "AWS/ECS/CPUUtilization{api}";

ScalableTargetConfig target_of_60_percent(int min_capacity) {
  ScalableTargetConfig target;
  target.min_capacity = min_capacity;
  target.max_capacity = 100;
  TargetTrackingConfig policy;
  policy.metric = cpu;
  policy.target_value = 60;
  target.target_tracking["cpu"] = policy;
  return target;
}

/// A service of ten tasks whose utilisation steps from one value to another, in whole minutes, an hour after the start.
struct Loop {
  Loop(std::uint64_t seed, int min_capacity, double before, double after)
      : chance(seed), cloudwatch(simulation, chance, metering, {}),
        scaling(simulation, sim::Calendar(november), {{"api", target_of_60_percent(min_capacity)}}), value(before) {
    cloudwatch.alarm_evaluations.connect([this](const models::AlarmEvaluated& one) { scaling.on(one); });
    scaling.alarms.connect([this](const models::PutAlarm& alarm) { cloudwatch.on(alarm); });
    scaling.desired_counts.connect([this](const models::SetDesiredCount& wanted) {
      // Tasks start at once, so that only the loop's own delays count.
      scaling.on(models::ServiceCounts{"api", wanted.desired, wanted.desired, 0, false});
    });
    cloudwatch.start();
    scaling.start();
    scaling.on(models::ServiceCounts{"api", 10, 10, 0, false});
    simulation.every(sim::minutes(1), Instant{} + sim::minutes(1), 1,
                     [this] { cloudwatch.on(MetricPoint{cpu, simulation.now(), value}); });
    simulation.at(Instant{} + sim::seconds(step_at), 2, [this, after] { value = after; });
  }
  void run(double seconds_after_step) { simulation.run_until(Instant{} + sim::seconds(step_at + seconds_after_step)); }
  [[nodiscard]] const auto& activities() const { return scaling.activities(); }
  [[nodiscard]] double minutes_after_step(std::size_t activity) const {
    return (activities().at(activity).at.seconds() - step_at) / 60;
  }

  sim::control::Simulation simulation;
  sim::chance::Chance chance;
  pricing::UsageLedger ledger;
  models::Metering metering{ledger, sim::Calendar(november), {"main", "us-east-1", {"us-east-1a"}, Instant{}}};
  CloudWatch cloudwatch;
  ApplicationAutoScaling scaling;
  double value;
};

TEST(TargetTrackingLoop, AStepFrom40To90PercentActsAfter3To5MinutesAndMakes15OfTen) {
  Loop loop(1, 10, 40, 90);
  loop.run(600);
  ASSERT_FALSE(loop.activities().empty());
  EXPECT_GE(loop.minutes_after_step(0), 3);
  EXPECT_LE(loop.minutes_after_step(0), 5);
  EXPECT_EQ(loop.activities()[0].from, 10);
  EXPECT_EQ(loop.activities()[0].to, 15);
}

TEST(TargetTrackingLoop, TheNextStepWaitsForTheCooldownUnlessMoreIsNeeded) {
  Loop loop(2, 10, 40, 90);
  loop.run(3600);
  ASSERT_GE(loop.activities().size(), 2U);
  // The same 90 % again: what was added counts until the cooldown of five minutes ends.
  EXPECT_GE((loop.activities()[1].at - loop.activities()[0].at).seconds(), 300);
  EXPECT_EQ(loop.activities()[1].to, 23);
}

TEST(TargetTrackingLoop, ALargerNeedIsMetWithinTheCooldown) {
  Loop loop(3, 10, 40, 90);
  loop.simulation.at(Instant{} + sim::seconds(step_at + 240), 3, [&loop] { loop.value = 150; });
  loop.run(3600);
  ASSERT_GE(loop.activities().size(), 2U);
  EXPECT_EQ(loop.activities()[0].to, 15);
  EXPECT_LT((loop.activities()[1].at - loop.activities()[0].at).seconds(), 300);
  EXPECT_EQ(loop.activities()[1].to, 25);
}

TEST(TargetTrackingLoop, ScaleInComesNoSoonerThan15MinutesAfterTheDrop) {
  Loop loop(4, 2, 58, 30);
  loop.run(3600);
  ASSERT_FALSE(loop.activities().empty());
  EXPECT_GE(loop.minutes_after_step(0), 15);
  EXPECT_LE(loop.minutes_after_step(0), 20);
  EXPECT_EQ(loop.activities()[0].to, 5);
}

TEST(TargetTrackingLoop, BetweenNineTenthsOfTheTargetAndTheTargetNothingHappens) {
  Loop loop(5, 2, 58, 54.5);
  loop.run(3600);
  EXPECT_TRUE(loop.activities().empty());
}

}  // namespace
}  // namespace fleetcast::tests::acceptance
