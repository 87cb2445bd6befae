#pragma once
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::elasticache {

/// Describes the values that a cluster keeps and how often each is asked for.
struct KeysConfig {
  sim::Parameter objects = 100000;
  sim::Parameter popularity_exponent = 0.8;
  sim::Parameter value_size = 2000;
  sim::Parameter key_overhead = 100;
  std::optional<sim::Parameter> time_to_live;
};

/// Lists the fields of KeysConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, KeysConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("objects", config.objects,
              {.unit = "objects",
               .at_least = 1,
               .at_most = 1e8,
               .whole = true,
               .help = "Different keys asked for.",
               .mark = Mark::assumed});
  visit.field("popularity_exponent", config.popularity_exponent,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 5,
               .help = "Exponent of Zipf's law of popularity.",
               .mark = Mark::assumed});
  visit.field("value_size", config.value_size,
              {.unit = "B",
               .at_least = 1,
               .at_most = 5e8,
               .whole = true,
               .help = "Mean size of a value.",
               .mark = Mark::assumed});
  visit.field("key_overhead", config.key_overhead,
              {.unit = "B",
               .at_least = 0,
               .whole = true,
               .help = "Memory that a key takes besides its value.",
               .mark = Mark::assumed});
  visit.field("time_to_live", config.time_to_live,
              {.unit = "s", .at_least = 1, .help = "Time after which a value expires; none for never."});
}

/// Describes an ElastiCache cluster of Redis OSS or Valkey nodes.
struct ElastiCacheConfig {
  std::string node_type = "cache.r7g.large";
  std::string engine = "valkey";
  sim::Parameter num_node_groups = 1;
  sim::Parameter replicas_per_node_group = 1;
  sim::Parameter maxmemory = 14037181030;
  sim::Parameter reserved_memory_percent = 25;
  KeysConfig keys;
  sim::chance::Distribution command_time = sim::chance::Distribution::lognormal(30e-6, 1.0);
  sim::Parameter node_speed = 1;
  sim::Parameter command_timeout = 1;
  sim::Parameter request_size = 100;
  sim::Parameter connections_per_task = 8;
  sim::Parameter max_connections = 65000;
  bool single_flight = false;
  sim::chance::Distribution failover_time = sim::chance::Distribution::lognormal_by_median(17, 0.33);
  sim::chance::Distribution replacement_time = sim::chance::Distribution::lognormal_by_median(420, 0.3);
  sim::Parameter node_failures_per_year = 0.02;
};

/// Describes the nodes and what they keep.
template <class Visitor, class Config>
void describe_nodes(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("node_type", config.node_type, {.help = "Type of the nodes, as the price book spells it."});
  visit.field("engine", config.engine, {.help = "Engine, as the price book spells it: valkey or redis."});
  visit.field("num_node_groups", config.num_node_groups,
              {.unit = "shards",
               .at_least = 1,
               .at_most = 500,
               .whole = true,
               .help = "Shards that share the keys.",
               .source = "[doc: EC/redis]"});
  visit.field("replicas_per_node_group", config.replicas_per_node_group,
              {.unit = "replicas",
               .at_least = 0,
               .at_most = 5,
               .whole = true,
               .help = "Replicas of each shard.",
               .source = "[doc: EC/redis]"});
  visit.field("maxmemory", config.maxmemory,
              {.unit = "B",
               .at_least = 1,
               .help = "Memory of a node; the default is a large memory-optimised node's.",
               .source = "r6g.large [doc: EC/redis ParameterGroups]"});
  visit.field("reserved_memory_percent", config.reserved_memory_percent,
              {.unit = "percent",
               .at_least = 0,
               .at_most = 90,
               .help = "Memory kept free for copies and backups.",
               .source = "[doc: EC/redis ParameterGroups]"});
  visit.field("keys", config.keys, {.help = "What is kept and asked for."});
}

/// Describes commands and the clients that send them.
template <class Visitor, class Config>
void describe_commands(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("command_time", config.command_time,
              {.unit = "s",
               .at_least = 0,
               .help = "Time that the engine's one thread needs for a command.",
               .source = "behaviour 10.1: 10-100 us, 100-150 thousand/s on r6g.large [memory]",
               .mark = Mark::assumed});
  visit.field("node_speed", config.node_speed,
              {.unit = "ratio",
               .at_least = 0.01,
               .help = "Speed of a node relative to a large one.",
               .source = "behaviour 10.1 [doc: aws db blogs]",
               .mark = Mark::assumed});
  visit.field("command_timeout", config.command_timeout,
              {.unit = "s",
               .at_least = 0.001,
               .help = "Time after which a client gives a command up and goes on without.",
               .mark = Mark::assumed});
  visit.field("request_size", config.request_size,
              {.unit = "B",
               .at_least = 0,
               .at_most = 4e9,
               .whole = true,
               .help = "Bytes of a command without its value.",
               .mark = Mark::assumed});
  visit.field("connections_per_task", config.connections_per_task,
              {.unit = "connections",
               .at_least = 0,
               .help = "Connections that each task keeps open to each node.",
               .mark = Mark::assumed});
  visit.field("max_connections", config.max_connections,
              {.unit = "connections",
               .at_least = 1,
               .help = "Connections that a node accepts.",
               .source = "[doc: EC/redis quotas]"});
  visit.field("single_flight", config.single_flight,
              {.help = "Whether clients let one request fetch a missing value while others wait for it.",
               .source = "behaviour 10.4 [paper: Vattani et al., VLDB'15]"});
}

/// Describes what happens when a node is lost.
template <class Visitor, class Config>
void describe_losses(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("failover_time", config.failover_time,
              {.unit = "s",
               .at_least = 0,
               .help = "Time from the loss of a primary to its replica's promotion.",
               .source = "behaviour 10.2: 10-30 s with detection and DNS [memory]",
               .mark = Mark::assumed});
  visit.field("replacement_time", config.replacement_time,
              {.unit = "s",
               .at_least = 0,
               .help = "Time in which a lost node is replaced by an empty one.",
               .source = "behaviour 10.2: minutes [doc: EC/redis AutoFailover.md]",
               .mark = Mark::assumed});
  visit.field("node_failures_per_year", config.node_failures_per_year,
              {.unit = "1/year",
               .at_least = 0,
               .at_most = 1e6,
               .help = "Hardware failures of one node in a year; a primary's is followed by a failover.",
               .source = "behaviour 16.2: 1-5 % [memory]",
               .mark = Mark::assumed});
}

/// Lists the fields of ElastiCacheConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, ElastiCacheConfig>
void describe(Visitor& visit, Config& config) {
  describe_nodes(visit, config);
  describe_commands(visit, config);
  describe_losses(visit, config);
}

}  // namespace fleetcast::models::elasticache
