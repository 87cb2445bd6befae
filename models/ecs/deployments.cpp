#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "models/ecs/arithmetic.hpp"
#include "models/ecs/cluster.hpp"

// Rolling deployments, the circuit breaker, the restart throttle and zone rebalancing.
namespace fleetcast::models::ecs {

void Cluster::on(const StartDeployment& request) {
  Service& service = service_of(request.service);
  if (service.is_one_off) {
    throw std::logic_error("ecs: '" + request.service + "' is no service and cannot be deployed, at " +
                           std::to_string(simulation_.now().seconds()) + " s");
  }
  const std::int64_t revision = ++service.newest_revision;
  if (request.new_revision_is_broken) service.broken_revisions.insert(revision);
  begin_deployment(service, revision, false);
}

void Cluster::begin_deployment(Service& service, std::int64_t revision, bool is_rollback) {
  service.revision = revision;
  service.deployment = Deployment{.started_at = simulation_.now(), .is_rollback = is_rollback};
  service.is_stalled = false;
  service.failed_rounds = 0;
  service.held_until = simulation_.now();
  report_counts(service);
  request_pass(service);
}

void Cluster::complete_deployment_if_steady(Service& service, const Tally& tally) {
  if (tally.good_healthy < service.desired) return;
  const auto is_old = [&](TaskId id) { return tasks_.at(id).place.revision != service.revision; };
  if (std::any_of(tally.candidates.begin(), tally.candidates.end(), is_old)) return;
  const Deployment completed = *service.deployment;
  const bool is_first = !service.completed_revision;
  service.deployment.reset();
  service.completed_revision = service.revision;
  report_counts(service);
  if (is_first) return;
  ++figures_.at(service.name).deployments_completed;
  incidents.send({completed.started_at, "deployment", service.name + (completed.is_rollback ? " rolls back" : ""),
                  "revision " + std::to_string(service.revision) + " runs", simulation_.now() - completed.started_at});
}

void Cluster::count_failure(Service& service, const Task& task, bool before_running) {
  if (before_running) hold_restarts(service);
  if (!service.deployment || task.place.revision != service.revision) return;
  // The first stage counts tasks that never run; once one has run, failed health checks count.
  Deployment& deployment = *service.deployment;
  if (deployment.has_run == before_running) return;
  ++deployment.failed_tasks;
  const bool is_open = service.config.deployment_circuit_breaker.enable &&
                       deployment.failed_tasks >= circuit_breaker_threshold(service.desired);
  if (is_open) fail_deployment(service);
}

void Cluster::fail_deployment(Service& service) {
  ++figures_.at(service.name).deployments_failed;
  const Deployment failed = *service.deployment;
  const std::int64_t bad = service.revision;
  const bool rolls_back = service.config.deployment_circuit_breaker.rollback && service.completed_revision &&
                          *service.completed_revision != bad;
  incidents.send({failed.started_at, "deployment", service.name + ": the circuit breaker opened",
                  "revision " + std::to_string(bad) + " failed" + (rolls_back ? " and is rolled back" : ""),
                  simulation_.now() - failed.started_at});
  if (rolls_back) return begin_deployment(service, *service.completed_revision, true);
  service.deployment.reset();
  service.is_stalled = true;
  report_counts(service);
}

void Cluster::hold_restarts(Service& service) {
  const Instant now = simulation_.now();
  if (now < service.held_until) return;  // a failure of the same round
  const double gap = std::ldexp(config_.restart_gap_initial.value(), static_cast<int>(std::min<std::int64_t>(
                                                                         service.failed_rounds, 30)));
  ++service.failed_rounds;
  service.held_until = now + sim::seconds(std::min(gap, config_.restart_gap_max.value()));
}

void Cluster::rebalance_zones() {
  if (!is_available_) return;
  for (Service& service : services_) {
    if (service.is_one_off || !service.config.availability_zone_rebalancing || service.deployment) continue;
    const auto strategies = effective_strategies(service.config.ordered_placement_strategy);
    const bool spreads_zones = strategies.front().type == PlacementType::spread &&
                               strategies.front().field == PlacementField::availability_zone;
    if (spreads_zones && service.config.deployment_maximum_percent.count() > 100) rebalance(service);
  }
}

void Cluster::rebalance(Service& service) {
  const Tally counted = tally(service);
  const bool is_steady = counted.good_healthy == service.desired && counted.total == service.desired &&
                         counted.running == service.desired;
  if (!is_steady || service.desired == 0) return;
  const auto& by_zone = service.tasks_by_zone;
  const auto most = static_cast<ZoneIndex>(std::max_element(by_zone.begin(), by_zone.end()) - by_zone.begin());
  const PlacementQuestion question = question_of(service, next_task_);
  const auto room = [&](ZoneIndex zone) {
    std::int64_t sum = 0;
    if (service.is_on_fargate) {
      const bool is_usable = is_fargate_zone_usable(zone, LaunchType::fargate) &&
                             is_fargate_zone_usable(zone, LaunchType::fargate_spot);
      return is_usable ? service.desired : sum;
    }
    for (const StrategyItemConfig& item : service.config.capacity_provider_strategy) {
      sum += room_in(question, instances_.of_provider(item.capacity_provider), zone);
    }
    return sum;
  };
  std::optional<ZoneIndex> least;
  for (ZoneIndex zone = 0; zone < by_zone.size(); ++zone) {
    if ((!least || by_zone[zone] < by_zone[*least]) && room(zone) > 0) least = zone;
  }
  if (!least || by_zone[most] - by_zone[*least] <= 1) return;
  const Bounds bounds = bounds_of(service.desired, service.config.deployment_minimum_healthy_percent.count(),
                                  service.config.deployment_maximum_percent.count());
  std::int64_t moves =
      std::min({(by_zone[most] - by_zone[*least]) / 2, room(*least), bounds.upper - service.desired});
  for (auto entry = service.tasks.rbegin(); entry != service.tasks.rend() && moves > 0; ++entry) {
    Task& task = *entry->second;
    // The replacement comes from the same provider, so that one must have room there.
    const auto& siblings = instances_.of_provider(task.place.capacity_provider);
    if (task.place.zone != most || (!service.is_on_fargate && room_in(question, siblings, *least) == 0)) continue;
    task.is_moving = true;
    ++figures_.at(service.name).rebalanced;
    --moves;
  }
  request_pass(service);
}

}  // namespace fleetcast::models::ecs
