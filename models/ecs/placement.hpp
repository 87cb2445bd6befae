#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "models/ecs/config.hpp"
#include "models/ecs/container_instances.hpp"
#include "sim/chance/purpose.hpp"

namespace fleetcast::models::ecs {

/// Describes the task that is to be placed, or the service one of whose tasks is to be stopped.
struct PlacementQuestion {
  ServiceIndex service = 0;
  TaskId task = 0;
  Resources need{};
  std::span<const PlacementStrategyConfig> strategies{};
  bool distinct_instance = false;
  std::span<const std::int64_t> tasks_by_zone{};  ///< of this service, without those being stopped
  sim::chance::Stream chance{};                   ///< for the strategy random
};

/// Returns the strategies of a service: its own, or the default, zones first and then instances.
[[nodiscard]] std::span<const PlacementStrategyConfig> effective_strategies(
    std::span<const PlacementStrategyConfig> strategies);

/// Returns the instance for a task, or null if none has room [doc: ECS/task-placement.md].
///
/// Constraints are hard, strategies soft: each narrows down what the ones before left over. Ties go to the lowest id.
[[nodiscard]] const ContainerInstance* place(const PlacementQuestion& question,
                                             const ContainerInstances::ById& instances);

/// Returns how many tasks of the service could be placed now in a zone.
[[nodiscard]] std::int64_t room_in(const PlacementQuestion& question, const ContainerInstances::ById& instances,
                                   ZoneIndex zone);

/// Ranks a running task for being stopped, the inverse of placement: the greatest rank is stopped first.
[[nodiscard]] std::vector<std::int64_t> stop_rank(const PlacementQuestion& question, ZoneIndex zone,
                                                  const ContainerInstance* instance);

}  // namespace fleetcast::models::ecs
