#include <algorithm>
#include <set>

#include "scenarios/checks/names.hpp"
#include "scenarios/checks/parts.hpp"

namespace fleetcast::scenarios::checks {
namespace {

using documents::child_pointer;

// Warned of where fewer pools serve, since one reclaim then takes much of the fleet.
constexpr std::size_t few_pools = 6;

bool has_spot(const CapacityProviderSpec& provider) {
  const auto& split = provider.auto_scaling_group.mixed_instances_policy.instances_distribution;
  return split.on_demand_percentage_above_base_capacity.low() < 100 &&
         provider.auto_scaling_group.max_size.high() > split.on_demand_base_capacity.low();
}

// A task leaves its target group before it is told to stop, and both must end before the instance does.
void check_drain(const ServiceSpec& service, const Scenario& scenario, const std::string& pointer,
                 documents::Findings& findings) {
  const double deregistration = service.ecs.has_target_group ? service.ecs.deregistration_delay.high() : 0;
  const double stop = service.ecs.task.stop_timeout.high();
  const double notice = scenario.ec2.interruption_notice.low();
  if (deregistration + stop <= notice) return;
  const auto in_seconds = [](double value) { return std::to_string(static_cast<std::int64_t>(value)) + " s"; };
  const std::string place = service.ecs.has_target_group
                                ? child_pointer(pointer, "deregistration_delay")
                                : child_pointer(child_pointer(pointer, "task"), "stop_timeout");
  findings.warnings.add(place, "the service runs on spot capacity, but its tasks take " +
                                   in_seconds(deregistration + stop) +
                                   " to leave their target group and to stop: a drain cannot finish within the " +
                                   in_seconds(notice) + " of an interruption notice");
}

void check_service(const std::string& name, const ServiceSpec& service, const Scenario& scenario,
                   documents::Findings& findings) {
  const auto is_on_spot = [&](const auto& item) { return checks::has_spot(scenario, item.capacity_provider); };
  if (std::ranges::none_of(service.ecs.capacity_provider_strategy, is_on_spot)) return;
  const std::string pointer = pointer_to({"services", name});
  check_drain(service, scenario, pointer, findings);
  if (scenario.ecs.spot_instance_draining && service.ecs.deployment_minimum_healthy_percent.value() >= 100) {
    findings.warnings.add(child_pointer(pointer, "deployment_minimum_healthy_percent"),
                          "is 100 with spot_instance_draining: tasks of an interrupted instance are replaced before "
                          "they may stop, which can take longer than its notice");
  }
}

}  // namespace

bool has_spot(const Scenario& scenario, const std::string& capacity_provider) {
  if (capacity_provider == models::ecs::fargate_spot_provider) return true;
  const auto found = scenario.capacity_providers.find(capacity_provider);
  return found != scenario.capacity_providers.end() && has_spot(found->second);
}

void check_spot(const Scenario& scenario, documents::Findings& findings) {
  for (const auto& [name, provider] : scenario.capacity_providers) {
    if (provider.auto_scaling_group.fallback.policies() <= 1) continue;
    findings.problems.add(pointer_to({"capacity_providers", name, "auto_scaling_group", "fallback"}),
                          "has more than one policy; keep one of them");
  }
  for (const auto& [name, service] : scenario.services) check_service(name, service, scenario, findings);
  for (const auto& [name, provider] : scenario.capacity_providers) {
    if (!has_spot(provider)) continue;
    const std::size_t pools =
        provider.auto_scaling_group.mixed_instances_policy.overrides.size() * scenario.availability_zones.size();
    if (pools >= few_pools) continue;
    findings.warnings.add(
        pointer_to({"capacity_providers", name, "auto_scaling_group", "mixed_instances_policy", "override"}),
        "gives " + std::to_string(pools) + (pools == 1 ? " spot pool" : " spot pools") +
            " (instance types times zones); with fewer than " + std::to_string(few_pools) +
            ", one reclaim takes a large share of the fleet");
  }
}

}  // namespace fleetcast::scenarios::checks
