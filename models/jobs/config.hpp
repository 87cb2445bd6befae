#pragma once
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::jobs {

/// Configures a kind of short-lived tasks: when they run, how long, and what happens when one is lost.
struct JobConfig {
  std::optional<std::string> schedule_expression{};
  std::optional<std::string> event_source{};
  std::string capacity_provider = "FARGATE_SPOT";
  sim::Parameter count = 1;
  sim::Parameter cpu = 0.25;
  sim::Parameter memory = 512.0 * 1024 * 1024;
  sim::chance::Distribution duration = sim::chance::Distribution::lognormal_by_median(60, 0.5);
  std::optional<sim::Parameter> deadline{};
  sim::Parameter maximum_retry_attempts = 3;
  sim::Parameter retry_wait = 10;
  std::optional<sim::Parameter> checkpoint_interval{};
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, JobConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("schedule_expression", config.schedule_expression,
              {.help = "When the job runs: \"rate(1 hour)\" or \"cron(0 3 * * ? *)\", in UTC."});
  visit.field("event_source", config.event_source, {.help = "Events that start the job, such as \"shop.order\"."});
  visit.field("capacity_provider", config.capacity_provider,
              {.help = "Where its tasks run: FARGATE, FARGATE_SPOT or a capacity provider on EC2.",
               .source = "[doc: ECS/fargate-capacity-providers.md]"});
  visit.field(
      "count", config.count,
      {.unit = "tasks", .at_least = 1, .whole = true, .help = "Tasks of one run; it is complete when all have done."});
  visit.field("cpu", config.cpu, {.unit = "vCPU", .at_least = 0.25, .at_most = 192, .help = "vCPUs of one task."});
  visit.field("memory", config.memory, {.unit = "B", .at_least = 6291456, .help = "Memory of one task."});
  visit.field("duration", config.duration,
              {.unit = "s", .at_least = 0, .help = "Time that one task works.", .mark = sim::Mark::assumed});
  visit.field("deadline", config.deadline,
              {.unit = "s", .at_least = 0, .help = "Time within which a run must be complete."});
  visit.field("maximum_retry_attempts", config.maximum_retry_attempts,
              {.unit = "attempts",
               .at_least = 0,
               .whole = true,
               .help = "How often a lost task is started anew.",
               .mark = sim::Mark::assumed});
  visit.field("retry_wait", config.retry_wait,
              {.unit = "s",
               .at_least = 0,
               .help = "Time from the loss of a task to its next attempt.",
               .mark = sim::Mark::assumed});
  visit.field("checkpoint_interval", config.checkpoint_interval,
              {.unit = "s",
               .at_least = 1,
               .help = "A retried task continues from its last checkpoint; from the start if not given."});
}

/// Configures all jobs by name.
struct JobsConfig {
  std::map<std::string, JobConfig> jobs{};
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, JobsConfig>
void describe(Visitor& visit, Config& config) { visit.field("jobs", config.jobs, {.help = "Jobs by name."}); }

}  // namespace fleetcast::models::jobs
