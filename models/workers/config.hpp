#pragma once
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::workers {

/// Configures a queue, what arrives in it, and how the tasks of its service work it off.
struct WorkersConfig {
  std::string service{};
  sim::Parameter arrival_rate = 0;
  std::vector<sim::Parameter> hourly_profile{};
  sim::chance::Distribution processing_time = sim::chance::Distribution::lognormal_by_median(1, 0.5);
  sim::Parameter failure_probability = 0;
  sim::Parameter concurrency = 1;
  std::optional<sim::Parameter> deadline{};
  sim::Parameter visibility_timeout_seconds = 30;
  sim::Parameter receive_wait_time_seconds = 20;
  sim::Parameter message_retention_seconds = 345600;
  std::optional<sim::Parameter> max_receive_count{};
  sim::Parameter message_size = 2048;
  bool releases_on_stop = false;
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, WorkersConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("service", config.service, {.required = true, .help = "ECS service whose tasks work the queue off."});
  visit.field("arrival_rate", config.arrival_rate,
              {.unit = "1/s", .at_least = 0, .help = "Mean rate of messages, besides those that requests send."});
  visit.field("hourly_profile", config.hourly_profile,
              {.unit = "ratio", .at_least = 0, .help = "Factor on the rate in each of 24 UTC hours; 1 if not given."});
  visit.field(
      "processing_time", config.processing_time,
      {.unit = "s", .at_least = 0, .help = "Time that a worker needs for a message.", .mark = sim::Mark::assumed});
  visit.field("failure_probability", config.failure_probability,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Probability that processing fails at its end, so that the message is not deleted.",
               .mark = sim::Mark::assumed});
  visit.field("concurrency", config.concurrency,
              {.unit = "messages", .at_least = 1, .whole = true, .help = "Messages that one task works on at once."});
  visit.field("deadline", config.deadline,
              {.unit = "s", .at_least = 0, .help = "Time from sending within which a message must be done."});
  visit.field("visibility_timeout_seconds", config.visibility_timeout_seconds,
              {.unit = "s",
               .at_least = 1,
               .at_most = 43200,
               .help = "Time after which a received message that was not deleted appears again.",
               .source = "[doc: SQS visibility timeout, default 30 s]"});
  visit.field("receive_wait_time_seconds", config.receive_wait_time_seconds,
              {.unit = "s",
               .at_least = 1,
               .at_most = 20,
               .help = "Length of a long poll; one without message is billed too.",
               .source = "[doc: SQS long polling, at most 20 s]"});
  visit.field("message_retention_seconds", config.message_retention_seconds,
              {.unit = "s",
               .at_least = 60,
               .at_most = 1209600,
               .help = "Age at which a message is discarded.",
               .source = "[doc: SQS message retention, default 4 days]"});
  visit.field("max_receive_count", config.max_receive_count,
              {.unit = "receives",
               .at_least = 1,
               .at_most = 1000,
               .whole = true,
               .help = "Receives after which a message goes to the dead-letter queue; never, if not given."});
  visit.field("message_size", config.message_size,
              {.unit = "B",
               .at_least = 1,
               .at_most = 1048576,
               .whole = true,
               .help = "Size of a message; each started 64 KiB of a send or receive is one request.",
               .mark = sim::Mark::assumed});
  visit.field("releases_on_stop", config.releases_on_stop,
              {.help = "Whether a task that leaves in an orderly way makes its messages visible at once, rather than "
                       "leaving them to the time-out."});
}

}  // namespace fleetcast::models::workers
