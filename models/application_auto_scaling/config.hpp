#pragma once
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "models/messages.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::application_auto_scaling {

/// Configures a target-tracking policy: hold a metric near a target value.
struct TargetTrackingConfig {
  std::string metric{};  ///< "<Namespace>/<MetricName>{<dimension>}"
  sim::Parameter target_value = 60;
  sim::Parameter scale_out_cooldown = 300;
  sim::Parameter scale_in_cooldown = 300;
  bool disable_scale_in = false;
  sim::Parameter scale_in_threshold = 0.9;
  sim::Parameter largest_scale_in = 1;
  sim::Parameter datapoints_out = 3;
  sim::Parameter datapoints_in = 15;
  sim::Parameter period = 60;
};

/// Says what a step's adjustment means.
enum class AdjustmentType { change_in_capacity, exact_capacity, percent_change_in_capacity };
inline constexpr sim::Choices<AdjustmentType, 3> adjustment_types{
    {{"ChangeInCapacity", AdjustmentType::change_in_capacity},
     {"ExactCapacity", AdjustmentType::exact_capacity},
     {"PercentChangeInCapacity", AdjustmentType::percent_change_in_capacity}}};
inline constexpr sim::Choices<Comparison, 2> comparisons{
    {{"GreaterThanThreshold", Comparison::above}, {"LessThanThreshold", Comparison::below}}};

/// Configures one step of a step-scaling policy; bounds are relative to the alarm's threshold, absent means unbounded.
struct StepAdjustmentConfig {
  std::optional<sim::Parameter> metric_interval_lower_bound{};
  std::optional<sim::Parameter> metric_interval_upper_bound{};
  sim::Parameter scaling_adjustment = 1;
};

/// Configures a step-scaling policy and the alarm that invokes it.
struct StepScalingConfig {
  std::string metric{};
  Comparison comparison_operator = Comparison::above;
  sim::Parameter threshold = 0;
  sim::Parameter datapoints_to_alarm = 1;
  sim::Parameter evaluation_periods = 1;
  sim::Parameter period = 60;
  AdjustmentType adjustment_type = AdjustmentType::change_in_capacity;
  std::vector<StepAdjustmentConfig> step_adjustment{};
  sim::Parameter min_adjustment_magnitude = 1;
  sim::Parameter cooldown = 300;
};

/// Configures a scheduled action: new bounds at a time of the UTC day.
struct ScheduledActionConfig {
  sim::Parameter time_of_day = 0;
  std::vector<std::string> weekdays{};  ///< "monday", ...; none means every day
  std::optional<sim::Parameter> min_capacity{};
  std::optional<sim::Parameter> max_capacity{};
};

/// Configures the scaling of one service between two bounds.
struct ScalableTargetConfig {
  sim::Parameter min_capacity = 1;
  sim::Parameter max_capacity = 10;
  std::map<std::string, TargetTrackingConfig> target_tracking{};
  std::map<std::string, StepScalingConfig> step_scaling{};
  std::map<std::string, ScheduledActionConfig> scheduled_actions{};
};

/// Describes the fields of a TargetTrackingConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, TargetTrackingConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("metric", config.metric,
              {.required = true, .help = "Metric to hold, as '<Namespace>/<MetricName>{<dimension>}'."});
  visit.field("target_value", config.target_value,
              {.at_least = 1e-9, .help = "Value to hold the metric at, in the metric's unit."});
  visit.field("scale_out_cooldown", config.scale_out_cooldown,
              {.unit = "s", .at_least = 0,
               .help = "Time after a scale-out in which only a larger capacity is applied.",
               .source = "[doc: AAS API TargetTrackingScalingPolicyConfiguration]"});
  visit.field("scale_in_cooldown", config.scale_in_cooldown,
              {.unit = "s", .at_least = 0, .help = "Time after a scale-in in which no other follows.",
               .source = "[doc: AAS API TargetTrackingScalingPolicyConfiguration]"});
  visit.field("disable_scale_in", config.disable_scale_in, {.help = "Never scales in when true."});
  visit.field("scale_in_threshold", config.scale_in_threshold,
              {.unit = "ratio", .at_least = 0.01, .at_most = 1,
               .help = "Share of the target below which the low alarm breaches.",
               .source = "[memory]",
               .mark = Mark::assumed});
  visit.field("largest_scale_in", config.largest_scale_in,
              {.unit = "ratio", .at_least = 0.01, .at_most = 1,
               .help = "Share of the running tasks that one scale-in takes away at most, but always one task. AWS "
                       "writes that it \"scales in more gradually\" and not how; groups were seen to go from 3 to 1.",
               .source = "[inferred: doc: ECS service-autoscaling-targettracking; data: whatif/aws-asg-elb-thesis]",
               .mark = Mark::assumed});
  visit.field("datapoints_out", config.datapoints_out,
              {.unit = "periods", .at_least = 1, .whole = true, .help = "Breaching periods before a scale-out.",
               .source = "[issue: aws/containers-roadmap#1208, #2113]"});
  visit.field("datapoints_in", config.datapoints_in,
              {.unit = "periods", .at_least = 1, .whole = true, .help = "Breaching periods before a scale-in.",
               .source = "[issue: aws/containers-roadmap#1208, #2113]"});
  visit.field("period", config.period,
              {.unit = "s", .at_least = 10,
               .help = "Period of the metric and its alarms; 20 s for high-resolution metrics.",
               .source = "[issue: aws/containers-roadmap#2113]; [doc: ECS target-tracking-faster-auto-scaling]"});
}

/// Describes the fields of a StepAdjustmentConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, StepAdjustmentConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("metric_interval_lower_bound", config.metric_interval_lower_bound,
              {.help = "Lower end of the step, relative to the threshold; none means minus infinity.",
               .source = "[doc: AAS/ASG step scaling]"});
  visit.field("metric_interval_upper_bound", config.metric_interval_upper_bound,
              {.help = "Upper end of the step, relative to the threshold; none means infinity.",
               .source = "[doc: AAS/ASG step scaling]"});
  visit.field("scaling_adjustment", config.scaling_adjustment,
              {.unit = "tasks or %", .required = true, .whole = true, .help = "What the step does.",
               .source = "[doc: AAS/ASG step scaling]"});
}

/// Describes the fields of a StepScalingConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, StepScalingConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("metric", config.metric, {.required = true, .help = "Metric of the alarm that invokes the policy."});
  visit.choice("comparison_operator", config.comparison_operator, comparisons, {.help = "Side that breaches."});
  visit.field("threshold", config.threshold, {.help = "Threshold of the alarm, in the metric's unit."});
  visit.field("datapoints_to_alarm", config.datapoints_to_alarm,
              {.unit = "periods", .at_least = 1, .whole = true, .help = "Breaching datapoints that make an alarm."});
  visit.field("evaluation_periods", config.evaluation_periods,
              {.unit = "periods", .at_least = 1, .whole = true, .help = "Datapoints that the alarm looks at."});
  visit.field("period", config.period, {.unit = "s", .at_least = 10, .help = "Period of metric and alarm."});
  visit.choice("adjustment_type", config.adjustment_type, adjustment_types,
               {.help = "What scaling_adjustment means.", .source = "[doc: AAS/ASG step scaling]"});
  visit.field("step_adjustment", config.step_adjustment,
              {.required = true, .help = "The steps; their intervals may not overlap."});
  visit.field("min_adjustment_magnitude", config.min_adjustment_magnitude,
              {.unit = "tasks", .at_least = 1, .whole = true, .help = "Smallest change that a percentage makes.",
               .source = "[doc: AAS/ASG step scaling]"});
  visit.field("cooldown", config.cooldown,
              {.unit = "s", .at_least = 0, .help = "Time after a change in which only a larger scale-out is applied.",
               .source = "[doc: AAS API]"});
}

/// Describes the fields of a ScheduledActionConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ScheduledActionConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("time_of_day", config.time_of_day,
              {.unit = "s", .at_least = 0, .at_most = 86399, .help = "Time after midnight UTC."});
  visit.field("weekdays", config.weekdays, {.help = "Days on which it happens ('monday', ...); none means all."});
  visit.field("min_capacity", config.min_capacity,
              {.unit = "tasks", .at_least = 0, .whole = true, .help = "New lower bound, if it changes."});
  visit.field("max_capacity", config.max_capacity,
              {.unit = "tasks", .at_least = 0, .whole = true, .help = "New upper bound, if it changes."});
}

/// Describes the fields of a ScalableTargetConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ScalableTargetConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("min_capacity", config.min_capacity,
              {.unit = "tasks", .at_least = 0, .whole = true, .help = "Scaling never goes below this count."});
  visit.field("max_capacity", config.max_capacity,
              {.unit = "tasks", .at_least = 0, .whole = true, .help = "Scaling never goes above this count."});
  visit.field("target_tracking", config.target_tracking, {.help = "Target-tracking policies by name."});
  visit.field("step_scaling", config.step_scaling, {.help = "Step-scaling policies by name."});
  visit.field("scheduled_actions", config.scheduled_actions, {.help = "Scheduled actions by name."});
}

}  // namespace fleetcast::models::application_auto_scaling
