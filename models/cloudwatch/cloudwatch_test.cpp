#include "models/cloudwatch/cloudwatch.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace fleetcast::models::cloudwatch {
namespace {

using sim::hours;
using sim::seconds;

/// A CloudWatch alone in the world, with the evaluations it sent.
struct World {
  explicit World(CloudWatchConfig config = {}) : cloudwatch(simulation, chance, metering, config) {
    cloudwatch.alarm_evaluations.connect([this](const AlarmEvaluated& evaluated) {
      sent.push_back(evaluated);
      sent_at.push_back(simulation.now().seconds());
    });
    cloudwatch.incidents.connect([this](const Incident& incident) { incidents.push_back(incident); });
    cloudwatch.start();
  }
  void publish(const std::string& metric, double second, double value) {
    simulation.at(Instant{} + seconds(second), 0, [this, metric, second, value] {
      cloudwatch.on(MetricPoint{metric, Instant{} + seconds(second), value});
    });
  }
  void run_to(double second) { simulation.run_until(Instant{} + seconds(second)); }
  std::int64_t metered(std::string_view meter) const {
    std::int64_t sum = 0;
    for (const auto& [key, amount] : ledger.rows()) sum += key.meter == meter ? amount.billable : 0;
    return sum;
  }

  sim::control::Simulation simulation;
  sim::chance::Chance chance{1};
  pricing::UsageLedger ledger;
  Metering metering{ledger, sim::Calendar(1'793'491'200), {"main", "us-east-1", {"us-east-1a"}, Instant{}}};
  std::vector<AlarmEvaluated> sent;
  std::vector<double> sent_at;
  std::vector<Incident> incidents;
  CloudWatch cloudwatch;
};

PutAlarm cpu_alarm(std::int64_t datapoints, bool repeats) {
  PutAlarm alarm;
  alarm.alarm = "high";
  alarm.metric = "AWS/ECS/CPUUtilization{api}";
  alarm.threshold = 60;
  alarm.datapoints_to_alarm = alarm.evaluation_periods = datapoints;
  alarm.period = seconds(60);
  alarm.repeats = repeats;
  return alarm;
}

TEST(CloudWatch, ShowsAPointOnlyAfterItsDeliveryLag) {
  World world;
  world.publish("AWS/ECS/CPUUtilization{api}", 60, 90);
  world.run_to(119);
  EXPECT_FALSE(world.cloudwatch.newest("AWS/ECS/CPUUtilization{api}").has_value());
  world.run_to(180);
  ASSERT_TRUE(world.cloudwatch.newest("AWS/ECS/CPUUtilization{api}").has_value());
  EXPECT_EQ(world.cloudwatch.newest("AWS/ECS/CPUUtilization{api}")->value, 90);
}

TEST(CloudWatch, FiresThreeOfThreeFiveMinutesAfterTheStepAndRepeatsWhileInAlarm) {
  World world;
  world.cloudwatch.on(cpu_alarm(3, true));
  for (int minute = 1; minute <= 8; ++minute) world.publish("AWS/ECS/CPUUtilization{api}", 60 * minute, 90);
  for (int minute = 9; minute <= 20; ++minute) world.publish("AWS/ECS/CPUUtilization{api}", 60 * minute, 40);
  world.run_to(1200);
  // The third point ends at 180 s and is visible 60..120 s later; calm points from 540 s on are visible at 660 s.
  ASSERT_GE(world.sent.size(), 3u);
  EXPECT_EQ(world.sent_at.front(), 300);
  EXPECT_EQ(world.sent.front().state, AlarmState::alarm);
  EXPECT_TRUE(world.sent.front().is_transition);
  EXPECT_EQ(world.sent.front().value, 90);
  EXPECT_EQ(world.sent.back().state, AlarmState::ok);
  EXPECT_EQ(world.sent_at.back(), 660);
  EXPECT_EQ(world.sent.size(), 7u);  // alarms at 300, 360, ..., 600 and the recovery
  EXPECT_EQ(world.cloudwatch.figures().transitions_to_alarm, 1);
}

TEST(CloudWatch, TellsPeopleOfTransitionsOnly) {
  World world;
  world.cloudwatch.on(cpu_alarm(1, false));
  for (int minute = 1; minute <= 10; ++minute) world.publish("AWS/ECS/CPUUtilization{api}", 60 * minute, 90);
  world.run_to(700);
  ASSERT_EQ(world.sent.size(), 1u);
  ASSERT_EQ(world.incidents.size(), 1u);
  EXPECT_EQ(world.incidents.front().effect, "alarm high at 90.00");
}

TEST(CloudWatch, HoldsPointsBackDuringAControlPlaneOutage) {
  World world;
  world.cloudwatch.on(cpu_alarm(1, false));
  world.cloudwatch.on(ControlPlaneChanged{false});
  for (int minute = 1; minute <= 5; ++minute) world.publish("AWS/ECS/CPUUtilization{api}", 60 * minute, 90);
  world.simulation.at(Instant{} + seconds(330), 0, [&] { world.cloudwatch.on(ControlPlaneChanged{true}); });
  world.run_to(380);
  EXPECT_TRUE(world.sent.empty());
  world.run_to(480);
  ASSERT_EQ(world.sent.size(), 1u);
  EXPECT_GE(world.sent_at.front(), 390);
}

TEST(CloudWatch, LosesSightOfAMetricThatStops) {
  World world;
  world.cloudwatch.on(cpu_alarm(3, true));
  for (int minute = 1; minute <= 5; ++minute) world.publish("AWS/ECS/CPUUtilization{api}", 60 * minute, 10);
  world.run_to(900);
  EXPECT_EQ(world.sent.back().state, AlarmState::insufficient_data);
  EXPECT_EQ(world.cloudwatch.state_of("high"), AlarmState::insufficient_data);
}

TEST(CloudWatch, MetersCustomMetricsAlarmsDashboardsAndLogs) {
  CloudWatchConfig config;
  config.dashboards = 2;
  config.log_compression_ratio = 0.25;
  World world(config);
  world.cloudwatch.on(cpu_alarm(1, true));
  PutAlarm fast = cpu_alarm(1, true);
  fast.alarm = "fast";
  fast.period = seconds(20);
  world.cloudwatch.on(fast);
  for (int minute = 1; minute <= 90; ++minute) world.publish("Own/Backlog{jobs}", 60 * minute, 1);
  world.publish("AWS/ECS/CPUUtilization{api}", 60, 1);
  world.cloudwatch.ingest_log(std::int64_t{4} << 30);
  for (int hour = 1; hour <= 3; ++hour) {
    world.run_to(3600 * hour);
    world.cloudwatch.settle(world.simulation.now());
    world.cloudwatch.settle(world.simulation.now());  // settling again adds nothing
  }
  EXPECT_EQ(world.metered(pricing::meter::cloudwatch_metric_hours), 2);  // points in two hours; AWS/ metrics are free
  EXPECT_EQ(world.metered(pricing::meter::cloudwatch_alarm_hours), 3);
  EXPECT_EQ(world.metered(pricing::meter::cloudwatch_high_resolution_alarm_hours), 3);
  EXPECT_EQ(world.metered(pricing::meter::cloudwatch_dashboard_hours), 6);
  EXPECT_EQ(world.metered(pricing::meter::cloudwatch_log_ingest_bytes), std::int64_t{4} << 30);
  EXPECT_EQ(world.metered(pricing::meter::cloudwatch_log_storage_mib_seconds), 1024 * 7200);
}

TEST(CloudWatch, BillsMetricsThatNothingLooksAt) {
  World world;
  world.cloudwatch.add_unwatched_metrics(74);
  for (int hour = 1; hour <= 3; ++hour) {
    world.run_to(3600 * hour);
    world.cloudwatch.settle(world.simulation.now());
  }
  EXPECT_EQ(world.metered(pricing::meter::cloudwatch_metric_hours), 3 * 74);
}

TEST(CloudWatch, ForgetsLogsAfterTheirRetention) {
  CloudWatchConfig config;
  config.retention_in_days = 1;
  config.log_compression_ratio = 1;
  World world(config);
  world.cloudwatch.ingest_log(1 << 20);
  for (int hour = 1; hour <= 60; ++hour) {
    world.run_to(3600 * hour);
    world.cloudwatch.settle(world.simulation.now());
  }
  EXPECT_EQ(world.metered(pricing::meter::cloudwatch_log_storage_mib_seconds), 24 * 3600);
}

TEST(CloudWatch, RefusesAnAlarmThatCannotBeEvaluated) {
  World world;
  EXPECT_THROW(world.cloudwatch.on(PutAlarm{}), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::models::cloudwatch
