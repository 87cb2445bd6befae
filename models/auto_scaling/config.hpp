#pragma once
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "models/auto_scaling/allocation.hpp"
#include "models/auto_scaling/fallback_config.hpp"
#include "models/auto_scaling/target_tracking_config.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::auto_scaling {

/// Names one instance type a group may launch.
struct LaunchTemplateOverride {
  std::string instance_type;
  sim::Parameter relative_price = 1;
};

/// Splits a group between on-demand and spot.
struct InstancesDistribution {
  sim::Parameter on_demand_base_capacity = 0;
  sim::Parameter on_demand_percentage_above_base_capacity = 100;
  SpotAllocationStrategy spot_allocation_strategy = SpotAllocationStrategy::price_capacity_optimized;
  sim::Parameter spot_instance_pools = 2;
};

/// Says which instances a group launches; a list of one type is a plain launch template.
struct MixedInstancesPolicy {
  InstancesDistribution instances_distribution;
  std::vector<LaunchTemplateOverride> overrides;
};

/// Tells whether launches that fail in a zone go to another one.
enum class CapacityDistribution { balanced_best_effort, balanced_only };

/// Names the values of CapacityDistribution.
inline constexpr sim::Choices<CapacityDistribution, 2> capacity_distributions = {
    {{"balanced-best-effort", CapacityDistribution::balanced_best_effort},
     {"balanced-only", CapacityDistribution::balanced_only}}};

/// Describes one Auto Scaling group.
struct AutoScalingGroupConfig {
  sim::Parameter min_size = 0;
  sim::Parameter max_size = 1;
  std::optional<sim::Parameter> desired_capacity;
  MixedInstancesPolicy mixed_instances_policy;
  CapacityDistribution capacity_distribution_strategy = CapacityDistribution::balanced_best_effort;
  bool capacity_rebalance = false;
  FallbackConfig fallback;
  bool protect_from_scale_in = false;
  bool managed_draining = true;
  sim::Parameter heartbeat_timeout = 3600;
  sim::Parameter default_instance_warmup = 0;
  sim::Parameter loss_detection = 90;
  sim::Parameter retry_interval = 60;
  sim::Parameter throttled_retry_interval = 15;
  sim::Parameter zone_rebalance_delay = 1800;
  std::map<std::string, TargetTrackingConfig> target_tracking;
};

/// Lists the fields of LaunchTemplateOverride.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, LaunchTemplateOverride>
void describe(Visitor& visit, Config& config) {
  visit.field("instance_type", config.instance_type,
              {.required = true,
               .help = "Instance type; the first in the list has the highest priority.",
               .source = "behaviour 7.3 [doc: ASG/ec2-auto-scaling-mixed-instances-groups.md]"});
  visit.field("relative_price", config.relative_price,
              {.unit = "ratio",
               .at_least = 0.0001,
               .help = "On-demand price of the type relative to the list's others, for strategies that compare prices.",
               .source = "the price book",
               .mark = sim::Mark::assumed});
}

/// Lists the fields of InstancesDistribution.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, InstancesDistribution>
void describe(Visitor& visit, Config& config) {
  constexpr std::string_view source = "behaviour 7.3 [doc: ASG/ec2-auto-scaling-mixed-instances-groups.md]";
  visit.field("on_demand_base_capacity", config.on_demand_base_capacity,
              {.unit = "instances",
               .at_least = 0,
               .whole = true,
               .help = "Instances that are on-demand in any case.",
               .source = source});
  visit.field("on_demand_percentage_above_base_capacity", config.on_demand_percentage_above_base_capacity,
              {.unit = "%",
               .at_least = 0,
               .at_most = 100,
               .help = "Share of the instances above the base that are on-demand.",
               .source = source});
  visit.choice("spot_allocation_strategy", config.spot_allocation_strategy, spot_allocation_strategies,
               {.help = "How the spot pool of a launch is picked within its zone.", .source = source});
  visit.field("spot_instance_pools", config.spot_instance_pools,
              {.unit = "pools",
               .at_least = 1,
               .at_most = 20,
               .whole = true,
               .help = "Cheapest pools per zone that lowest-price spreads over.",
               .source = source});
}

/// Lists the fields of MixedInstancesPolicy.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, MixedInstancesPolicy>
void describe(Visitor& visit, Config& config) {
  visit.field("instances_distribution", config.instances_distribution,
              {.help = "The split between on-demand and spot."});
  visit.field("override", config.overrides, {.required = true, .help = "The instance types that may be launched."});
}

/// Lists the fields of AutoScalingGroupConfig that say how it behaves in time.
template <class Visitor, class Config>
void describe_timing(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("heartbeat_timeout", config.heartbeat_timeout,
              {.unit = "s",
               .at_least = 1,
               .at_most = 172800,
               .help = "Time after which an instance is terminated although it still drains.",
               .source = "behaviour 7.1 [doc: ASG/ec2-auto-scaling-lifecycle.md]"});
  visit.field("default_instance_warmup", config.default_instance_warmup,
              {.unit = "s",
               .at_least = 0,
               .at_most = 3600,
               .help = "Time in service after which an instance counts as warm: for replacements and target tracking.",
               .source = "behaviour 7.6 [doc: ASG/ec2-auto-scaling-default-instance-warmup.md]"});
  visit.field("loss_detection", config.loss_detection,
              {.unit = "s",
               .at_least = 0,
               .help = "Time until the group sees that an instance is gone.",
               .source = "behaviour 7.5, 7.6: health checks each minute; adds 1-3 min",
               .mark = Mark::assumed});
  visit.field("retry_interval", config.retry_interval,
              {.unit = "s",
               .at_least = 1,
               .help = "Time until a pool that had no capacity is asked again.",
               .source = "inferred: activities repeat about each minute",
               .mark = Mark::assumed});
  visit.field("zone_rebalance_delay", config.zone_rebalance_delay,
              {.unit = "s",
               .at_least = 0,
               .at_most = 86400,
               .help = "Time from the recovery of a zone until instances are moved there for balance.",
               .source = "behaviour 17, phenomenon 26 [derived]: moves 30-60 min after recovery",
               .mark = Mark::assumed});
  visit.field("throttled_retry_interval", config.throttled_retry_interval,
              {.unit = "s",
               .at_least = 1,
               .help = "Time until launches are asked for again after the API refused one.",
               .source = "inferred from API back-off",
               .mark = Mark::assumed});
}

/// Lists the fields of AutoScalingGroupConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, AutoScalingGroupConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("min_size", config.min_size,
              {.unit = "instances", .at_least = 0, .at_most = 5000, .whole = true, .help = "Least desired capacity."});
  visit.field("max_size", config.max_size,
              {.unit = "instances",
               .at_least = 0,
               .at_most = 5000,
               .required = true,
               .whole = true,
               .help = "Greatest desired capacity."});
  visit.field("desired_capacity", config.desired_capacity,
              {.unit = "instances",
               .at_least = 0,
               .at_most = 5000,
               .whole = true,
               .help = "Desired capacity at the start; min_size unless given."});
  visit.field("mixed_instances_policy", config.mixed_instances_policy,
              {.required = true, .help = "Which instances the group launches."});
  visit.choice("capacity_distribution_strategy", config.capacity_distribution_strategy, capacity_distributions,
               {.help = "Whether launches that fail in a zone go to another one.",
                .source = "behaviour 0.1 [doc: ASG API AvailabilityZoneDistribution]"});
  visit.field("capacity_rebalance", config.capacity_rebalance,
              {.help = "Whether instances at risk are replaced ahead of their interruption.",
               .source = "behaviour 7.5 [doc: ASG/ec2-auto-scaling-capacity-rebalancing.md]"});
  visit.field("fallback", config.fallback,
              {.help = "What stands in for spot that is not to be had; nothing unless one of its policies is given, as "
                       "a group by itself never turns spot into on-demand.",
               .source = "behaviour 5.4, 7.3 [doc: ASG/ec2-auto-scaling-mixed-instances-groups.md]"});
  visit.field("protect_from_scale_in", config.protect_from_scale_in,
              {.help = "Whether new instances start protected from scale-in."});
  visit.field("managed_draining", config.managed_draining,
              {.help = "Whether an instance waits for its tasks to leave before it is terminated.",
               .source = "behaviour 0.1 [doc: ECS/enable-managed-instance-draining]"});
  visit.field("target_tracking", config.target_tracking,
              {.help = "Target-tracking policies of the group by name; not together with managed scaling of ECS.",
               .source = "behaviour 6.1, 7.6 [doc: ASG/as-scaling-target-tracking.md]"});
  describe_timing(visit, config);
}

}  // namespace fleetcast::models::auto_scaling
