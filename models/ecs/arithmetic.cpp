#include "models/ecs/arithmetic.hpp"

#include <algorithm>
#include <limits>

namespace fleetcast::models::ecs {

namespace {

/// How far a provider is ahead of its weight; quotients of equal ratios are equal doubles, so ties are exact.
double lead(const StrategyItemConfig& item, std::int64_t count) {
  const std::int64_t beyond = count - item.base.count();
  const std::int64_t weight = item.weight.count();
  if (weight > 0) return static_cast<double>(beyond) / static_cast<double>(weight);
  // Without a weight, tasks beyond the base are the first to go, and those of the base the last.
  const double infinity = std::numeric_limits<double>::infinity();
  return beyond > 0 ? infinity : -infinity;
}

}  // namespace

Bounds bounds_of(std::int64_t desired, std::int64_t minimum_healthy_percent, std::int64_t maximum_percent) {
  return {(desired * minimum_healthy_percent + 99) / 100, desired * maximum_percent / 100};
}

std::int64_t circuit_breaker_threshold(std::int64_t desired) {
  return std::clamp<std::int64_t>((desired + 1) / 2, 3, 200);
}

std::int64_t unwatched_insights(const ClusterConfig& config, std::int64_t services) {
  constexpr std::int64_t published_of_service = 2;
  return config.container_insights_cluster_metrics.count() +
         services * (config.container_insights_service_metrics.count() - published_of_service +
                     config.container_insights_task_definition_metrics.count());
}

std::optional<std::size_t> provider_to_grow(std::span<const StrategyItemConfig> strategy,
                                            std::span<const std::int64_t> counts) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < strategy.size(); ++i) {
    if (counts[i] < strategy[i].base.count()) return i;
  }
  for (std::size_t i = 0; i < strategy.size(); ++i) {
    if (strategy[i].weight.count() == 0) continue;
    if (!best || lead(strategy[i], counts[i]) < lead(strategy[*best], counts[*best])) best = i;
  }
  return best;
}

std::optional<std::size_t> provider_to_shrink(std::span<const StrategyItemConfig> strategy,
                                              std::span<const std::int64_t> counts) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < strategy.size(); ++i) {
    if (counts[i] == 0) continue;
    if (!best || lead(strategy[i], counts[i]) >= lead(strategy[*best], counts[*best])) best = i;
  }
  return best;
}

}  // namespace fleetcast::models::ecs
