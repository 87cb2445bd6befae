#include "models/ecs/capacity_provider_reservation.hpp"

#include <algorithm>
#include <tuple>

namespace fleetcast::models::ecs {

namespace {

bool is_smaller(const Resources& a, const Resources& b) {
  return std::tie(a.cpu_units, a.memory_mib, a.interfaces) < std::tie(b.cpu_units, b.memory_mib, b.interfaces);
}

/// The instances that the provisioning tasks need, or 0 if no instance type of the group suits any of them.
std::int64_t estimate(const ReservationQuestion& question) {
  if (question.instance_types.empty()) return 0;
  const auto [smallest, largest] =
      std::minmax_element(question.instance_types.begin(), question.instance_types.end(), is_smaller);
  std::int64_t most = 0;
  for (const ProvisioningGroup& group : question.provisioning) {
    if (group.tasks == 0 || !smallest->fits(group.need)) continue;
    const std::int64_t per_instance =
        group.distinct_instance ? 1 : std::max<std::int64_t>(1, largest->times(group.need));
    most = std::max(most, (group.tasks + per_instance - 1) / per_instance);
  }
  return most;
}

}  // namespace

double capacity_provider_reservation(const ReservationQuestion& question, const ManagedScalingConfig& config) {
  const bool is_waiting = std::any_of(question.provisioning.begin(), question.provisioning.end(),
                                      [](const ProvisioningGroup& group) { return group.tasks > 0; });
  const double instances = static_cast<double>(question.instances);
  if (!is_waiting) {
    if (question.instances == 0) return 100;
    return 100 * static_cast<double>(question.instances_with_tasks) / instances;
  }
  if (question.instances == 0) return 200;
  const std::int64_t wanted = estimate(question);
  if (wanted == 0) return 100;
  const std::int64_t least = config.minimum_scaling_step_size.count();
  const bool is_mixed = question.instance_types.size() > 1 || question.zones > 1;
  const std::int64_t step = config.legacy_step && is_mixed
                                ? least
                                : std::clamp(wanted, least, config.maximum_scaling_step_size.count());
  return 100 * (instances + static_cast<double>(step)) / instances;
}

}  // namespace fleetcast::models::ecs
