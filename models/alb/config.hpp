#pragma once
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"
#include "sim/traffic/pool.hpp"

namespace fleetcast::models::alb {

/// Names routing algorithms in documents.
inline constexpr sim::Choices<sim::traffic::Algorithm, 3> algorithms{{
    {"round_robin", sim::traffic::Algorithm::round_robin},
    {"least_outstanding_requests", sim::traffic::Algorithm::least_outstanding},
    {"weighted_random", sim::traffic::Algorithm::random},
}};

/// Describes how nodes check the targets of a group.
struct HealthCheckConfig {
  sim::Parameter interval = 30;
  sim::Parameter timeout = 5;
  sim::Parameter healthy_threshold = 5;
  sim::Parameter unhealthy_threshold = 2;
};

/// Lists the fields of HealthCheckConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, HealthCheckConfig>
void describe(Visitor& visit, Config& config) {
  constexpr std::string_view source = "[doc: ALB/target-group-health-checks.md]";
  visit.field(
      "interval", config.interval,
      {.unit = "s", .at_least = 5, .at_most = 300, .help = "Time between two checks by one node.", .source = source});
  visit.field("timeout", config.timeout,
              {.unit = "s",
               .at_least = 2,
               .at_most = 120,
               .help = "Time after which a check without answer has failed.",
               .source = source});
  visit.field("healthy_threshold", config.healthy_threshold,
              {.unit = "checks",
               .at_least = 2,
               .at_most = 10,
               .whole = true,
               .help = "Passed checks in a row that make an unhealthy target healthy; a new one needs one.",
               .source = source});
  visit.field("unhealthy_threshold", config.unhealthy_threshold,
              {.unit = "checks",
               .at_least = 2,
               .at_most = 10,
               .whole = true,
               .help = "Failed checks in a row that make a target unhealthy.",
               .source = source});
}

/// Describes a target group: how requests for one service are spread over its tasks.
struct TargetGroupConfig {
  sim::traffic::Algorithm load_balancing_algorithm_type = sim::traffic::Algorithm::round_robin;
  bool load_balancing_cross_zone_enabled = true;
  HealthCheckConfig health_check;
  sim::Parameter deregistration_delay = 300;
  sim::Parameter slow_start = 0;
  sim::Parameter minimum_healthy_targets = 1;
  sim::Parameter lost_target_delay = 30;
};

/// Lists the fields of TargetGroupConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, TargetGroupConfig>
void describe(Visitor& visit, Config& config) {
  visit.choice("load_balancing_algorithm_type", config.load_balancing_algorithm_type, algorithms,
               {.help = "How a node picks the next target.", .source = "[doc: ALB/load-balancer-target-groups.md]"});
  visit.field("load_balancing_cross_zone_enabled", config.load_balancing_cross_zone_enabled,
              {.help = "Whether a node sends to targets in all zones or in its own only.",
               .source = "behaviour 4.5: on by default [obs: cattsolutions.com cross-zone]"});
  visit.field("health_check", config.health_check, {.help = "How nodes check the targets."});
  visit.field("deregistration_delay", config.deregistration_delay,
              {.unit = "s",
               .at_least = 0,
               .at_most = 3600,
               .help = "Time that requests in flight have to finish; those left then end with 502.",
               .source = "[doc: ALB/load-balancer-target-groups.md]"});
  visit.field("slow_start", config.slow_start,
              {.unit = "s",
               .at_least = 0,
               .at_most = 900,
               .help = "Time over which a target that becomes healthy reaches its full share; 0 for at once, else 30 "
                       "or more.",
               .source = "[doc: ALB/load-balancer-target-groups.md#slow-start]"});
  visit.field("minimum_healthy_targets", config.minimum_healthy_targets,
              {.unit = "targets",
               .at_least = 1,
               .whole = true,
               .help = "With fewer healthy targets a node sends to all registered ones (fail-open).",
               .source = "[doc: ALB/load-balancer-target-groups.md]"});
  visit.field("lost_target_delay", config.lost_target_delay,
              {.unit = "s",
               .at_least = 0,
               .help = "Time until a target whose instance vanished is deregistered.",
               .source = "behaviour 4.4 [derived]",
               .mark = sim::Mark::assumed});
}

/// Describes how the balancer itself scales.
struct CapacityConfig {
  bool is_limited = false;
  sim::Parameter headroom = 2;
  sim::Parameter scale_up_time = 180;
  sim::Parameter halving_time = 7200;
};

/// Lists the fields of CapacityConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, CapacityConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("is_limited", config.is_limited,
              {.help = "Whether load that more than doubles within minutes exceeds the balancer's capacity.",
               .source = "[doc: aws blog load balancer capacity unit reservation]"});
  visit.field("headroom", config.headroom,
              {.unit = "ratio",
               .at_least = 1,
               .help = "Capacity that the balancer aims at, over its 5-minute peak.",
               .source = "behaviour 4.6: 1.5-2 [derived]",
               .mark = Mark::assumed});
  visit.field("scale_up_time", config.scale_up_time,
              {.unit = "s",
               .at_least = 60,
               .help = "Time constant with which capacity follows a rising load.",
               .source = "behaviour 4.6: median 3 min [derived]",
               .mark = Mark::assumed});
  visit.field("halving_time", config.halving_time,
              {.unit = "s",
               .at_least = 60,
               .help = "Time in which unused capacity halves.",
               .source = "behaviour 4.6 [derived]",
               .mark = Mark::assumed});
}

/// Describes an Application Load Balancer.
struct AlbConfig {
  bool internal = false;
  sim::Parameter idle_timeout = 60;
  sim::Parameter connect_timeout = 10;
  sim::chance::Distribution node_latency = 0.001;
  sim::Parameter rules = 1;
  sim::Parameter requests_per_connection = 100;
  sim::Parameter connection_duration = 60;
  sim::Parameter request_size = 1000;
  CapacityConfig capacity;
};

/// Lists the fields of AlbConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, AlbConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("internal", config.internal, {.help = "Whether its nodes have private addresses only."});
  visit.field("idle_timeout", config.idle_timeout,
              {.unit = "s",
               .at_least = 1,
               .at_most = 4000,
               .help = "Longest wait for a target's answer, which ends with 504.",
               .source = "[doc: ALB/load-balancer-troubleshooting.md]"});
  visit.field("connect_timeout", config.connect_timeout,
              {.unit = "s",
               .at_least = 1,
               .at_most = 60,
               .help = "Longest time for making a connection to a target, which ends with 504.",
               .source = "[doc: ALB/load-balancer-troubleshooting.md]"});
  visit.field("node_latency", config.node_latency,
              {.unit = "s",
               .at_least = 0,
               .help = "Time a node adds.",
               .source = "behaviour 4.6: 0.5-5 ms [memory]",
               .mark = Mark::assumed});
  visit.field("rules", config.rules,
              {.unit = "rules",
               .at_least = 1,
               .at_most = 200,
               .whole = true,
               .help = "Rules evaluated for a request; the first ten are free.",
               .source = "[public repository file: ELB pricing]"});
  visit.field("requests_per_connection", config.requests_per_connection,
              {.unit = "requests",
               .at_least = 1,
               .help = "Requests that a client sends over one connection.",
               .mark = Mark::assumed});
  visit.field(
      "connection_duration", config.connection_duration,
      {.unit = "s", .at_least = 0, .help = "Time for which a client keeps a connection open.", .mark = Mark::assumed});
  visit.field("request_size", config.request_size,
              {.unit = "B",
               .at_least = 0,
               .at_most = 4e9,
               .whole = true,
               .help = "Bytes of a request, counted as processed besides the reply's.",
               .mark = Mark::assumed});
  visit.field("capacity", config.capacity, {.help = "How the balancer itself scales."});
}

}  // namespace fleetcast::models::alb
