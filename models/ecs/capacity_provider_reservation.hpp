#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "models/ecs/config.hpp"
#include "models/ecs/container_instances.hpp"

namespace fleetcast::models::ecs {

/// Counts provisioning tasks with the same requirements.
struct ProvisioningGroup {
  Resources need{};
  bool distinct_instance = false;
  std::int64_t tasks = 0;
};

/// Holds what cluster auto scaling looks at once a minute, for one capacity provider.
struct ReservationQuestion {
  std::int64_t instances = 0;            ///< registered and not about to be terminated
  std::int64_t instances_with_tasks = 0;
  std::int64_t zones = 1;
  std::vector<ProvisioningGroup> provisioning{};
  std::span<const Resources> instance_types{};  ///< that the group may launch
};

/// Returns CapacityProviderReservation, in percent: 100 * M / N [doc: ECS/cluster-auto-scaling.md].
///
/// M is the number of instances in use, or N plus the estimate for the provisioning tasks: each group of equal tasks is
/// packed on the largest instance type, and the largest group counts. A group that the smallest type cannot hold is
/// ignored.
[[nodiscard]] double capacity_provider_reservation(const ReservationQuestion& question,
                                                   const ManagedScalingConfig& config);

}  // namespace fleetcast::models::ecs
