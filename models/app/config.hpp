#pragma once
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::app {

/// Tells whether a call reads or writes.
enum class Operation { read, write };
/// Names operations in documents.
inline constexpr sim::Choices<Operation, 2> operations{{{"read", Operation::read}, {"write", Operation::write}}};

/// Limits retries to a share of first tries.
struct RetryBudgetConfig {
  sim::Parameter ratio = 0.1;
  sim::Parameter burst = 10;
};

/// Lists the fields of RetryBudgetConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, RetryBudgetConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("ratio", config.ratio,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 10,
               .help = "Retries that each first try earns.",
               .source = "behaviour 17.1 [derived]",
               .mark = sim::Mark::assumed});
  visit.field("burst", config.burst,
              {.unit = "retries", .at_least = 0, .help = "Retries that can be saved up.", .mark = sim::Mark::assumed});
}

/// Describes a call that a request makes: to a cache, a database or a bucket; a cache with a database is read through
/// it.
struct CallConfig {
  std::optional<std::string> cache;
  std::optional<std::string> database;
  std::optional<std::string> bucket;
  Operation operation = Operation::read;
  sim::Parameter times = 1;
  std::optional<sim::Parameter> timeout;
  sim::Parameter max_attempts = 1;
  sim::chance::Distribution backoff = sim::chance::Distribution::uniform(0, 0.1);
  std::optional<RetryBudgetConfig> retry_budget;
  bool is_essential = true;
};

/// Lists the fields of CallConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, CallConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("cache", config.cache,
              {.help = "Cache that is called; with a database, reads that miss go there and "
                       "writes drop the cached value."});
  visit.field("database", config.database, {.help = "Database that is called."});
  visit.field("bucket", config.bucket, {.help = "Bucket that an object is read from or put into."});
  visit.choice("operation", config.operation, operations, {.help = "Whether the call reads or writes."});
  visit.field(
      "times", config.times,
      {.unit = "calls", .at_least = 1, .at_most = 50, .whole = true, .help = "Calls of this kind, one by one."});
  visit.field("timeout", config.timeout,
              {.unit = "s", .at_least = 0.001, .help = "Longest time for one try; none for as long as it takes."});
  visit.field("max_attempts", config.max_attempts,
              {.unit = "attempts",
               .at_least = 1,
               .at_most = 10,
               .whole = true,
               .help = "Tries in all.",
               .source = "behaviour 17: SDKs in standard mode make 3 [doc: sdkref feature-retry-behavior]",
               .mark = Mark::assumed});
  visit.field("backoff", config.backoff,
              {.unit = "s", .at_least = 0, .help = "Pause before another try.", .mark = Mark::assumed});
  visit.field("retry_budget", config.retry_budget, {.help = "Limits retries to a share of first tries."});
  visit.field("is_essential", config.is_essential,
              {.help = "Whether the request fails with the call; otherwise it goes on without it."});
}

/// Describes what a service does for one class of requests.
struct RequestConfig {
  sim::chance::Distribution cpu_time = sim::chance::Distribution::lognormal(0.01, 1.0);
  std::optional<sim::chance::Distribution> cpu_time_after_calls;
  std::vector<CallConfig> calls;
  std::optional<sim::Parameter> reply_size;
};

/// Lists the fields of RequestConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, RequestConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("cpu_time", config.cpu_time,
              {.unit = "s",
               .at_least = 0,
               .help = "Time that one vCPU needs for a request, alone.",
               .mark = sim::Mark::assumed});
  visit.field("cpu_time_after_calls", config.cpu_time_after_calls,
              {.unit = "s",
               .at_least = 0,
               .help = "The same for what it does with the answers of its calls, such as rendering a page; none for "
                       "nothing."});
  visit.field("calls", config.calls, {.help = "Calls it makes, in this order."});
  visit.field("reply_size", config.reply_size,
              {.unit = "B",
               .at_least = 0,
               .at_most = 4e9,
               .whole = true,
               .help = "Size of the reply; without it, the size that the object asked for has."});
}

/// Describes how slow a new task is at first: just-in-time compilers, connection pools, local caches.
struct WarmUpConfig {
  sim::Parameter duration = 60;
  sim::Parameter initial_speed = 0.3;
};

/// Lists the fields of WarmUpConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, WarmUpConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("duration", config.duration,
              {.unit = "s",
               .at_least = 1,
               .help = "Time in which a task reaches its full speed.",
               .source = "behaviour 17 (9): 1-5 min [derived]",
               .mark = sim::Mark::assumed});
  visit.field("initial_speed", config.initial_speed,
              {.unit = "ratio",
               .at_least = 0.01,
               .at_most = 1,
               .help = "Share of its full speed at first.",
               .mark = sim::Mark::assumed});
}

/// Describes the application that the tasks of a service run.
struct AppConfig {
  sim::Parameter concurrency = 32;
  sim::Parameter backlog = 128;
  std::map<std::string, RequestConfig> requests;
  std::optional<WarmUpConfig> warm_up;
};

/// Lists the fields of AppConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, AppConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("concurrency", config.concurrency,
              {.unit = "requests",
               .at_least = 1,
               .at_most = 1e6,
               .whole = true,
               .help = "Requests that one task works on at once (worker threads).",
               .mark = sim::Mark::assumed});
  visit.field("backlog", config.backlog,
              {.unit = "requests",
               .at_least = 0,
               .at_most = 1e6,
               .whole = true,
               .help = "Requests that may wait for a worker of a task; more are turned away.",
               .mark = sim::Mark::assumed});
  visit.field("requests", config.requests, {.help = "What is done for each request class, by its name."});
  visit.field("warm_up", config.warm_up, {.help = "How slow a new task is at first; none if it is not."});
}

}  // namespace fleetcast::models::app
