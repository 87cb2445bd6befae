#include <algorithm>
#include <set>

#include "models/ecs/container_instances.hpp"
#include "models/fargate/sizes.hpp"
#include "scenarios/checks/names.hpp"
#include "scenarios/checks/parts.hpp"
#include "scenarios/world/fleet_parts.hpp"

namespace fleetcast::scenarios::checks {
namespace {

using documents::child_pointer;
using documents::Problems;
using models::ecs::Resources;

void check_types(const CapacityProviderSpec& provider, const pricing::PriceBook& book, const std::string& group,
                 Problems& problems) {
  const std::string pointer = child_pointer(child_pointer(group, "mixed_instances_policy"), "override");
  const auto& overrides = provider.auto_scaling_group.mixed_instances_policy.overrides;
  if (overrides.empty()) problems.add(pointer, "must name at least one instance type");
  std::set<std::string> seen;
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    const std::string& type = overrides[i].instance_type;
    const std::string place = child_pointer(child_pointer(pointer, i), "instance_type");
    require_known(type, names_of(book.instance_types), "instance type", place, problems);
    if (!seen.insert(type).second) problems.add(place, "'" + type + "' occurs twice");
  }
}

void check_size(const models::auto_scaling::AutoScalingGroupConfig& group, const std::string& pointer,
                Problems& problems) {
  const std::int64_t least = group.min_size.count();
  const std::int64_t most = group.max_size.count();
  if (least > most) {
    problems.add(child_pointer(pointer, "min_size"), "must not be above max_size, which is " + std::to_string(most));
  } else if (group.desired_capacity &&
             (group.desired_capacity->count() < least || group.desired_capacity->count() > most)) {
    problems.add(child_pointer(pointer, "desired_capacity"),
                 "must lie between min_size and max_size, " + std::to_string(least) + " and " + std::to_string(most) +
                     ", not " + std::to_string(group.desired_capacity->count()));
  }
}

void check_protection(const CapacityProviderSpec& provider, const std::string& pointer, Problems& problems) {
  if (!provider.scaling.managed_termination_protection) return;
  const std::string place = child_pointer(pointer, "managed_termination_protection");
  if (!provider.scaling.managed_scaling.enabled) problems.add(place, "needs managed_scaling to be enabled");
  if (!provider.auto_scaling_group.protect_from_scale_in) {
    problems.add(place, "needs protect_from_scale_in of the group to be true");
  }
}

void check_target_tracking(const CapacityProviderSpec& provider, const std::string& group, Problems& problems) {
  if (provider.auto_scaling_group.target_tracking.empty() || !provider.scaling.managed_scaling.enabled) return;
  problems.add(child_pointer(group, "target_tracking"),
               "works against managed_scaling of ECS, which sets the same desired capacity; disable that");
}

std::set<std::string> used_providers(const Scenario& scenario) {
  std::set<std::string> used;
  for (const auto& [name, service] : scenario.services) {
    for (const auto& item : service.ecs.capacity_provider_strategy) used.insert(item.capacity_provider);
  }
  for (const auto& [name, job] : scenario.jobs.jobs) used.insert(job.capacity_provider);
  return used;
}

bool are_types_known(const CapacityProviderSpec& provider, const pricing::PriceBook& book) {
  return std::ranges::all_of(provider.auto_scaling_group.mixed_instances_policy.overrides,
                             [&](const auto& one) { return book.find_instance_type(one.instance_type) != nullptr; });
}

std::string in_words(const Resources& resources) {
  std::string vcpus = std::to_string(static_cast<double>(resources.cpu_units) / 1024);
  vcpus.erase(vcpus.find_last_not_of('0') + 1);
  if (vcpus.back() == '.') vcpus.pop_back();
  return vcpus + " vCPU, " + std::to_string(resources.memory_mib) + " MiB and " + std::to_string(resources.interfaces) +
         (resources.interfaces == 1 ? " interface" : " interfaces");
}

// Where a task is to run, and what it asks for.
struct Placement {
  models::ecs::TaskConfig task;
  std::vector<std::string> capacity_providers;
  std::string pointer;
};

void check_fargate(const Placement& placement, Problems& problems) {
  models::fargate::TaskDefinition definition;
  definition.cpu = placement.task.cpu;
  definition.memory = placement.task.memory;
  if (const auto problem = models::fargate::problem_of(models::fargate::size_of(definition))) {
    problems.add(placement.pointer, *problem);
  }
}

void check_fit(const Placement& placement, const std::string& provider, const models::ecs::ClusterConfig& cluster,
               documents::Findings& findings) {
  const Resources need = models::ecs::resources_of(placement.task);
  std::vector<std::string> misfits;
  std::string offers;
  const std::vector<std::string>& types = cluster.capacity_providers.at(provider).instance_types;
  for (const std::string& type : types) {
    const Resources offer =
        models::ecs::resources_of(cluster.instance_types.at(type), cluster.registered_memory_ratio.value());
    if (offer.fits(need)) continue;
    misfits.push_back(type);
    offers += (offers.empty() ? "" : "; ") + type + " offers " + in_words(offer);
  }
  if (misfits.empty()) return;
  const std::string message = " of capacity provider '" + provider + "': the task needs " + in_words(need) + ", but " +
                              offers;
  if (misfits.size() == types.size()) {
    findings.problems.add(placement.pointer, "fits no instance type" + message);
  } else {
    findings.warnings.add(placement.pointer, "does not fit every instance type" + message);
  }
}

std::vector<Placement> placements(const Scenario& scenario) {
  std::vector<Placement> all;
  for (const auto& [name, service] : scenario.services) {
    Placement one{service.ecs.task, {}, pointer_to({"services", name, "task"})};
    for (const auto& item : service.ecs.capacity_provider_strategy) {
      one.capacity_providers.push_back(item.capacity_provider);
    }
    all.push_back(std::move(one));
  }
  for (const auto& [name, job] : scenario.jobs.jobs) {
    models::ecs::TaskConfig task;
    task.cpu = job.cpu;
    task.memory = job.memory;
    all.push_back({task, {job.capacity_provider}, pointer_to({"jobs", "jobs", name})});
  }
  return all;
}

}  // namespace

void check_capacity_providers(const Scenario& scenario, const pricing::PriceBook& book,
                              documents::Findings& findings) {
  const std::set<std::string> used = used_providers(scenario);
  for (const auto& [name, provider] : scenario.capacity_providers) {
    const std::string pointer = pointer_to({"capacity_providers", name});
    const std::string group = child_pointer(pointer, "auto_scaling_group");
    if (is_fargate(name)) findings.problems.add(pointer, "is the name of AWS's own capacity provider; choose another");
    check_types(provider, book, group, findings.problems);
    check_size(provider.auto_scaling_group, group, findings.problems);
    check_protection(provider, pointer, findings.problems);
    check_target_tracking(provider, group, findings.problems);
    if (!used.contains(name)) findings.warnings.add(pointer, "no service and no job uses this capacity provider");
  }
}

void check_task_sizes(const Scenario& scenario, const pricing::PriceBook& book, documents::Findings& findings) {
  Scenario known = scenario;
  std::erase_if(known.capacity_providers, [&](const auto& one) { return !are_types_known(one.second, book); });
  const models::ecs::ClusterConfig cluster = world::cluster_config(known, book);
  for (const Placement& placement : placements(scenario)) {
    if (std::ranges::any_of(placement.capacity_providers, is_fargate)) check_fargate(placement, findings.problems);
    for (const std::string& provider : placement.capacity_providers) {
      if (known.capacity_providers.contains(provider)) check_fit(placement, provider, cluster, findings);
    }
  }
}

}  // namespace fleetcast::scenarios::checks
