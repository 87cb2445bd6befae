#pragma once
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::ecs {

/// Names of the capacity providers that AWS itself offers.
inline constexpr std::string_view fargate_provider = "FARGATE";
inline constexpr std::string_view fargate_spot_provider = "FARGATE_SPOT";

/// Says whether a task has a network interface of its own.
enum class NetworkMode { awsvpc, bridge };
inline constexpr sim::Choices<NetworkMode, 2> network_modes{
    {{"awsvpc", NetworkMode::awsvpc}, {"bridge", NetworkMode::bridge}}};

/// Configures what one task reserves and how it stops.
struct TaskConfig {
  sim::Parameter cpu = 1;
  sim::Parameter memory = 2147483648.0;
  NetworkMode network_mode = NetworkMode::awsvpc;
  sim::Parameter stop_timeout = 30;
  sim::Parameter stop_duration = 2;
};

/// Configures one provider of a capacity provider strategy.
struct StrategyItemConfig {
  std::string capacity_provider{};
  sim::Parameter base = 0;
  sim::Parameter weight = 1;
};

/// Names the placement strategies.
enum class PlacementType { spread, binpack, random };
inline constexpr sim::Choices<PlacementType, 3> placement_types{
    {{"spread", PlacementType::spread}, {"binpack", PlacementType::binpack}, {"random", PlacementType::random}}};
/// Names what a placement strategy spreads over or packs.
enum class PlacementField { availability_zone, instance_id, cpu, memory };
inline constexpr sim::Choices<PlacementField, 4> placement_fields{
    {{"attribute:ecs.availability-zone", PlacementField::availability_zone},
     {"instanceId", PlacementField::instance_id},
     {"cpu", PlacementField::cpu},
     {"memory", PlacementField::memory}}};

/// Configures one placement strategy; the field has no meaning for the type random.
struct PlacementStrategyConfig {
  PlacementType type = PlacementType::spread;
  PlacementField field = PlacementField::availability_zone;
};

/// Configures the deployment circuit breaker.
struct CircuitBreakerConfig {
  bool enable = false;
  bool rollback = false;
};

/// Configures a service: what its tasks are, how many, where, and how they are replaced.
struct ServiceConfig {
  TaskConfig task{};
  sim::Parameter desired_count = 1;
  sim::Parameter deployment_minimum_healthy_percent = 100;
  sim::Parameter deployment_maximum_percent = 200;
  std::vector<StrategyItemConfig> capacity_provider_strategy{};
  std::vector<PlacementStrategyConfig> ordered_placement_strategy{};
  bool distinct_instance = false;  ///< the placement constraint distinctInstance
  bool has_target_group = true;
  sim::Parameter health_check_grace_period_seconds = 0;
  sim::Parameter deregistration_delay = 300;
  CircuitBreakerConfig deployment_circuit_breaker{};
  bool availability_zone_rebalancing = true;
};

/// Configures one-off tasks (RunTask), such as jobs.
struct OneOffTaskConfig {
  TaskConfig task{};
  std::vector<StrategyItemConfig> capacity_provider_strategy{};
};

/// Configures cluster auto scaling of one capacity provider.
struct ManagedScalingConfig {
  bool enabled = true;
  sim::Parameter target_capacity = 100;
  sim::Parameter minimum_scaling_step_size = 1;
  sim::Parameter maximum_scaling_step_size = 10000;
  sim::Parameter instance_warmup_period = 300;
  sim::Parameter alarm_delay = 15;
  sim::Parameter scale_in_step = 1;
  bool legacy_step = false;
};

/// Configures a capacity provider over an Auto Scaling group.
struct CapacityProviderConfig {
  std::string auto_scaling_group{};
  std::vector<std::string> instance_types{};  ///< that the group may launch
  ManagedScalingConfig managed_scaling{};
  bool managed_termination_protection = false;
};

/// Says what an instance type offers to tasks.
struct InstanceShape {
  double vcpu = 0;
  std::int64_t memory_mib = 0;
  std::int64_t task_interfaces = 0;  ///< tasks in network mode awsvpc that fit, with trunking if it is on
};

/// Configures the cluster and everything that runs on it.
struct ClusterConfig {
  std::string name = "main";
  sim::Parameter scheduling_delay = sim::Parameter::interval(0.5, 3);
  sim::Parameter activation_time = sim::Parameter::interval(1, 5);
  sim::Parameter instance_loss_notice_delay = sim::Parameter::interval(60, 180);
  bool spot_instance_draining = false;
  sim::Parameter registered_memory_ratio = 0.95;
  sim::Parameter provisioning_tasks_max = 500;
  sim::Parameter service_launch_rate = 500.0 / 60;
  sim::Parameter service_launch_burst = 100;
  sim::Parameter capacity_retry_time = 300;
  sim::Parameter restart_gap_initial = 10;
  sim::Parameter restart_gap_max = 900;
  sim::Parameter broken_task_detection_time = 65;
  sim::Parameter rebalancing_period = 60;
  bool container_insights = false;
  sim::Parameter container_insights_cluster_metrics = 11;
  sim::Parameter container_insights_service_metrics = 13;
  sim::Parameter container_insights_task_definition_metrics = 8;

  // Sections of their own in a document, put together by whoever builds the world.
  std::map<std::string, InstanceShape> instance_types{};
  std::map<std::string, CapacityProviderConfig> capacity_providers{};
  std::map<std::string, ServiceConfig> services{};
  std::map<std::string, OneOffTaskConfig> one_off_tasks{};
};

}  // namespace fleetcast::models::ecs

#include "models/ecs/config_fields.hpp"
