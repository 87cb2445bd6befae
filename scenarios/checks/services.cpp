#include <algorithm>

#include "scenarios/checks/names.hpp"
#include "scenarios/checks/parts.hpp"

namespace fleetcast::scenarios::checks {
namespace {

using documents::child_pointer;
using documents::Problems;
using Strategy = std::vector<models::ecs::StrategyItemConfig>;

void check_items(const Strategy& strategy, const Scenario& scenario, const std::string& pointer, Problems& problems) {
  std::vector<std::string> seen;
  for (std::size_t i = 0; i < strategy.size(); ++i) {
    const std::string& name = strategy[i].capacity_provider;
    const std::string place = child_pointer(child_pointer(pointer, i), "capacity_provider");
    require_known(name, provider_names(scenario), "capacity provider", place, problems);
    if (std::ranges::find(seen, name) != seen.end()) problems.add(place, "'" + name + "' occurs twice");
    seen.push_back(name);
  }
}

void check_strategy(const Strategy& strategy, const Scenario& scenario, const std::string& pointer,
                    Problems& problems) {
  if (strategy.empty()) {
    problems.add(pointer, "must name at least one capacity provider, such as FARGATE");
    return;
  }
  check_items(strategy, scenario, pointer, problems);
  const auto of_aws =
      std::ranges::count_if(strategy, [](const auto& item) { return is_fargate(item.capacity_provider); });
  if (of_aws != 0 && of_aws != std::ssize(strategy)) {
    problems.add(pointer, "mixes Fargate with Auto Scaling groups, which ECS forbids; make two services of it");
  }
  if (std::ranges::count_if(strategy, [](const auto& item) { return item.base.high() > 0; }) > 1) {
    problems.add(pointer, "only one capacity provider may have a base");
  }
  if (std::ranges::all_of(strategy, [](const auto& item) { return item.weight.high() <= 0; })) {
    problems.add(pointer, "at least one weight must be above 0");
  }
}

void check_counts(const ServiceSpec& service, const std::string& pointer, Problems& problems) {
  if (service.autoscaling) {
    const std::int64_t least = service.autoscaling->min_capacity.count();
    const std::int64_t most = service.autoscaling->max_capacity.count();
    const std::int64_t desired = service.ecs.desired_count.count();
    if (least > most) {
      problems.add(child_pointer(pointer, "autoscaling"), "min_capacity must not be above max_capacity");
    } else if (desired < least || desired > most) {
      problems.add(child_pointer(pointer, "desired_count"),
                   "must lie between the autoscaling's min_capacity and max_capacity, " + std::to_string(least) +
                       " and " + std::to_string(most) + ", not " + std::to_string(desired));
    }
  }
  if (service.ecs.deployment_minimum_healthy_percent.value() >= 100 &&
      service.ecs.deployment_maximum_percent.value() <= 100) {
    problems.add(child_pointer(pointer, "deployment_maximum_percent"),
                 "must be above 100 where deployment_minimum_healthy_percent is 100, or no task could ever be "
                 "replaced");
  }
}

// A task in a target group that nothing balances never becomes healthy.
void check_target_group(const ServiceSpec& service, const Scenario& scenario, const std::string& pointer,
                        Problems& problems) {
  if (!service.ecs.has_target_group) return;
  const std::string place = child_pointer(pointer, "has_target_group");
  if (!service.application) {
    problems.add(place, "must be false for a service without 'application', since nothing checks its tasks' health");
  } else if (!scenario.alb) {
    problems.add(place, "must be false where there is no 'alb', since nothing checks the tasks' health");
  }
}

}  // namespace

bool is_fargate(std::string_view capacity_provider) {
  return capacity_provider == models::ecs::fargate_provider || capacity_provider == models::ecs::fargate_spot_provider;
}

std::vector<std::string> provider_names(const Scenario& scenario) {
  std::vector<std::string> names = names_of(scenario.capacity_providers);
  names.emplace_back(models::ecs::fargate_provider);
  names.emplace_back(models::ecs::fargate_spot_provider);
  return names;
}

void check_services(const Scenario& scenario, documents::Findings& findings) {
  for (const auto& [name, service] : scenario.services) {
    const std::string pointer = pointer_to({"services", name});
    check_strategy(service.ecs.capacity_provider_strategy, scenario,
                   child_pointer(pointer, "capacity_provider_strategy"), findings.problems);
    check_counts(service, pointer, findings.problems);
    check_target_group(service, scenario, pointer, findings.problems);
    if (scenario.jobs.jobs.contains(name)) {
      findings.problems.add(pointer, "a job has the same name; rename one of them");
    }
  }
}

}  // namespace fleetcast::scenarios::checks
