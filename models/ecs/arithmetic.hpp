#pragma once
#include <cstdint>
#include <optional>
#include <span>

#include "models/ecs/config.hpp"

namespace fleetcast::models::ecs {

/// Bounds the number of a service's tasks while some are replaced.
struct Bounds {
  std::int64_t lower = 0;  ///< healthy tasks that must remain
  std::int64_t upper = 0;  ///< tasks that may exist
};

/// Returns the bounds of a service: lower rounded up, upper rounded down [doc: ECS/service_definition_parameters.md].
[[nodiscard]] Bounds bounds_of(std::int64_t desired, std::int64_t minimum_healthy_percent,
                               std::int64_t maximum_percent);

/// Returns the failed tasks that fail a deployment: half the desired count, at least 3 and at most 200.
[[nodiscard]] std::int64_t circuit_breaker_threshold(std::int64_t desired);

/// Returns the custom metrics that Container Insights keeps of services and that no run looks at: those of the cluster,
/// of each service, less the two that a cluster publishes, and of its task definition. The defaults count eight of CPU,
/// memory, network and disk for each, three more for the cluster and five more for a service
/// [doc: AmazonCloudWatch Container-Insights-metrics-ECS]. Task definitions of jobs are left out, since their metrics
/// are kept while a job runs only.
[[nodiscard]] std::int64_t unwatched_insights(const ClusterConfig& config, std::int64_t services);

/// Returns the position of the provider that gets the next task, given the task count of each.
///
/// The base is filled first; then the provider that is furthest behind its weight is next, the earlier one of equals.
/// Returns nothing if no provider has a weight [doc: ECS/cluster-capacity-providers.md].
[[nodiscard]] std::optional<std::size_t> provider_to_grow(std::span<const StrategyItemConfig> strategy,
                                                          std::span<const std::int64_t> counts);

/// Returns the position of the provider that loses the next task: the one furthest ahead of its weight.
///
/// Returns nothing if no provider has a task.
[[nodiscard]] std::optional<std::size_t> provider_to_shrink(std::span<const StrategyItemConfig> strategy,
                                                            std::span<const std::int64_t> counts);

}  // namespace fleetcast::models::ecs
