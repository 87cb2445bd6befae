#pragma once
#include <concepts>
#include <type_traits>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::route53 {

/// Configures the health checks behind the answers: many checkers, each on its own, at the same interval.
struct HealthCheckConfig {
  sim::Parameter request_interval = 10;
  sim::Parameter failure_threshold = 3;
  sim::Parameter checkers = 15;
  sim::Parameter connect_time_out = 4;
  sim::Parameter healthy_share = 0.18;
};

template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, HealthCheckConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("request_interval", config.request_interval,
              {.unit = "s",
               .at_least = 10,
               .at_most = 30,
               .help = "Time between two checks by one checker: 10 or 30 s. Below 30 s, checks of your own cost extra.",
               .source = "[doc: R53/dns-failover-determining-health-of-endpoints.md]"});
  visit.field("failure_threshold", config.failure_threshold,
              {.unit = "checks",
               .at_least = 1,
               .at_most = 10,
               .whole = true,
               .help = "Checks in a row that must agree before a checker changes its mind, either way.",
               .source = "[doc: R53/health-checks-creating-values.md]; default 3 [memory]",
               .mark = sim::Mark::assumed});
  visit.field("checkers", config.checkers,
              {.unit = "checkers", .at_least = 1, .at_most = 255, .whole = true,
               .help = "Checkers that look at one endpoint: at 30 s it sees about one request every 2 s.",
               .source = "[doc: R53/dns-failover-determining-health-of-endpoints.md]"});
  visit.field("connect_time_out", config.connect_time_out,
              {.unit = "s", .at_least = 0, .at_most = 9,
               .help = "Time a checker waits for an endpoint that does not answer.",
               .source = "[doc: R53/dns-failover-determining-health-of-endpoints.md]"});
  visit.field("healthy_share", config.healthy_share,
              {.unit = "ratio", .at_least = 0, .at_most = 1,
               .help = "An endpoint is healthy if more than this share of its checkers say so.",
               .source = "[doc: R53/dns-failover-determining-health-of-endpoints.md]"});
}

/// Configures how names of the stack are looked up and what that costs.
struct Route53Config {
  bool alias = true;
  sim::Parameter ttl = 60;
  bool evaluate_target_health = true;
  HealthCheckConfig health_check{};
  sim::Parameter hosted_zones = 1;
  sim::Parameter health_checks = 0;
  sim::Parameter resolvers = 1000;
  sim::Parameter lookup_share = 0.02;
  sim::chance::Distribution lookup_time = sim::chance::Distribution::lognormal_by_median(0.02, 0.8);
  sim::Parameter sticky_share = 0.03;
  sim::Parameter sticky_time = 1800;
};

template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, Route53Config>
void describe(Visitor& visit, Config& config) {
  visit.field("alias", config.alias,
              {.help = "Whether the clients' name is an alias of an AWS resource, whose queries are free.",
               .source = "[doc: R53/resource-record-sets-choosing-alias-non-alias.md]"});
  visit.field("ttl", config.ttl,
              {.unit = "s", .at_least = 1, .at_most = 172800,
               .help = "Time for which an answer is kept by resolvers; an alias has its target's, 60 s.",
               .source = "[doc: R53/resource-record-sets-choosing-alias-non-alias.md]"});
  visit.field("evaluate_target_health", config.evaluate_target_health,
              {.help = "Whether answers leave out the load balancer's nodes that fail their health checks.",
               .source = "[doc: R53/resource-record-sets-choosing-alias-non-alias.md]"});
  visit.field("health_check", config.health_check,
              {.help = "How the health of the load balancer's nodes is found out."});
  visit.field("hosted_zones", config.hosted_zones,
              {.unit = "zones", .at_least = 0, .whole = true, .help = "Hosted zones, billed by the month."});
  visit.field(
      "health_checks", config.health_checks,
      {.unit = "checks",
       .at_least = 0,
       .whole = true,
       .help = "Health checks of your own on endpoints in AWS, billed by the hour; those of an alias are free."});
  visit.field("resolvers", config.resolvers,
              {.unit = "resolvers", .at_least = 1, .whole = true,
               .help = "Resolvers that serve the clients, each with a cache of its own.", .mark = sim::Mark::assumed});
  visit.field("lookup_share", config.lookup_share,
              {.unit = "ratio", .at_least = 0, .at_most = 1,
               .help = "Share of requests whose client first asks its resolver for the address.",
               .mark = sim::Mark::assumed});
  visit.field("lookup_time", config.lookup_time,
              {.unit = "s", .at_least = 0, .help = "Time such a client waits for the address.",
               .mark = sim::Mark::assumed});
  visit.field("sticky_share", config.sticky_share,
              {.unit = "ratio", .at_least = 0, .at_most = 1,
               .help = "Share of clients that keep an old address beyond its time to live.",
               .source = "0.02-0.05 [derived]", .mark = sim::Mark::assumed});
  visit.field("sticky_time", config.sticky_time,
              {.unit = "s", .at_least = 1, .help = "Mean time for which such clients keep it.",
               .source = "15-60 min [derived]", .mark = sim::Mark::assumed});
}

}  // namespace fleetcast::models::route53
