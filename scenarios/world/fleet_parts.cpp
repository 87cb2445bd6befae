#include "scenarios/world/fleet_parts.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>
#include <stdexcept>

namespace fleetcast::scenarios::world {

using namespace fleetcast::models;

namespace {

const pricing::InstanceType& instance_type(const pricing::PriceBook& book, const std::string& name) {
  const pricing::InstanceType* found = book.find_instance_type(name);
  if (found == nullptr) throw std::invalid_argument("there is no instance type '" + name + "' in book " + book.name);
  return *found;
}

std::vector<std::string> instance_types(const CapacityProviderSpec& provider) {
  std::vector<std::string> types;
  for (const auto& one : provider.auto_scaling_group.mixed_instances_policy.overrides)
    types.push_back(one.instance_type);
  return types;
}

/// Tasks with an interface of their own that fit an instance: every interface but the first, or with trunking the
/// documented 10 for a large and in proportion for larger ones (behaviour 5.7 [doc: ECS/task-recommendations]).
std::int64_t task_interfaces(const pricing::InstanceType& type, bool has_trunking) {
  constexpr std::int64_t trunked_per_vcpu = 5;
  return has_trunking ? type.vcpu * trunked_per_vcpu : std::max<std::int64_t>(0, type.max_enis - 1);
}

}  // namespace

std::vector<std::string> zone_names(const Scenario& scenario) {
  std::vector<std::string> names;
  for (const std::string& zone : scenario.availability_zones) names.push_back(scenario.region + zone);
  return names;
}

ZoneIndex zone_index(const Scenario& scenario, const std::string& zone) {
  for (ZoneIndex index = 0; index < scenario.availability_zones.size(); ++index) {
    const std::string& letter = scenario.availability_zones[index];
    if (zone == letter || zone == scenario.region + letter) return index;
  }
  throw std::invalid_argument("there is no availability zone '" + zone + "'");
}

std::vector<Pool> pools(const Scenario& scenario) {
  std::set<Pool> all;
  for (const auto& [name, provider] : scenario.capacity_providers) {
    for (const std::string& type : instance_types(provider)) {
      for (ZoneIndex zone = 0; zone < scenario.availability_zones.size(); ++zone) all.insert({type, zone});
    }
  }
  return {all.begin(), all.end()};
}

std::vector<ec2::GroupLimit> group_limits(const Scenario& scenario, const pricing::PriceBook& book) {
  std::vector<ec2::GroupLimit> limits;
  std::vector<ZoneIndex> zones;
  for (ZoneIndex zone = 0; zone < scenario.availability_zones.size(); ++zone) zones.push_back(zone);
  for (const auto& [name, provider] : scenario.capacity_providers) {
    double gbps = 0;
    for (const std::string& type : instance_types(provider)) {
      gbps = std::max(gbps, instance_type(book, type).network_baseline_gbps);
    }
    constexpr double bytes_per_gigabit = 1e9 / 8;
    limits.push_back(
        {name, provider.auto_scaling_group.max_size.count(), zones, std::max(0.1, gbps) * bytes_per_gigabit});
  }
  return limits;
}

std::map<std::string, double> vcpus_by_type(const CapacityProviderSpec& provider, const pricing::PriceBook& book) {
  std::map<std::string, double> vcpus;
  for (const std::string& type : instance_types(provider)) {
    vcpus.emplace(type, static_cast<double>(instance_type(book, type).vcpu));
  }
  return vcpus;
}

ecs::ClusterConfig cluster_config(const Scenario& scenario, const pricing::PriceBook& book) {
  ecs::ClusterConfig config = scenario.ecs;
  for (const auto& [name, provider] : scenario.capacity_providers) {
    ecs::CapacityProviderConfig made = provider.scaling;
    made.auto_scaling_group = name;
    made.instance_types = instance_types(provider);
    for (const std::string& type_name : made.instance_types) {
      const pricing::InstanceType& type = instance_type(book, type_name);
      config.instance_types[type_name] = {static_cast<double>(type.vcpu),
                                          std::llround(type.memory_gib * 1024),
                                          task_interfaces(type, scenario.awsvpc_trunking)};
    }
    config.capacity_providers[name] = made;
  }
  for (const auto& [name, service] : scenario.services) config.services[name] = service.ecs;
  for (const auto& [name, job] : scenario.jobs.jobs) {
    ecs::OneOffTaskConfig task;
    task.task.cpu = job.cpu;
    task.task.memory = job.memory;
    task.capacity_provider_strategy = {{job.capacity_provider, 0, 1}};
    config.one_off_tasks[name] = task;
  }
  return config;
}

eventbridge::EventBridgeConfig event_rules(const Scenario& scenario) {
  eventbridge::EventBridgeConfig config = scenario.eventbridge;
  for (const auto& [name, job] : scenario.jobs.jobs) {
    if (!job.schedule_expression && !job.event_source) continue;
    eventbridge::RuleConfig rule;
    rule.schedule_expression = job.schedule_expression;
    rule.event_source = job.event_source;
    rule.targets[name] = {};
    config.rules["job-" + name] = rule;
  }
  return config;
}

auto_scaling::AutoScalingGroupConfig group_config(const CapacityProviderSpec& provider,
                                                  const pricing::PriceBook& book) {
  auto_scaling::AutoScalingGroupConfig config = provider.auto_scaling_group;
  for (auto& one : config.mixed_instances_policy.overrides) {
    const pricing::Price* price = book.find_price(
        {std::string(pricing::meter::ec2_instance_seconds), one.instance_type, "on_demand"});
    // Only the order of prices matters here; the bill takes them from the book itself.
    if (price != nullptr) one.relative_price = std::stod(price->tiers.front().price.to_string());
  }
  return config;
}

std::map<std::string, fargate::TaskDefinition> fargate_definitions(const Scenario& scenario) {
  std::map<std::string, fargate::TaskDefinition> definitions;
  const auto is_fargate = [](const std::string& provider) { return provider.starts_with("FARGATE"); };
  for (const auto& [name, service] : scenario.services) {
    for (const auto& item : service.ecs.capacity_provider_strategy) {
      if (!is_fargate(item.capacity_provider)) continue;
      fargate::TaskDefinition& made = definitions[name];
      made.cpu = service.ecs.task.cpu;
      made.memory = service.ecs.task.memory;
      made.image_size = service.image.size;
      made.start_up = service.image.start_up;
    }
  }
  for (const auto& [name, job] : scenario.jobs.jobs) {
    if (!is_fargate(job.capacity_provider)) continue;
    definitions[name].cpu = job.cpu;
    definitions[name].memory = job.memory;
  }
  return definitions;
}

nat::NatConfig nat_config(const Scenario& scenario) {
  nat::NatConfig config = scenario.nat;
  if (scenario.services.empty() && scenario.jobs.jobs.empty()) config.placement = nat::Placement::none;
  return config;
}

vpc::Network network(const Scenario& scenario) {
  vpc::VpcConfig config = scenario.vpc;
  if (config.subnets.empty()) {
    config = vpc::default_network(zone_names(scenario), {});
    for (const auto& [name, endpoint] : scenario.vpc.endpoints) config.endpoints[name] = endpoint;
    for (const auto& [name, group] : scenario.vpc.security_groups) config.security_groups[name] = group;
    for (const auto& [name, table] : scenario.vpc.route_tables) config.route_tables[name] = table;
  }
  return {config, zone_names(scenario)};
}

ecr::EcrConfig image_config(const Scenario& scenario) {
  ecr::EcrConfig config = scenario.ecr;
  for (const auto& [name, service] : scenario.services) config.images[name] = service.image;
  for (const auto& [name, job] : scenario.jobs.jobs) config.images.try_emplace(name);
  return config;
}

spot::SpotConfig spot_config(const Scenario& scenario, const pricing::PriceBook& book) {
  spot::SpotConfig config = scenario.spot;
  if (config.profile != spot::TraceProfile::advisor) return config;
  for (const Pool& pool : pools(scenario)) {
    const std::optional<std::int64_t> band = instance_type(book, pool.instance_type).spot_interruption_band;
    if (!band || !scenario.uses_spot_advisor) continue;
    spot::SpotPoolConfig advised = config.defaults;
    advised.monthly_interruptions = spot::advisor_band_midpoints.at(static_cast<std::size_t>(*band));
    config.pools.try_emplace(pool.instance_type, advised);
  }
  return config;
}

}  // namespace fleetcast::scenarios::world
