#pragma once
#include "models/ecs/config_fields.hpp"
#include "scenarios/scenario.hpp"

namespace fleetcast::scenarios {

/// Names fidelities in documents.
inline constexpr sim::Choices<Fidelity, 2> fidelities{{{"full", Fidelity::full}, {"sampled", Fidelity::sampled}}};

/// Lists the fields of ServiceSpec; those of the ECS service stand beside the others.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ServiceSpec>
void describe(Visitor& visit, Config& config) {
  describe(visit, config.ecs);
  visit.field("autoscaling", config.autoscaling, {.help = "Application Auto Scaling of the desired count."});
  visit.field("image", config.image, {.help = "The container image that tasks start from."});
  visit.field("target_group", config.target_group,
              {.help = "How the balancer spreads requests over the tasks; its deregistration delay is the service's."});
  visit.field("application", config.application, {.help = "What tasks do with requests; none for workers."});
  visit.field("log_bytes_per_request", config.log_bytes_per_request,
              {.unit = "B", .at_least = 0, .at_most = 1e7, .help = "Bytes that tasks log for each request."});
}

/// Lists the fields of CapacityProviderSpec; those of the ECS provider stand beside the group.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, CapacityProviderSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("auto_scaling_group", config.auto_scaling_group,
              {.required = true, .help = "Group of instances behind it."});
  describe(visit, config.scaling);
}

/// Lists the fields of PricingSpec.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, PricingSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("book", config.book, {.help = "Name of a price book; none for the region's."});
  visit.field("month_hours", config.month_hours,
              {.unit = "hours", .at_least = 1, .at_most = 744, .whole = true, .help = "Hours of a normalised month.",
               .source = "billing rules 0: 730 h in the Pricing Calculator"});
  visit.field(
      "spot_usd_per_hour", config.spot_usd_per_hour,
      {.help = "Spot prices by \"<instance type>\" or \"<instance type>/<zone name>\", instead of the book's."});
  visit.field("spot_price_history", config.spot_price_history,
              {.help = "Recorded spot prices hour by hour, instead of the book's; a pool without one is an error."});
  visit.field("has_free_allowances", config.has_free_allowances,
              {.help = "False where other stacks of the account use the free allowances up."});
  visit.field("discounts", config.discounts, {.help = "What the payer's contract takes off list prices."});
  visit.field("commitments", config.commitments,
              {.help = "Reservations and Savings Plans, applied hour by hour in AWS's order."});
}

/// Describes the fields that say what is simulated, and when.
template <class Visitor, class Config>
void describe_frame(Visitor& visit, Config& config) {
  visit.field("name", config.name, {.required = true, .help = "Name of the scenario."});
  visit.field("description", config.description, {.help = "What the scenario is for."});
  visit.field("account", config.account, {.help = "AWS account that pays."});
  visit.field("region", config.region, {.help = "AWS region, such as us-east-1."});
  visit.field("availability_zones", config.availability_zones, {.help = "Letters of the zones, such as a, b, c."});
  visit.field("start", config.start,
              {.help = "UTC instant at which the measured span begins, such as 2026-11-02T00:00:00Z."});
  visit.field("horizon", config.horizon, {.unit = "s", .at_least = 1, .help = "Length of the measured span."});
  visit.field("pre_roll", config.pre_roll,
              {.unit = "s", .at_least = 0, .help = "Time simulated before it, neither measured nor billed."});
  visit.field("stationary", config.is_stationary,
              {.help = "Says that nothing changes with time but by chance: the warm-up that the measured span still "
                       "shows is found (MSER-5), and one long run has intervals by batch means."});
  visit.field("seed", config.seed,
              {.at_least = 0, .at_most = 9007199254740991.0, .whole = true, .help = "Seed of all randomness."});
  visit.field("replications", config.replications,
              {.unit = "runs", .at_least = 1, .at_most = 100000, .whole = true, .help = "Independent repetitions."});
  visit.field("precision", config.precision,
              {.help = "Precision to be reached, by as many replications as it takes; at least 20, or replications."});
  visit.field("variance_reduction", config.variance_reduction,
              {.help = "What makes fewer replications as precise, besides the chance that compared scenarios share."});
  visit.field("uncertainty", config.uncertainty,
              {.help = "How numbers that are not known are drawn: \"1..5\" is uniform, {\"low\": 1, \"mode\": 2, "
                       "\"high\": 5} triangular."});
  visit.choice("fidelity", config.fidelity, fidelities,
               {.help = "full simulates every request; sampled simulates short windows, and all that is not calm."});
}

/// Describes the fields of traffic and of what is not AWS.
template <class Visitor, class Config>
void describe_traffic(Visitor& visit, Config& config) {
  visit.field("traffic", config.traffic, {.help = "How many requests arrive, and when."});
  visit.field("classes", config.classes, {.help = "Request classes by name."});
  visit.field("closed_clients", config.closed_clients,
              {.help = "Clients that wait for each answer before they ask again."});
  visit.field("backends", config.backends, {.help = "Servers that are not AWS services, by name."});
  visit.field("stores", config.stores, {.help = "Caches in front of what is not modelled, by name."});
}

/// Describes the fields of the request path through AWS.
template <class Visitor, class Config>
void describe_path(Visitor& visit, Config& config) {
  visit.field("route53", config.route53, {.help = "DNS; none for clients that know the address."});
  visit.field("cloudfront", config.cloudfront,
              {.help = "Content delivery; none for viewers that reach the origin directly."});
  visit.field("waf", config.waf, {.help = "Web ACL; none to let everything pass."});
  visit.field("alb", config.alb, {.help = "Application load balancer in front of services with a target group."});
  visit.field("vpc", config.vpc, {.help = "Network; without subnets a default network in which the stack works."});
  visit.field("nat", config.nat, {.help = "NAT gateways."});
  visit.field("same_zone_latency", config.same_zone_latency,
              {.unit = "s", .at_least = 0, .at_most = 1, .help = "One-way latency within a zone.",
               .source = "behaviour 7.9 [obs: flashgrid 2023]: round trip 0.1-0.5 ms", .mark = sim::Mark::measured});
  visit.field("cross_zone_latency", config.cross_zone_latency,
              {.unit = "s",
               .at_least = 0,
               .at_most = 1,
               .help = "One-way latency between zones.",
               .source = "behaviour 7.9 [obs: flashgrid 2023]: round trip 0.3-1.5 ms, mean 0.82",
               .mark = sim::Mark::measured});
  visit.field("elasticache", config.elasticache, {.help = "Cache cluster."});
  visit.field("aurora", config.aurora, {.help = "Database cluster."});
  visit.field("buckets", config.buckets, {.help = "S3 buckets by name."});
}

/// Describes the fields of the fleet.
template <class Visitor, class Config>
void describe_fleet(Visitor& visit, Config& config) {
  visit.field("services", config.services, {.help = "ECS services by name."});
  visit.field("capacity_providers", config.capacity_providers, {.help = "Capacity providers by name."});
  visit.field("ecs", config.ecs, {.help = "The ECS cluster."});
  visit.field("awsvpc_trunking", config.awsvpc_trunking,
              {.help = "Instances take more tasks with an interface of their own (account setting awsvpcTrunking).",
               .source = "[doc: ECS/task-recommendations]: c5.large 2 without, 10 with"});
  visit.field("ec2", config.ec2, {.help = "Launching and losing instances."});
  visit.field("spot", config.spot, {.help = "Spot pools."});
  visit.field("uses_spot_advisor", config.uses_spot_advisor,
              {.help = "Takes interruption rates from the price book's Spot Advisor bands where spot.pools has none."});
  visit.field("fargate", config.fargate, {.help = "Fargate and Fargate Spot."});
  visit.field("jobs", config.jobs, {.help = "Short-lived tasks, scheduled or set off by events."});
  visit.field("workers", config.workers, {.help = "Queues with a service of workers each, by name."});
  visit.field("secrets", config.secrets, {.help = "Secrets Manager."});
  visit.field("ecr", config.ecr, {.help = "Image registry and the start of tasks."});
  visit.field("cloudwatch", config.cloudwatch, {.help = "Metrics, alarms and logs."});
  visit.field("eventbridge", config.eventbridge, {.help = "Rules and schedules."});
  visit.field("sns", config.sns, {.help = "Topics and subscriptions."});
  visit.field("outages", config.outages, {.help = "Outages that come by chance."});
}

/// Lists the fields of Scenario.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, Scenario>
void describe(Visitor& visit, Config& config) {
  describe_frame(visit, config);
  describe_traffic(visit, config);
  describe_path(visit, config);
  describe_fleet(visit, config);
  visit.field("events", config.events, {.help = "What happens at given times."});
  visit.field("objectives", config.objectives, {.help = "What is expected of the stack."});
  visit.field("decision", config.decision, {.help = "What `optimize` may choose, and how sure it must be."});
  visit.field("pricing", config.pricing, {.help = "Which prices apply."});
}

}  // namespace fleetcast::scenarios
