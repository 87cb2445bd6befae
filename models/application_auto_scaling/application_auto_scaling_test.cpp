#include "models/application_auto_scaling/application_auto_scaling.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace fleetcast::models::application_auto_scaling {
namespace {

using sim::seconds;

constexpr std::int64_t monday_midnight = 1'793'577'600;  // 2026-11-02T00:00Z

TargetTrackingConfig cpu_at_60() {
  TargetTrackingConfig policy;
  policy.metric = "AWS/ECS/CPUUtilization{api}";
  policy.target_value = 60;
  return policy;
}

ScalableTargetConfig tracking_target() {
  ScalableTargetConfig target;
  target.min_capacity = 2;
  target.max_capacity = 40;
  target.target_tracking["cpu"] = cpu_at_60();
  return target;
}

/// Application Auto Scaling with one service, whose alarms the test raises by hand.
struct World {
  explicit World(ScalableTargetConfig target)
      : scaling(simulation, sim::Calendar(monday_midnight), {{"api", std::move(target)}}) {
    scaling.alarms.connect([this](const PutAlarm& alarm) { alarms.push_back(alarm); });
    scaling.desired_counts.connect([this](const SetDesiredCount& set) { desired.push_back(set.desired); });
    scaling.start();
  }
  void counts(std::int64_t running, std::int64_t wanted, bool is_deploying = false) {
    scaling.on(ServiceCounts{"api", wanted, running, 0, is_deploying});
  }
  void raise(const std::string& alarm, double value) {
    scaling.on(AlarmEvaluated{alarm, "", AlarmState::alarm, true, value});
  }
  void high(double value) { raise("TargetTracking-api-cpu-AlarmHigh", value); }
  void low(double value) { raise("TargetTracking-api-cpu-AlarmLow", value); }
  void run_to(double second) { simulation.run_until(Instant{} + seconds(second)); }

  sim::control::Simulation simulation;
  std::vector<PutAlarm> alarms;
  std::vector<std::int64_t> desired;
  ApplicationAutoScaling scaling;
};

TEST(TargetTracking, CreatesAsymmetricAlarms) {
  World world(tracking_target());
  ASSERT_EQ(world.alarms.size(), 2u);
  const PutAlarm& high = world.alarms[0];
  const PutAlarm& low = world.alarms[1];
  EXPECT_EQ(high.threshold, 60);
  EXPECT_EQ(high.datapoints_to_alarm, 3);
  EXPECT_EQ(high.comparison, Comparison::above);
  EXPECT_DOUBLE_EQ(low.threshold, 54);
  EXPECT_EQ(low.datapoints_to_alarm, 15);
  EXPECT_EQ(low.evaluation_periods, 15);
  EXPECT_EQ(low.comparison, Comparison::below);
  EXPECT_TRUE(low.repeats);
}

TEST(TargetTracking, ScalesTenAt90PercentTo15AndOnlyToMoreDuringTheCooldown) {
  World world(tracking_target());
  world.counts(10, 10);
  world.high(90);
  EXPECT_EQ(world.desired, (std::vector<std::int64_t>{15}));
  world.run_to(60);
  world.counts(12, 15);
  world.high(90);  // what was added counts: 10 * 90 / 60 is no more than 15
  EXPECT_EQ(world.desired.size(), 1u);
  world.high(120);
  EXPECT_EQ(world.desired, (std::vector<std::int64_t>{15, 20}));
  world.run_to(361);
  world.counts(20, 20);
  world.high(66);
  EXPECT_EQ(world.desired.back(), 22);
}

TEST(TargetTracking, StaysWithinItsBounds) {
  World world(tracking_target());
  world.counts(10, 10);
  world.high(600);
  EXPECT_EQ(world.desired.back(), 40);
  world.run_to(3600);
  world.counts(40, 40);
  world.low(0.1);
  EXPECT_EQ(world.desired.back(), 2);
}

TEST(TargetTracking, ScalesInOncePerCooldownAndNotDuringDeployments) {
  World world(tracking_target());
  world.counts(20, 20, true);
  world.low(30);
  EXPECT_TRUE(world.desired.empty());
  world.high(66);  // scale-out goes on
  EXPECT_EQ(world.desired, (std::vector<std::int64_t>{22}));
  world.counts(22, 22);
  world.low(30);
  EXPECT_EQ(world.desired.back(), 11);
  world.counts(11, 11);
  world.run_to(200);
  world.low(30);
  EXPECT_EQ(world.desired.back(), 11);
  world.run_to(301);
  world.low(30);
  EXPECT_EQ(world.desired.back(), 6);
}

TEST(TargetTracking, ScalesInByAShareAtATimeWhenTold) {
  ScalableTargetConfig target = tracking_target();
  target.target_tracking["cpu"].largest_scale_in = 0.25;
  World world(target);
  world.counts(20, 20);
  world.low(15);
  world.counts(15, 15);
  world.run_to(301);
  world.low(52);
  EXPECT_EQ(world.desired, (std::vector<std::int64_t>{15, 13}));
}

TEST(TargetTracking, OutByAnyInByAllAndTheLargestWins) {
  ScalableTargetConfig target = tracking_target();
  target.target_tracking["requests"] = cpu_at_60();
  target.target_tracking["requests"].metric = "AWS/ApplicationELB/RequestCountPerTarget{api}";
  World world(target);
  world.counts(20, 20);
  world.low(30);
  EXPECT_TRUE(world.desired.empty()) << "the other policy has not agreed";
  world.raise("TargetTracking-api-requests-AlarmLow", 45);
  EXPECT_EQ(world.desired, (std::vector<std::int64_t>{15}));
  world.counts(15, 15);
  world.high(72);
  EXPECT_EQ(world.desired.back(), 18);
  world.raise("TargetTracking-api-requests-AlarmHigh", 80);
  EXPECT_EQ(world.desired.back(), 20);
}

TEST(TargetTracking, NeverScalesInWhenThatIsDisabled) {
  ScalableTargetConfig target = tracking_target();
  target.target_tracking["cpu"].disable_scale_in = true;
  World world(target);
  EXPECT_EQ(world.alarms.size(), 1u);
  world.counts(20, 20);
  world.low(10);
  EXPECT_TRUE(world.desired.empty());
}

TEST(TargetTracking, DoesNothingWithoutDataOrControlPlane) {
  World world(tracking_target());
  world.counts(10, 10);
  world.scaling.on(AlarmEvaluated{"TargetTracking-api-cpu-AlarmHigh", "", AlarmState::insufficient_data, true, 0});
  world.scaling.on(ControlPlaneChanged{false});
  world.high(90);
  EXPECT_TRUE(world.desired.empty());
  world.scaling.on(ControlPlaneChanged{true});
  world.high(90);
  EXPECT_EQ(world.desired.size(), 1u);
}

TEST(StepScaling, RepeatsEachPeriodButCountsWhatTheCooldownAdded) {
  ScalableTargetConfig target;
  target.max_capacity = 40;
  StepScalingConfig policy;
  policy.metric = "Own/Backlog{jobs}";
  policy.threshold = 100;
  policy.step_adjustment = {{0, 100, 2}, {100, std::nullopt, 5}};
  target.step_scaling["backlog"] = policy;
  World world(target);
  ASSERT_EQ(world.alarms.size(), 1u);
  world.counts(4, 4);
  world.raise("StepScaling-api-backlog", 150);
  world.raise("StepScaling-api-backlog", 150);
  world.raise("StepScaling-api-backlog", 300);  // +5 of which 2 are under way
  EXPECT_EQ(world.desired, (std::vector<std::int64_t>{6, 9}));
}

TEST(ScheduledAction, ChangesBoundsOnItsDays) {
  ScalableTargetConfig target = tracking_target();
  target.scheduled_actions["morning"] = {.time_of_day = 8 * 3600, .weekdays = {"tuesday"}, .min_capacity = 12};
  World world(target);
  world.counts(4, 4);
  world.run_to(8 * 3600 + 1);
  EXPECT_TRUE(world.desired.empty()) << "Monday";
  world.run_to(32 * 3600 + 1);
  EXPECT_EQ(world.desired, (std::vector<std::int64_t>{12}));
}

TEST(ApplicationAutoScaling, RefusesTargetsThatCannotWork) {
  sim::control::Simulation simulation;
  const auto build = [&](ScalableTargetConfig target) {
    ApplicationAutoScaling(simulation, sim::Calendar(0), {{"api", std::move(target)}});
  };
  EXPECT_THROW(build({.min_capacity = 5, .max_capacity = 4}), std::invalid_argument);
  EXPECT_THROW(build({.target_tracking = {{"cpu", {}}}}), std::invalid_argument);
  EXPECT_THROW(build({.scheduled_actions = {{"x", {.weekdays = {"payday"}}}}}), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::models::application_auto_scaling
