#pragma once
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::auto_scaling {

/// Configures a target-tracking policy of a group: hold the mean CPU utilisation of its instances, or another metric.
struct TargetTrackingConfig {
  std::optional<std::string> metric;
  sim::Parameter target_value = 60;
  std::optional<sim::Parameter> estimated_instance_warmup;
  bool disable_scale_in = false;
  sim::Parameter scale_in_threshold = 0.9;
  sim::Parameter datapoints_out = 3;
  sim::Parameter datapoints_in = 15;
  sim::Parameter period = 60;
};

/// Lists the fields of TargetTrackingConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, TargetTrackingConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  constexpr std::string_view documented = "behaviour 7.6 [doc: ASG/as-scaling-target-tracking.md]";
  visit.field("metric", config.metric,
              {.help = "Metric to hold, as '<Namespace>/<MetricName>{<dimension>}'; without it the mean CPU use of the "
                       "group's instances (ASGAverageCPUUtilization, detailed monitoring).",
               .source = documented});
  visit.field("target_value", config.target_value,
              {.at_least = 1e-9, .help = "Value to hold the metric at, in the metric's unit."});
  visit.field("estimated_instance_warmup", config.estimated_instance_warmup,
              {.unit = "s",
               .at_least = 0,
               .at_most = 3600,
               .help = "Time in service until an instance's utilisation counts and it is a base of further steps; "
                       "without it default_instance_warmup, or else the default cooldown of 300 s.",
               .source = documented});
  visit.field("disable_scale_in", config.disable_scale_in, {.help = "Never scales in when true."});
  visit.field("scale_in_threshold", config.scale_in_threshold,
              {.unit = "ratio",
               .at_least = 0.01,
               .at_most = 1,
               .help = "Share of the target below which the low alarm breaches.",
               .source = "behaviour 6.1 [memory]",
               .mark = Mark::assumed});
  visit.field("datapoints_out", config.datapoints_out,
              {.unit = "periods",
               .at_least = 1,
               .whole = true,
               .help = "Breaching periods before a scale-out.",
               .source = "behaviour 6.1 [issue: aws/containers-roadmap#1208, #2113]"});
  visit.field("datapoints_in", config.datapoints_in,
              {.unit = "periods",
               .at_least = 1,
               .whole = true,
               .help = "Breaching periods before a scale-in.",
               .source = "behaviour 6.1 [issue: aws/containers-roadmap#1208, #2113]"});
  visit.field("period", config.period,
              {.unit = "s",
               .at_least = 60,
               .help = "Period of the metric's alarms.",
               .source = "behaviour 6.1; behaviour 15.1: one minute with detailed monitoring"});
}

}  // namespace fleetcast::models::auto_scaling
