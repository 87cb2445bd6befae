#include "models/auto_scaling/target_tracking.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <vector>

namespace fleetcast::models::auto_scaling {
namespace {

AutoScalingGroupConfig config_of(double target) {
  AutoScalingGroupConfig config;
  config.min_size = 1;
  config.max_size = 6;
  config.mixed_instances_policy.overrides.push_back({"t3.medium", 1});
  config.target_tracking["cpu"].target_value = target;
  return config;
}

/// Plays a group, its instances and their tasks; alarms are raised by hand.
struct Stage {
  explicit Stage(const AutoScalingGroupConfig& config) : tracking(simulation, "web", config, {{"t3.medium", 2}}) {
    tracking.alarms.connect([this](const PutAlarm& m) { alarms.push_back(m); });
    tracking.metric_points.connect([this](const MetricPoint& m) { points.push_back(m); });
    tracking.desired_capacities.connect([this](const SetDesiredCapacity& m) { desired.push_back(m.desired); });
    simulation.at(Instant{}, 0, [this] { tracking.start(); });
  }
  void at(double seconds, std::function<void()> action) {
    simulation.at(Instant{} + sim::seconds(seconds), ++order, std::move(action));
  }
  void run_instance(double seconds, InstanceId id) {
    at(seconds, [this, id] { tracking.on(InstanceRunning{id, "web", {"t3.medium", 0}}); });
  }
  void have(double seconds, std::int64_t capacity) {
    at(seconds, [this, capacity] { tracking.on(GroupCapacity{.group = "web", .desired = capacity}); });
  }
  void work(double seconds, InstanceId id, double vcpu_seconds) {
    at(seconds, [this, id, vcpu_seconds] { tracking.on(TaskProcessorTime{1, id, simulation.now(), vcpu_seconds}); });
  }
  void raise(double seconds, bool is_high, double value) {
    const std::string name = is_high ? "TargetTracking-web-cpu-AlarmHigh" : "TargetTracking-web-cpu-AlarmLow";
    at(seconds, [this, name, value] { tracking.on(AlarmEvaluated{name, "", AlarmState::alarm, true, value}); });
  }
  void run_until(double seconds) { simulation.run_until(Instant{} + sim::seconds(seconds)); }

  sim::control::Simulation simulation;
  TargetTracking tracking;
  std::uint64_t order = 0;
  std::vector<PutAlarm> alarms;
  std::vector<MetricPoint> points;
  std::vector<std::int64_t> desired;
};

TEST(GroupTargetTracking, CapacityIsRoundedUp) {
  EXPECT_EQ(tracking_capacity(1, 51, 35), 2);
  EXPECT_EQ(tracking_capacity(2, 51, 35), 3);
  EXPECT_EQ(tracking_capacity(3, 51, 35), 5);
  EXPECT_EQ(tracking_capacity(1, 83, 35), 3);
  EXPECT_EQ(tracking_capacity(10, 66, 60), 11);
}

TEST(GroupTargetTracking, AlarmsAreThreeOfThreeAndFifteenOfFifteen) {
  Stage stage(config_of(50));
  stage.run_until(1);
  ASSERT_EQ(stage.alarms.size(), 2u);
  EXPECT_EQ(stage.alarms[0].metric, "AWS/EC2/CPUUtilization{web}");
  EXPECT_EQ(stage.alarms[0].comparison, Comparison::above);
  EXPECT_EQ(stage.alarms[0].threshold, 50);
  EXPECT_EQ(stage.alarms[0].datapoints_to_alarm, 3);
  EXPECT_EQ(stage.alarms[0].evaluation_periods, 3);
  EXPECT_EQ(stage.alarms[0].period, sim::seconds(60));
  EXPECT_EQ(stage.alarms[1].comparison, Comparison::below);
  EXPECT_DOUBLE_EQ(stage.alarms[1].threshold, 45);
  EXPECT_EQ(stage.alarms[1].datapoints_to_alarm, 15);
  EXPECT_EQ(stage.alarms[1].evaluation_periods, 15);
}

TEST(GroupTargetTracking, UtilisationIsTheMeanOverWarmInstances) {
  Stage stage(config_of(50));
  stage.run_instance(10, 1);
  stage.run_instance(20, 2);
  stage.run_instance(200, 3);
  for (double minute = 1; minute <= 6; ++minute) {
    stage.work(60 * minute - 1, 1, 60);   // of 120 vCPU seconds
    stage.work(60 * minute - 1, 2, 12);
  }
  stage.run_until(361);
  // The first two are warm after 310 and 320 s, the third is not: one datapoint, in the sixth minute.
  ASSERT_EQ(stage.points.size(), 1u);
  EXPECT_EQ(stage.points[0].period_end, Instant{} + sim::seconds(360));
  EXPECT_DOUBLE_EQ(stage.points[0].value, (50 + 10) / 2.0);
}

TEST(GroupTargetTracking, WarmingInstancesCountAsCapacityAlreadyAskedFor) {
  Stage stage(config_of(35));
  stage.run_instance(0, 1);
  stage.have(1, 1);
  stage.raise(400, true, 51);
  stage.raise(460, true, 51);   // the second instance is not there yet, or warms up: nothing more
  stage.run_instance(470, 2);
  stage.raise(700, true, 51);
  stage.raise(820, true, 51);   // now both are warm: 2 * 51 / 35
  stage.run_until(900);
  EXPECT_EQ(stage.desired, (std::vector<std::int64_t>{2, 3}));
}

TEST(GroupTargetTracking, CapacityStaysWithinTheGroup) {
  Stage stage(config_of(10));
  stage.run_instance(0, 1);
  stage.have(1, 1);
  stage.raise(400, true, 100);
  stage.run_until(500);
  EXPECT_EQ(stage.desired, (std::vector<std::int64_t>{6}));
}

TEST(GroupTargetTracking, ScaleInWaitsForWarmInstancesAndKeepsTheMinimum) {
  Stage stage(config_of(50));
  for (InstanceId id = 1; id <= 3; ++id) stage.run_instance(100.0 * static_cast<double>(id), id);
  stage.have(301, 3);
  stage.raise(500, false, 20);  // the third still warms up
  stage.raise(700, false, 20);  // 3 * 20 / 50, rounded up
  stage.run_until(800);
  EXPECT_EQ(stage.desired, (std::vector<std::int64_t>{2}));
}

TEST(GroupTargetTracking, ScaleInCanBeDisabled) {
  AutoScalingGroupConfig config = config_of(50);
  config.target_tracking["cpu"].disable_scale_in = true;
  Stage stage(config);
  stage.run_instance(0, 1);
  stage.run_instance(0, 2);
  stage.have(1, 2);
  stage.raise(700, false, 0);
  stage.run_until(800);
  EXPECT_TRUE(stage.desired.empty());
}

TEST(GroupTargetTracking, WarmUpComesFromThePolicyTheGroupOrTheCooldown) {
  AutoScalingGroupConfig config = config_of(50);
  sim::control::Simulation simulation;
  EXPECT_EQ(TargetTracking(simulation, "web", config, {}).warm_up(), sim::seconds(300));
  config.default_instance_warmup = 120;
  EXPECT_EQ(TargetTracking(simulation, "web", config, {}).warm_up(), sim::seconds(120));
  config.target_tracking["cpu"].estimated_instance_warmup = 60;
  EXPECT_EQ(TargetTracking(simulation, "web", config, {}).warm_up(), sim::seconds(60));
}

TEST(GroupTargetTracking, DoesNothingWhileTheControlPlaneIsDown) {
  Stage stage(config_of(35));
  stage.run_instance(0, 1);
  stage.have(1, 1);
  stage.at(390, [&stage] { stage.tracking.on(ControlPlaneChanged{false}); });
  stage.raise(400, true, 51);
  stage.at(450, [&stage] { stage.tracking.on(ControlPlaneChanged{true}); });
  stage.raise(460, true, 51);
  stage.run_until(500);
  EXPECT_EQ(stage.desired, (std::vector<std::int64_t>{2}));
}

}  // namespace
}  // namespace fleetcast::models::auto_scaling
