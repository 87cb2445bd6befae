#include <algorithm>

#include "scenarios/checks/names.hpp"
#include "scenarios/checks/parts.hpp"
#include "scenarios/traffic/check.hpp"

namespace fleetcast::scenarios::checks {
namespace {

using documents::child_pointer;
using documents::Problems;

void check_steps(const std::vector<models::backend::StepConfig>& steps, const Scenario& scenario,
                 const std::string& pointer, Problems& problems);

// Only where requests queue can one of them have waited too long.
void check_patience(const models::backend::StepConfig& step, const Scenario& scenario, const std::string& pointer,
                    Problems& problems) {
  if (!step.patience) return;
  if (!step.backend) return problems.add(pointer, "stands beside no backend, in whose queue a request would wait");
  const auto found = scenario.backends.find(*step.backend);
  if (found == scenario.backends.end()) return;
  if (found->second.discipline == sim::traffic::Discipline::first_come) return;
  problems.add(pointer, "has no meaning at backend '" + *step.backend + "', where all requests share the servers");
}

void check_step(const models::backend::StepConfig& step, const Scenario& scenario, const std::string& pointer,
                Problems& problems) {
  const int kinds = step.delay.has_value() + step.backend.has_value() + step.store.has_value() + step.exit.has_value();
  if (kinds != 1) {
    problems.add(pointer, "must have exactly one of delay, backend, store and exit, not " + std::to_string(kinds));
  }
  if (step.backend) {
    require_known(*step.backend, names_of(scenario.backends), "backend", child_pointer(pointer, "backend"), problems);
    if (!step.work) problems.add(child_pointer(pointer, "work"), "is required where there is a backend");
  } else if (step.work) {
    problems.add(child_pointer(pointer, "work"), "stands beside no backend, which would do it");
  }
  check_patience(step, scenario, child_pointer(pointer, "patience"), problems);
  if (step.store) {
    require_known(*step.store, names_of(scenario.stores), "store", child_pointer(pointer, "store"), problems);
  } else if (!step.on_miss.empty()) {
    problems.add(child_pointer(pointer, "on_miss"), "stands beside no store, in which something could be missing");
  }
  check_steps(step.on_miss, scenario, child_pointer(pointer, "on_miss"), problems);
}

void check_steps(const std::vector<models::backend::StepConfig>& steps, const Scenario& scenario,
                 const std::string& pointer, Problems& problems) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    check_step(steps[i], scenario, child_pointer(pointer, i), problems);
  }
}

// Requests reach a service through the load balancer and its target group.
void check_service(const std::string& class_name, const std::string& service, const Scenario& scenario,
                   Problems& problems) {
  const std::string pointer = pointer_to({"classes", class_name, "service"});
  if (!require_known(service, names_of(scenario.services), "service", pointer, problems)) return;
  if (!scenario.alb) {
    problems.add("/alb", "is required, since class '" + class_name + "' goes to service '" + service +
                             "'; {} gives one with defaults");
  }
  const ServiceSpec& called = scenario.services.at(service);
  if (!called.ecs.has_target_group) {
    problems.add(pointer, "service '" + service + "' has no target group, so no request reaches it");
  }
  const std::string application = pointer_to({"services", service, "application"});
  if (!called.application) {
    problems.add(application, "is required, since class '" + class_name + "' goes to the service");
  } else if (!called.application->requests.contains(class_name)) {
    problems.add(child_pointer(child_pointer(application, "requests"), class_name),
                 "is required, since class '" + class_name + "' goes to the service");
  }
}

void check_class(const std::string& name, const RequestClassSpec& spec, const Scenario& scenario, Problems& problems) {
  const std::string pointer = pointer_to({"classes", name});
  const int ways = spec.service.has_value() + spec.bucket.has_value() + (spec.steps.empty() ? 0 : 1);
  if (ways != 1) {
    problems.add(pointer, "must have exactly one of service, bucket and steps, not " + std::to_string(ways));
  }
  if (spec.service) check_service(name, *spec.service, scenario, problems);
  if (spec.bucket) {
    require_known(*spec.bucket, names_of(scenario.buckets), "bucket", child_pointer(pointer, "bucket"), problems);
  }
  check_steps(spec.steps, scenario, child_pointer(pointer, "steps"), problems);
  if (scenario.waf) {
    require_known(spec.key_group, names_of(scenario.waf->key_groups), "key group in waf/key_groups",
                  child_pointer(pointer, "key_group"), problems);
  }
}

bool is_given(const traffic::RateConfig& rate) {
  return rate.constant || rate.diurnal || !rate.steps.empty() || rate.replay;
}

void check_traffic(const Scenario& scenario, Problems& problems) {
  // Without classes, or with closed clients alone, there need not be traffic.
  const bool is_needed = !scenario.classes.empty() && !scenario.closed_clients;
  if (is_needed || is_given(scenario.traffic.rate)) traffic::check(scenario.traffic, "/traffic", problems);
  const auto has_share = [](const auto& one) { return one.second.share.high() > 0; };
  if (is_given(scenario.traffic.rate) && !scenario.classes.empty() &&
      std::ranges::none_of(scenario.classes, has_share)) {
    problems.add("/classes", "at least one class must have a share above 0");
  }
  if (scenario.closed_clients) {
    require_known(scenario.closed_clients->request_class, names_of(scenario.classes), "request class",
                  "/closed_clients/request_class", problems);
  }
}

void check_behaviors(const Scenario& scenario, Problems& problems) {
  if (!scenario.cloudfront) return;
  for (const auto& [name, behavior] : scenario.cloudfront->cache_behaviors) {
    const std::string pointer = pointer_to({"cloudfront", "cache_behaviors", name});
    require_known(name, names_of(scenario.classes), "request class", pointer, problems);
    if (behavior.max_ttl.value() < behavior.min_ttl.value()) {
      problems.add(child_pointer(pointer, "max_ttl"), "must not be below min_ttl");
    }
  }
}

// Servers that start for whoever waits longest need one queue, and one request each.
void check_backends(const Scenario& scenario, Problems& problems) {
  for (const auto& [name, backend] : scenario.backends) {
    if (!backend.cold_start) continue;
    const std::string pointer = pointer_to({"backends", name, "cold_start"});
    if (backend.instances.count() > 1) problems.add(pointer, "needs one queue for all servers, so one instance");
    if (backend.discipline != sim::traffic::Discipline::first_come) {
      problems.add(pointer, "needs servers that take one request each: discipline first_come");
    }
  }
}

}  // namespace

void check_classes(const Scenario& scenario, documents::Findings& findings) {
  check_traffic(scenario, findings.problems);
  check_backends(scenario, findings.problems);
  for (const auto& [name, spec] : scenario.classes) check_class(name, spec, scenario, findings.problems);
  check_behaviors(scenario, findings.problems);
}

}  // namespace fleetcast::scenarios::checks
