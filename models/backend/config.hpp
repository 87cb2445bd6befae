#pragma once
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"
#include "sim/traffic/pool.hpp"
#include "sim/traffic/station.hpp"

namespace fleetcast::models::backend {

/// Names disciplines in documents.
inline constexpr sim::Choices<sim::traffic::Discipline, 2> disciplines{{
    {"first_come", sim::traffic::Discipline::first_come},
    {"processor_sharing", sim::traffic::Discipline::processor_sharing},
}};
/// Names balancing algorithms in documents.
inline constexpr sim::Choices<sim::traffic::Algorithm, 4> algorithms{{
    {"round_robin", sim::traffic::Algorithm::round_robin},
    {"least_outstanding_requests", sim::traffic::Algorithm::least_outstanding},
    {"random", sim::traffic::Algorithm::random},
    {"two_choices", sim::traffic::Algorithm::two_choices},
}};

/// Describes servers outside the modelled AWS services: a partner's API, a host on premises, or a textbook's queue.
struct BackendConfig {
  sim::Parameter servers = 1;
  sim::traffic::Discipline discipline = sim::traffic::Discipline::first_come;
  std::optional<sim::Parameter> capacity;
  sim::Parameter error_rate = 0;
  std::optional<sim::chance::Distribution> cold_start;
  sim::Parameter instances = 1;
  sim::traffic::Algorithm algorithm = sim::traffic::Algorithm::round_robin;
};

/// Lists the fields of BackendConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, BackendConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("servers", config.servers,
              {.unit = "servers", .at_least = 1, .at_most = 1e6, .whole = true, .help = "Servers of each instance."});
  visit.choice("discipline", config.discipline, disciplines,
               {.help = "Order of service: one request per server with a queue, or all sharing the servers."});
  visit.field("capacity", config.capacity,
              {.unit = "requests", .at_least = 1, .at_most = 1e9, .whole = true,
               .help = "Most requests present at one instance, those in service included; none for no limit."});
  visit.field("error_rate", config.error_rate,
              {.unit = "ratio", .at_least = 0, .at_most = 1,
               .help = "Share of the requests it has served that it answers with an error."});
  visit.field("cold_start", config.cold_start,
              {.unit = "s", .at_least = 0,
               .help = "Time a server takes to start; each is off while nobody needs it. None for servers that are "
                       "always on."});
  visit.field("instances", config.instances,
              {.unit = "instances",
               .at_least = 1,
               .at_most = 1e5,
               .whole = true,
               .help = "Instances, each with a queue of its own."});
  visit.choice("algorithm", config.algorithm, algorithms,
               {.help = "How an instance is picked where there are several."});
}

/// Describes a cache in front of something that is not modelled: objects asked for after Zipf's law.
struct ObjectStoreConfig {
  sim::Parameter objects = 1000;
  sim::Parameter popularity_exponent = 0.8;
  std::optional<sim::Parameter> capacity;
  std::optional<sim::Parameter> time_to_live;
  bool renew_on_hit = false;
  bool collapses = false;
};

/// Lists the fields of ObjectStoreConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ObjectStoreConfig>
void describe(Visitor& visit, Config& config) {
  visit.field(
      "objects", config.objects,
      {.unit = "objects", .at_least = 1, .at_most = 1e8, .whole = true, .help = "Different objects asked for."});
  visit.field("popularity_exponent", config.popularity_exponent,
              {.unit = "ratio", .at_least = 0, .at_most = 5, .help = "Exponent of Zipf's law.",
               .source = "behaviour 2: 0.64-0.83 for proxies, 0.8-1.1 for video [memory]", .mark = sim::Mark::assumed});
  visit.field("capacity", config.capacity,
              {.unit = "objects", .at_least = 1, .at_most = 1e8, .whole = true,
               .help = "Objects that fit, the least recently used giving way; none for no limit."});
  visit.field("time_to_live", config.time_to_live,
              {.unit = "s", .at_least = 0, .help = "Time a copy stays fresh; none for ever."});
  visit.field("renew_on_hit", config.renew_on_hit, {.help = "Starts the time to live again on every hit."});
  visit.field("collapses", config.collapses,
              {.help = "Lets one request fetch a missing object while others that ask for it wait."});
}

/// Describes one step of a request's path: exactly one of delay, backend, store and exit.
struct StepConfig {
  std::optional<sim::chance::Distribution> delay;
  std::optional<std::string> backend;
  std::optional<sim::chance::Distribution> work;
  std::optional<sim::chance::Distribution> patience;
  std::optional<std::string> store;
  std::vector<StepConfig> on_miss;
  std::optional<sim::Parameter> exit;
  sim::Parameter visits = 1;
};

/// Lists the fields of StepConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, StepConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("delay", config.delay, {.unit = "s", .at_least = 0, .help = "Waits, whatever the load."});
  visit.field("backend", config.backend, {.help = "Is served by this backend."});
  visit.field("work", config.work, {.unit = "s", .at_least = 0, .help = "Time one server needs for it, alone."});
  visit.field("patience", config.patience,
              {.unit = "s", .at_least = 0,
               .help = "Longest wait in the backend's queue, after which the request leaves with an error; "
                       "none to wait for ever."});
  visit.field("store", config.store, {.help = "Looks for an object in this store."});
  visit.field("on_miss", config.on_miss, {.help = "Steps that fetch an object which the store does not have."});
  visit.field("exit", config.exit,
              {.unit = "ratio", .at_least = 0, .at_most = 1, .help = "Share of requests that are answered here."});
  visit.field(
      "visits", config.visits,
      {.unit = "visits", .at_least = 1, .at_most = 255, .whole = true, .help = "Times the step is taken in a row."});
}

}  // namespace fleetcast::models::backend
