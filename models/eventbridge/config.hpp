#pragma once
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::eventbridge {

/// Configures one target of a rule: a job, a topic or anything else that takes events, by name.
struct TargetConfig {
  sim::Parameter maximum_retry_attempts = 185;
  sim::Parameter maximum_event_age = 86400;
  bool needs_control_plane = true;
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, TargetConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("maximum_retry_attempts", config.maximum_retry_attempts,
              {.unit = "attempts",
               .at_least = 0,
               .at_most = 185,
               .whole = true,
               .help = "Retries after a failed delivery.",
               .source = "[doc: EventBridge rule-retry]"});
  visit.field("maximum_event_age", config.maximum_event_age,
              {.unit = "s",
               .at_least = 60,
               .at_most = 86400,
               .help = "Age at which an undelivered event is dropped.",
               .source = "[doc: EventBridge rule-retry]"});
  visit.field(
      "needs_control_plane", config.needs_control_plane,
      {.help = "Whether the target is a call to the region's control plane, such as ECS RunTask, and fails with it.",
       .mark = sim::Mark::assumed});
}

/// Configures one rule: what it waits for, and where it sends it.
struct RuleConfig {
  std::optional<std::string> event_source{};
  std::optional<std::string> schedule_expression{};
  std::map<std::string, TargetConfig> targets{};
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, RuleConfig>
void describe(Visitor& visit, Config& config) {
  visit.field(
      "event_source", config.event_source,
      {.help = "Events the rule matches, such as \"ecs.task_state_change\"; a trailing '*' matches any ending."});
  visit.field("schedule_expression", config.schedule_expression,
              {.help = "When the rule fires by itself: \"rate(5 minutes)\" or \"cron(0 3 * * ? *)\", in UTC."});
  visit.field("targets", config.targets, {.help = "Targets by name: a job, a topic or a queue."});
}

/// Configures EventBridge.
struct EventBridgeConfig {
  std::map<std::string, RuleConfig> rules{};
  sim::chance::Distribution delivery_latency = sim::chance::Distribution::lognormal_by_median(0.2, 0.866);
  sim::Parameter schedule_delay_max = 60;
  sim::Parameter duplicate_probability = 1e-5;
  sim::Parameter retry_backoff_max = 600;
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, EventBridgeConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("rules", config.rules, {.help = "Rules by name."});
  visit.field("delivery_latency", config.delivery_latency,
              {.unit = "s",
               .at_least = 0,
               .help = "Time from an event to its target: median 0.2 s, 99th percentile 1.5 s.",
               .source = "behaviour 15.2 [memory]",
               .mark = sim::Mark::assumed});
  visit.field("schedule_delay_max", config.schedule_delay_max,
              {.unit = "s",
               .at_least = 0,
               .at_most = 60,
               .help = "A scheduled rule fires up to this much after its time, uniformly.",
               .source = "[memory]",
               .mark = sim::Mark::assumed});
  visit.field("duplicate_probability", config.duplicate_probability,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Probability that a target receives an event twice; delivery is at least once.",
               .source = "[doc: EventBridge rule-retry]",
               .mark = sim::Mark::assumed});
  visit.field("retry_backoff_max", config.retry_backoff_max,
              {.unit = "s",
               .at_least = 1,
               .help = "Longest wait between retries, which double from 1 s with jitter.",
               .source = "[derived]",
               .mark = sim::Mark::assumed});
}

}  // namespace fleetcast::models::eventbridge
