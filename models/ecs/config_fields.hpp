#pragma once
#include "models/ecs/config.hpp"

namespace fleetcast::models::ecs {

/// Describes the fields of a TaskConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, TaskConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("cpu", config.cpu,
              {.unit = "vCPU", .at_least = 0.125, .at_most = 192, .help = "vCPUs reserved for one task."});
  visit.field("memory", config.memory, {.unit = "B", .at_least = 4194304, .help = "Memory reserved for one task."});
  visit.choice("network_mode", config.network_mode, network_modes,
               {.help = "awsvpc gives every task a network interface of its own, which instances have few of."});
  visit.field("stop_timeout", config.stop_timeout,
              {.unit = "s", .at_least = 0, .at_most = 120, .help = "Time from SIGTERM to SIGKILL.",
               .source = "[doc: ECS/task_definition_parameters.md]"});
  visit.field("stop_duration", config.stop_duration,
              {.unit = "s", .at_least = 0, .help = "Time the application takes to exit after SIGTERM.",
               .source = "own choice: depends on the application", .mark = Mark::assumed});
}

/// Describes the fields of a StrategyItemConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, StrategyItemConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("capacity_provider", config.capacity_provider,
              {.required = true, .help = "Name of a capacity provider, or FARGATE or FARGATE_SPOT."});
  visit.field("base", config.base,
              {.unit = "tasks", .at_least = 0, .at_most = 100000, .whole = true,
               .help = "Tasks that run on this provider before weights apply; one provider may have it.",
               .source = "[doc: ECS/cluster-capacity-providers.md]"});
  visit.field("weight", config.weight,
              {.at_least = 0, .at_most = 1000, .whole = true, .help = "Share of the tasks beyond the base.",
               .source = "[doc: ECS/cluster-capacity-providers.md]"});
}

/// Describes the fields of a PlacementStrategyConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, PlacementStrategyConfig>
void describe(Visitor& visit, Config& config) {
  visit.choice("type", config.type, placement_types,
               {.help = "How instances are compared.", .source = "[doc: ECS/task-placement-strategies.md]"});
  visit.choice("field", config.field, placement_fields,
               {.help = "What is spread over or packed.", .source = "[doc: ECS/task-placement-strategies.md]"});
}

/// Describes the fields of a CircuitBreakerConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, CircuitBreakerConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("enable", config.enable,
              {.help = "Fails a deployment after max(3, min(200, half the desired count)) failed tasks.",
               .source = "[doc: ECS/deployment-circuit-breaker.md]"});
  visit.field("rollback", config.rollback,
              {.help = "Returns to the last completed deployment after a failure.",
               .source = "[doc: ECS/deployment-circuit-breaker.md]"});
}

/// Describes the fields of a ServiceConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ServiceConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("task", config.task, {.help = "What one task reserves."});
  visit.field("desired_count", config.desired_count,
              {.unit = "tasks", .at_least = 0, .at_most = 5000, .whole = true, .help = "Tasks to run.",
               .source = "[doc: ECS/operating-at-scale-service-quotas]"});
  visit.field("deployment_minimum_healthy_percent", config.deployment_minimum_healthy_percent,
              {.unit = "%", .at_least = 0, .at_most = 100, .whole = true,
               .help = "Share of the desired count that stays healthy while tasks are replaced.",
               .source = "[doc: ECS/service_definition_parameters.md]"});
  visit.field("deployment_maximum_percent", config.deployment_maximum_percent,
              {.unit = "%", .at_least = 100, .at_most = 1000, .whole = true,
               .help = "Share of the desired count that may exist while tasks are replaced.",
               .source = "[doc: ECS/service_definition_parameters.md]"});
  visit.field("capacity_provider_strategy", config.capacity_provider_strategy,
              {.required = true, .help = "Where tasks run; group and Fargate providers do not mix.",
               .source = "[doc: ECS/cluster-capacity-providers.md]"});
  visit.field("ordered_placement_strategy", config.ordered_placement_strategy,
              {.help = "How instances are chosen; by default zones are balanced, then instances.",
               .source = "[doc: ECS/task-placement.md]"});
  visit.field("distinct_instance", config.distinct_instance,
              {.help = "Places at most one task of the service on an instance.",
               .source = "[doc: ECS/task-placement-constraints.md]"});
  visit.field("has_target_group", config.has_target_group,
              {.help = "Tasks are targets of a load balancer, which decides whether they are healthy."});
  visit.field("health_check_grace_period_seconds", config.health_check_grace_period_seconds,
              {.unit = "s", .at_least = 0,
               .help = "Time after a task's start in which failed health checks are ignored.",
               .source = "[doc: ECS API CreateService]"});
  visit.field("deregistration_delay", config.deregistration_delay,
              {.unit = "s", .at_least = 0, .at_most = 3600,
               .help = "Time a task stays in its target group, draining, before it gets SIGTERM.",
               .source = "[doc: ECS/task-lifecycle.md]"});
  visit.field("deployment_circuit_breaker", config.deployment_circuit_breaker, {.help = "Stops bad deployments."});
  visit.field("availability_zone_rebalancing", config.availability_zone_rebalancing,
              {.help = "Moves running tasks when zones differ by more than one.",
               .source = "[doc: ECS API CreateService availabilityZoneRebalancing]"});
}

/// Describes the fields of a OneOffTaskConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, OneOffTaskConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("task", config.task, {.help = "What one task reserves."});
  visit.field("capacity_provider_strategy", config.capacity_provider_strategy,
              {.required = true, .help = "Where the tasks run.", .source = "[doc: ECS/cluster-capacity-providers.md]"});
}

/// Describes the fields of a ManagedScalingConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ManagedScalingConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("enabled", config.enabled, {.help = "ECS sets the desired capacity of the group."});
  visit.field("target_capacity", config.target_capacity,
              {.unit = "%", .at_least = 1, .at_most = 100, .whole = true,
               .help = "Share of the instances that should be in use; below 100 keeps spare ones.",
               .source = "[doc: ECS API ManagedScaling]"});
  visit.field("minimum_scaling_step_size", config.minimum_scaling_step_size,
              {.unit = "instances", .at_least = 1, .at_most = 10000, .whole = true, .help = "Smallest scale-out step.",
               .source = "[doc: ECS API ManagedScaling]"});
  visit.field("maximum_scaling_step_size", config.maximum_scaling_step_size,
              {.unit = "instances", .at_least = 1, .at_most = 10000, .whole = true, .help = "Largest scale-out step.",
               .source = "[doc: ECS API ManagedScaling]"});
  visit.field("instance_warmup_period", config.instance_warmup_period,
              {.unit = "s", .at_least = 0, .at_most = 10000,
               .help = "No scale-out while any instance is younger than this.",
               .source = "[doc: ECS API ManagedScaling]"});
  visit.field("alarm_delay", config.alarm_delay,
              {.unit = "s", .at_least = 0, .at_most = 59,
               .help = "Time from CapacityProviderReservation being published to the alarm acting on it.",
               .source = "[derived] first container after ~2.5 min [obs: vladionescu.me 2022]", .mark = Mark::assumed});
  visit.field("scale_in_step", config.scale_in_step,
              {.unit = "instances", .at_least = 1, .whole = true,
               .help = "Instances removed per minute while scaling in; always less than half.",
               .source = "[issue: aws/containers-roadmap#1220, #1150]", .mark = Mark::measured});
  visit.field("legacy_step", config.legacy_step,
              {.help = "Takes the minimum step where a group has several instance types, as older documentation says.",
               .source = "[doc: ECS API ManagedScaling]"});
}

/// Describes the fields of a CapacityProviderConfig that are not its Auto Scaling group.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, CapacityProviderConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("managed_scaling", config.managed_scaling, {.help = "Cluster auto scaling."});
  visit.field("managed_termination_protection", config.managed_termination_protection,
              {.help = "Protects instances with tasks from scale-in.",
               .source = "[doc: ECS/cluster-auto-scaling.md]"});
}

/// Describes the fields of a ClusterConfig that say which custom metrics are kept and billed.
template <class Visitor, class Config>
void describe_container_insights(Visitor& visit, Config& config) {
  visit.field("container_insights", config.container_insights,
              {.help = "Keeps Container Insights' custom metrics of the cluster, its services and task definitions, "
                       "all of which are billed; alarms can watch the counts of tasks."});
  using sim::Mark;
  constexpr std::string_view source = "own count of the metrics in AWS's list; AWS publishes no number";
  visit.field("container_insights_cluster_metrics", config.container_insights_cluster_metrics,
              {.unit = "metrics", .at_least = 0, .at_most = 1000, .whole = true,
               .help = "Custom metrics that Container Insights keeps of the cluster.",
               .source = source, .mark = Mark::assumed});
  visit.field("container_insights_service_metrics", config.container_insights_service_metrics,
              {.unit = "metrics", .at_least = 2, .at_most = 1000, .whole = true,
               .help = "Custom metrics that Container Insights keeps of each service, counts of tasks included.",
               .source = source, .mark = Mark::assumed});
  visit.field("container_insights_task_definition_metrics", config.container_insights_task_definition_metrics,
              {.unit = "metrics", .at_least = 0, .at_most = 1000, .whole = true,
               .help = "Custom metrics that Container Insights keeps of each service's task definition.",
               .source = source, .mark = Mark::assumed});
}

/// Describes the fields of a ClusterConfig that belong to the cluster itself.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ClusterConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("name", config.name, {.help = "Name of the cluster, a dimension of its metrics."});
  visit.field("scheduling_delay", config.scheduling_delay,
              {.unit = "s", .at_least = 0.001, .at_most = 60,
               .help = "Time from a change to the scheduler acting on it.",
               .source = "[derived] L_sched 0.5-3 s", .mark = Mark::assumed});
  visit.field("activation_time", config.activation_time,
              {.unit = "s", .at_least = 0, .help = "Time to register a task in its target group.",
               .source = "[memory] 1-5 s", .mark = Mark::assumed});
  visit.field("instance_loss_notice_delay", config.instance_loss_notice_delay,
              {.unit = "s", .at_least = 0,
               .help = "Time until the scheduler knows that an instance died without notice.",
               .source = "[memory] ~1-3 min", .mark = Mark::assumed});
  visit.field("spot_instance_draining", config.spot_instance_draining,
              {.help = "Instances drain when they get a spot interruption notice.",
               .source = "[doc: github aws/amazon-ecs-agent README] ECS_ENABLE_SPOT_INSTANCE_DRAINING=false"});
  visit.field("registered_memory_ratio", config.registered_memory_ratio,
              {.unit = "ratio", .at_least = 0.5, .at_most = 1,
               .help = "Share of an instance's memory that the agent registers for tasks.",
               .source = "[memory] m5.large registers about 7.6 of 8 GiB", .mark = Mark::assumed});
  visit.field("provisioning_tasks_max", config.provisioning_tasks_max,
              {.unit = "tasks", .at_least = 1, .whole = true,
               .help = "Most tasks of a cluster that may wait for capacity at once.",
               .source = "[memory] 500", .mark = Mark::assumed});
  visit.field("service_launch_rate", config.service_launch_rate,
              {.unit = "1/s", .at_least = 0.01, .help = "Tasks that a service starts per second at most.",
               .source = "[memory] 500 tasks/min; [obs: vladionescu.me 2022] 3,500 in ~7.5 min",
               .mark = Mark::assumed});
  visit.field("service_launch_burst", config.service_launch_burst,
              {.unit = "tasks", .at_least = 1, .whole = true,
               .help = "Tasks that a calm service starts at once at most.",
               .source = "own choice, after the burst of Fargate launches", .mark = Mark::assumed});
  visit.field("capacity_retry_time", config.capacity_retry_time,
              {.unit = "s", .at_least = 0,
               .help = "Time in which Fargate tasks avoid a zone that had no capacity, if others have.",
               .source = "own choice", .mark = Mark::assumed});
  visit.field("restart_gap_initial", config.restart_gap_initial,
              {.unit = "s", .at_least = 0,
               .help = "First pause after tasks failed before running; it doubles with every round.",
               .source = "own choice; [doc: ECS/service-throttle-logic.md] gives the maximum", .mark = Mark::assumed});
  visit.field("restart_gap_max", config.restart_gap_max,
              {.unit = "s", .at_least = 0, .help = "Longest pause between restarts of tasks that never run.",
               .source = "[doc: ECS/service-throttle-logic.md]"});
  visit.field("broken_task_detection_time", config.broken_task_detection_time,
              {.unit = "s", .at_least = 0,
               .help = "Time after start (and grace period) at which a broken revision's task counts as unhealthy.",
               .source = "[derived] two health checks 30 s apart and their time-out", .mark = Mark::assumed});
  visit.field("rebalancing_period", config.rebalancing_period,
              {.unit = "s", .at_least = 1, .help = "Time between comparisons of task counts per zone.",
               .source = "own choice; AWS says continuously", .mark = Mark::assumed});
  describe_container_insights(visit, config);
}

}  // namespace fleetcast::models::ecs
