#pragma once
#include <concepts>
#include <map>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::sns {

/// Names what a subscription delivers to; it decides the retry policy and the price.
enum class Protocol { http, https, email, sqs, lambda };
inline constexpr sim::Choices<Protocol, 5> protocols{{{"http", Protocol::http},
                                                      {"https", Protocol::https},
                                                      {"email", Protocol::email},
                                                      {"sqs", Protocol::sqs},
                                                      {"lambda", Protocol::lambda}}};

/// Configures one subscription of a topic.
struct SubscriptionConfig {
  Protocol protocol = Protocol::https;
  std::string endpoint{};
  sim::Parameter failure_probability = 0;
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, SubscriptionConfig>
void describe(Visitor& visit, Config& config) {
  visit.choice("protocol", config.protocol, protocols, {.help = "What the endpoint is; it decides retries and price."});
  visit.field("endpoint", config.endpoint, {.help = "Name of the endpoint in reports."});
  visit.field("failure_probability", config.failure_probability,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Probability that one delivery attempt fails.",
               .mark = sim::Mark::assumed});
}

/// Configures one topic.
struct TopicConfig {
  std::vector<SubscriptionConfig> subscriptions{};
  std::vector<std::string> alarms{};
  bool notify_ok = true;
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, TopicConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("subscriptions", config.subscriptions, {.help = "Who receives what is published."});
  visit.field("alarms", config.alarms, {.help = "Alarms whose transitions are published; '*' stands for all."});
  visit.field("notify_ok", config.notify_ok,
              {.help = "Whether transitions back to OK are published too (ok_actions)."});
}

/// Configures SNS.
struct SnsConfig {
  std::map<std::string, TopicConfig> topics{};
  sim::chance::Distribution delivery_latency = sim::chance::Distribution::lognormal_by_median(0.1, 0.7);
  sim::Parameter message_size = 1024;
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, SnsConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("topics", config.topics, {.help = "Topics by name."});
  visit.field("delivery_latency", config.delivery_latency,
              {.unit = "s",
               .at_least = 0,
               .help = "Time from publishing to the first attempt: below 0.1 to 0.5 s.",
               .source = "behaviour 15.3 [memory]",
               .mark = sim::Mark::assumed});
  visit.field("message_size", config.message_size,
              {.unit = "B",
               .at_least = 1,
               .at_most = 262144,
               .whole = true,
               .help = "Size of a notification; each started 64 KiB is one request.",
               .mark = sim::Mark::assumed});
}

}  // namespace fleetcast::models::sns
