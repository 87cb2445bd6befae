#include <algorithm>
#include <stdexcept>

#include "models/eventbridge/schedule.hpp"
#include "scenarios/checks/names.hpp"
#include "scenarios/checks/parts.hpp"

namespace fleetcast::scenarios::checks {
namespace {

using documents::child_pointer;
using documents::Problems;

void check_schedule(const std::optional<std::string>& schedule, const std::string& pointer, Problems& problems) {
  if (!schedule) return;
  try {
    static_cast<void>(models::eventbridge::Schedule::parse(*schedule));
  } catch (const std::invalid_argument& error) {
    problems.add(child_pointer(pointer, "schedule_expression"), error.what());
  }
}

bool is_target_of_rule(const std::string& job, const Scenario& scenario) {
  return std::ranges::any_of(scenario.eventbridge.rules,
                             [&](const auto& rule) { return rule.second.targets.contains(job); });
}

void check_jobs(const Scenario& scenario, documents::Findings& findings) {
  for (const auto& [name, job] : scenario.jobs.jobs) {
    const std::string pointer = pointer_to({"jobs", "jobs", name});
    require_known(job.capacity_provider, provider_names(scenario), "capacity provider",
                  child_pointer(pointer, "capacity_provider"), findings.problems);
    check_schedule(job.schedule_expression, pointer, findings.problems);
    if (job.schedule_expression && job.event_source) {
      findings.problems.add(pointer, "must have only one of schedule_expression and event_source");
    }
    if (!job.schedule_expression && !job.event_source && !is_target_of_rule(name, scenario)) {
      findings.warnings.add(pointer, "nothing ever starts this job: give it a schedule_expression or an event_source");
    }
  }
}

void check_workers(const Scenario& scenario, Problems& problems) {
  for (const auto& [name, queue] : scenario.workers) {
    const std::string pointer = pointer_to({"workers", name});
    require_known(queue.service, names_of(scenario.services), "service", child_pointer(pointer, "service"), problems);
    if (!queue.hourly_profile.empty() && queue.hourly_profile.size() != 24) {
      problems.add(child_pointer(pointer, "hourly_profile"),
                   "must have 24 numbers, one for each UTC hour, not " + std::to_string(queue.hourly_profile.size()));
    }
  }
}

void check_secrets(const Scenario& scenario, Problems& problems) {
  std::vector<std::string> users = names_of(scenario.services);
  for (const std::string& job : names_of(scenario.jobs.jobs)) users.push_back(job);
  for (const auto& [name, secret] : scenario.secrets.secrets) {
    for (std::size_t i = 0; i < secret.services.size(); ++i) {
      const std::string pointer = child_pointer(pointer_to({"secrets", "secrets", name, "services"}), i);
      require_known(secret.services[i], users, "service or job", pointer, problems);
    }
  }
}

void check_rules(const Scenario& scenario, Problems& problems) {
  std::vector<std::string> targets = names_of(scenario.jobs.jobs);
  for (const std::string& topic : names_of(scenario.sns.topics)) targets.push_back(topic);
  for (const std::string& queue : names_of(scenario.workers)) targets.push_back(queue);
  for (const auto& [name, rule] : scenario.eventbridge.rules) {
    const std::string pointer = pointer_to({"eventbridge", "rules", name});
    if (rule.event_source.has_value() == rule.schedule_expression.has_value()) {
      problems.add(pointer, "must have exactly one of event_source and schedule_expression");
    }
    check_schedule(rule.schedule_expression, pointer, problems);
    for (const std::string& target : names_of(rule.targets)) {
      require_known(target, targets, "job, topic or queue", child_pointer(child_pointer(pointer, "targets"), target),
                    problems);
    }
  }
}

void check_gateways(const Scenario& scenario, Problems& problems) {
  if (!scenario.nat.availability_zone) return;
  std::vector<std::string> zones = scenario.availability_zones;
  for (const std::string& zone : scenario.availability_zones) zones.push_back(scenario.region + zone);
  require_known(*scenario.nat.availability_zone, zones, "zone", "/nat/availability_zone", problems);
}

}  // namespace

void check_background(const Scenario& scenario, documents::Findings& findings) {
  check_jobs(scenario, findings);
  check_workers(scenario, findings.problems);
  check_secrets(scenario, findings.problems);
  check_rules(scenario, findings.problems);
  check_gateways(scenario, findings.problems);
  if (scenario.cloudwatch.delivery_lag_max.value() < scenario.cloudwatch.delivery_lag_min.value()) {
    findings.problems.add("/cloudwatch/delivery_lag_max", "must not be below delivery_lag_min");
  }
}

}  // namespace fleetcast::scenarios::checks
