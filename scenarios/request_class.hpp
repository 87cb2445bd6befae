#pragma once
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "models/backend/config.hpp"
#include "scenarios/traffic/object_trace.hpp"
#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::scenarios {

/// Limits retries to a share of first attempts.
struct RetryBudgetSpec {
  sim::Parameter ratio = 0.1;
  sim::Parameter burst = 100;
};

/// Describes how viewers behave when an answer is slow or bad.
struct ClientSpec {
  std::optional<sim::Parameter> time_out;
  sim::Parameter max_attempts = 1;
  sim::Parameter persistence = 1;
  sim::chance::Distribution backoff = 0.1;
  std::optional<RetryBudgetSpec> retry_budget;
};

/// Describes requests of one kind: their share, how patient their clients are, and the way they take.
struct RequestClassSpec {
  sim::Parameter share = 1;
  sim::Parameter deadline = 10;
  ClientSpec client;
  /// Senders as the web ACL tells them apart.
  std::string key_group = "viewers";
  /// What answers beyond the edge: an ECS service, a bucket, or steps through backends.
  std::optional<std::string> service;
  std::optional<std::string> bucket;
  std::vector<models::backend::StepConfig> steps;
  sim::Parameter response_size = 0;
  /// What requests ask for, instead of objects by popularity.
  std::optional<traffic::ObjectsConfig> objects;
};

/// Describes a population of clients that wait for each answer and think before they ask again.
struct ClosedClientsSpec {
  sim::Parameter population = 1;
  sim::chance::Distribution think_time = 1.0;
  std::string request_class;
  sim::Parameter begin = 0;
};

/// Lists the fields of RetryBudgetSpec.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, RetryBudgetSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("ratio", config.ratio,
              {.unit = "ratio", .at_least = 0, .at_most = 10, .help = "Retries that each first attempt earns.",
               .source = "behaviour 17.1 [derived]: a tenth recovers", .mark = sim::Mark::assumed});
  visit.field("burst", config.burst,
              {.unit = "retries", .at_least = 0, .help = "Most retries that are saved up.",
               .source = "own choice", .mark = sim::Mark::assumed});
}

/// Lists the fields of ClientSpec.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ClientSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("time_out", config.time_out,
              {.unit = "s", .at_least = 0.001, .help = "Longest wait of one attempt; none to wait for ever."});
  visit.field("max_attempts", config.max_attempts,
              {.unit = "attempts",
               .at_least = 1,
               .at_most = 255,
               .whole = true,
               .help = "Attempts in all, the first included."});
  visit.field("persistence", config.persistence,
              {.unit = "ratio", .at_least = 0, .at_most = 1,
               .help = "Probability that a viewer whose attempt failed makes another one."});
  visit.field("backoff", config.backoff, {.unit = "s", .at_least = 0, .help = "Pause before a retry."});
  visit.field("retry_budget", config.retry_budget,
              {.help = "Limits the retries of all clients together; none for no limit."});
}

/// Lists the fields of RequestClassSpec.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, RequestClassSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("share", config.share,
              {.unit = "ratio", .at_least = 0, .help = "Share of all requests; shares need not add up to 1."});
  visit.field("deadline", config.deadline,
              {.unit = "s", .at_least = 0, .help = "An answer that takes longer does not count as good."});
  visit.field("client", config.client, {.help = "How viewers behave when an answer is slow or bad."});
  visit.field("key_group", config.key_group, {.help = "Senders, as the web ACL tells them apart."});
  visit.field("service", config.service, {.help = "ECS service that answers beyond the edge."});
  visit.field("bucket", config.bucket, {.help = "S3 bucket that answers beyond the edge."});
  visit.field("steps", config.steps, {.help = "Steps through backends and stores that are not AWS services."});
  visit.field(
      "response_size", config.response_size,
      {.unit = "B", .at_least = 0, .at_most = 4e9, .help = "Size of answers that no cache behaviour gives a size."});
  visit.field("objects", config.objects,
              {.help = "Objects that requests ask caches for; by the popularity that each cache describes if absent."});
}

/// Lists the fields of ClosedClientsSpec.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ClosedClientsSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("population", config.population,
              {.unit = "clients", .at_least = 1, .at_most = 1e6, .whole = true, .help = "Clients."});
  visit.field("think_time", config.think_time,
              {.unit = "s", .at_least = 0, .help = "Pause between an answer and the next request."});
  visit.field("request_class", config.request_class, {.required = true, .help = "Class of their requests."});
  visit.field("begin", config.begin,
              {.unit = "s", .at_least = 0, .help = "Time from the pre-roll's beginning until they ask first."});
}

}  // namespace fleetcast::scenarios
