#include <algorithm>
#include <set>

#include "scenarios/checks/names.hpp"
#include "scenarios/checks/parts.hpp"

namespace fleetcast::scenarios::checks {
namespace {

using documents::child_pointer;
using documents::Problems;

std::string within(const std::string& pointer, std::string_view kind, std::string_view field) {
  return child_pointer(child_pointer(pointer, kind), field);
}

void check_zone(const std::string& zone, const Scenario& scenario, const std::string& pointer, Problems& problems) {
  for (const std::string& letter : scenario.availability_zones) {
    if (zone == scenario.region + letter) return;
  }
  require_known(zone, scenario.availability_zones, "zone in availability_zones", pointer, problems);
}

std::vector<std::string> instance_types(const Scenario& scenario) {
  std::set<std::string> types;
  for (const auto& [name, provider] : scenario.capacity_providers) {
    for (const auto& one : provider.auto_scaling_group.mixed_instances_policy.overrides) {
      types.insert(one.instance_type);
    }
  }
  return {types.begin(), types.end()};
}

void check_stores(const ScriptedEvent& event, const Scenario& scenario, const std::string& pointer,
                  Problems& problems) {
  if (event.cache_node_loss) {
    const std::string place = child_pointer(pointer, "cache_node_loss");
    if (!scenario.elasticache) {
      problems.add(place, "there is no cache: describe one under /elasticache");
    } else if (event.cache_node_loss->shard.count() >= scenario.elasticache->num_node_groups.count()) {
      problems.add(child_pointer(place, "shard"),
                   "must be below num_node_groups of the cache, which is " +
                       std::to_string(scenario.elasticache->num_node_groups.count()) + "; shards count from 0");
    }
  }
  if (event.aurora_failover && !scenario.aurora) {
    problems.add(child_pointer(pointer, "aurora_failover"), "there is no database: describe one under /aurora");
  }
}

void check_fleet(const ScriptedEvent& event, const Scenario& scenario, const std::string& pointer,
                 Problems& problems) {
  if (event.zone_outage) {
    check_zone(event.zone_outage->zone, scenario, within(pointer, "zone_outage", "zone"), problems);
  }
  if (event.gray_zone) check_zone(event.gray_zone->zone, scenario, within(pointer, "gray_zone", "zone"), problems);
  if (event.zonal_shift) {
    check_zone(event.zonal_shift->zone, scenario, within(pointer, "zonal_shift", "zone"), problems);
  }
  if (event.spot_reclaim) {
    check_zone(event.spot_reclaim->zone, scenario, within(pointer, "spot_reclaim", "zone"), problems);
    require_known(event.spot_reclaim->instance_type, instance_types(scenario), "instance type of a capacity provider",
                  within(pointer, "spot_reclaim", "instance_type"), problems);
    if (event.spot_reclaim->share.low() <= 0) {
      problems.add(within(pointer, "spot_reclaim", "share"), "must be above 0");
    }
  }
  if (event.deployment) {
    require_known(event.deployment->service, names_of(scenario.services), "service",
                  within(pointer, "deployment", "service"), problems);
  }
  if (event.faulty_tasks) {
    const std::string& service = event.faulty_tasks->service;
    const std::string place = within(pointer, "faulty_tasks", "service");
    require_known(service, names_of(scenario.services), "service", place, problems);
    const auto found = scenario.services.find(service);
    const bool has_targets = found == scenario.services.end() ||
                             (scenario.alb && found->second.ecs.has_target_group && found->second.application);
    if (!has_targets) problems.add(place, "has no target group, so that no request reaches its tasks");
  }
}

}  // namespace

void check_events(const Scenario& scenario, documents::Findings& findings) {
  for (std::size_t i = 0; i < scenario.events.size(); ++i) {
    const ScriptedEvent& event = scenario.events[i];
    const std::string pointer = child_pointer("/events", i);
    if (event.kinds() != 1) {
      findings.problems.add(pointer, "must have exactly one kind, such as zone_outage, besides 'at', not " +
                                         std::to_string(event.kinds()));
    }
    check_fleet(event, scenario, pointer, findings.problems);
    check_stores(event, scenario, pointer, findings.problems);
    if (event.at.low() >= scenario.horizon.value()) {
      findings.warnings.add(child_pointer(pointer, "at"), "is after the horizon, so it never happens");
    }
  }
}

}  // namespace fleetcast::scenarios::checks
