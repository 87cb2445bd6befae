#include <algorithm>
#include <stdexcept>

#include "models/ecs/arithmetic.hpp"
#include "models/ecs/cluster.hpp"
#include "models/ecs/order_keys.hpp"

// The service scheduler: passes that compare what exists with what is desired [doc: ECS/ecs_services.md].
namespace fleetcast::models::ecs {

namespace {

/// Tells whether a task is what the service wants, so that nothing need replace it.
bool is_good(const Service& service, const Task& task) {
  return task.place.revision == service.revision && !task.is_condemned && !task.is_moving && !task.leaves_for;
}

}  // namespace

void Cluster::request_pass(const Service& service) {
  if (service.is_one_off) return request_pass();
  dirty_.insert(service.index);
  request_pass();
}

void Cluster::request_pass() {
  if (pass_is_due_) return;
  pass_is_due_ = true;
  simulation_.at(simulation_.now() + config_.scheduling_delay.duration(), order::pass, [this] { pass(); });
}

void Cluster::pass() {
  pass_is_due_ = false;
  if (!is_available_) return;  // what is dirty stays so until the control plane is back
  const std::set<ServiceIndex> dirty = std::exchange(dirty_, {});
  for (const ServiceIndex index : dirty) schedule(services_[index]);
  if (placement_is_due_) place_provisioning();
}

void Cluster::wake(Service& service, Instant at) {
  if (service.wakes_at && *service.wakes_at <= at && *service.wakes_at > simulation_.now()) return;
  service.wakes_at = at;
  simulation_.at(at, order::wake + service.index, [this, index = service.index] {
    services_[index].wakes_at.reset();
    request_pass(services_[index]);
  });
}

PlacementQuestion Cluster::question_of(const Service& service, TaskId task) const {
  PlacementQuestion question;
  question.service = service.index;
  question.task = task;
  question.need = service.need;
  question.strategies = service.config.ordered_placement_strategy;
  question.distinct_instance = service.config.distinct_instance;
  question.tasks_by_zone = service.tasks_by_zone;
  question.chance = random_placement_;
  return question;
}

Tally Cluster::tally(const Service& service) const {
  Tally tally;
  tally.good_by_provider.assign(service.config.capacity_provider_strategy.size(), 0);
  for (const auto& [id, owned] : service.tasks) {
    const Task& task = *owned;
    ++tally.total;
    if (!task.is_alive()) continue;
    const bool is_healthy = task.counts_as_healthy();
    if (is_healthy) ++tally.healthy;
    if (task.state == TaskState::running) ++tally.running;
    if (!is_good(service, task)) {
      tally.candidates.push_back(id);
      continue;
    }
    ++tally.good;
    if (is_healthy) ++tally.good_healthy;
    ++tally.good_by_provider[task.provider];
  }
  return tally;
}

void Cluster::schedule(Service& service) {
  const Bounds bounds = bounds_of(service.desired, service.config.deployment_minimum_healthy_percent.count(),
                                  service.config.deployment_maximum_percent.count());
  Tally counted = tally(service);
  start_missing(service, bounds.upper, counted);
  stop_excess(service, counted);
  replace(service, bounds, counted);
  if (service.deployment) complete_deployment_if_steady(service, tally(service));
}

void Cluster::start_missing(Service& service, std::int64_t upper, Tally& counted) {
  std::int64_t starts = std::min(service.desired - counted.good, upper - counted.total);
  if (starts <= 0 || service.is_stalled) return;
  const Instant now = simulation_.now();
  if (now < service.held_until) return wake(service, service.held_until);
  if (!service.is_on_fargate) {
    const std::int64_t places =
        config_.provisioning_tasks_max.count() - static_cast<std::int64_t>(provisioning_count_);
    if (starts > places) is_held_by_quota_ = true;
    starts = std::min(starts, places);
  }
  const std::int64_t tokens = service.launches.available(now);
  if (starts > tokens) wake(service, service.launches.next(now));
  starts = std::min(starts, tokens);
  if (starts <= 0) return;
  service.launches.take(now, starts);
  const auto& strategy = service.config.capacity_provider_strategy;
  for (std::int64_t i = 0; i < starts; ++i) {
    const std::size_t provider = provider_to_grow(strategy, counted.good_by_provider).value();
    ++counted.good_by_provider[provider];
    ++counted.good;
    ++counted.total;
    create_task(service, provider);
  }
}

void Cluster::stop_excess(Service& service, Tally& counted) {
  if (counted.good <= service.desired) return;
  std::vector<const Task*> choice;
  for (const auto& [id, task] : service.tasks) {
    if (task->is_alive() && is_good(service, *task)) choice.push_back(task);
  }
  while (counted.good > service.desired && !choice.empty()) {
    Task& task = tasks_.at(task_to_stop(service, counted, choice));
    --counted.good;
    --counted.good_by_provider[task.provider];
    std::erase(choice, &task);
    if (task.state == TaskState::running) --counted.running;
    if (task.counts_as_healthy()) {
      --counted.healthy;
      --counted.good_healthy;
    }
    stop(task, StopCause::scale_in);
  }
}

TaskId Cluster::task_to_stop(const Service& service, const Tally& counted,
                             const std::vector<const Task*>& choice) const {
  const std::size_t provider =
      provider_to_shrink(service.config.capacity_provider_strategy, counted.good_by_provider).value();
  std::optional<TaskId> best;
  std::vector<std::int64_t> best_rank;
  for (const Task* candidate : choice) {
    const Task& task = *candidate;
    if (task.provider != provider) continue;
    // Tasks that do no work yet go first, then unhealthy ones, then the inverse of placement; newest first of equals.
    std::vector<std::int64_t> rank{task.state == TaskState::running || task.state == TaskState::lost ? 0 : 1,
                                   task.is_healthy ? 0 : 1};
    if (task.is_counted) {
      const auto& siblings = instances_.of_provider(task.place.capacity_provider);
      const auto instance = siblings.find(task.place.instance);
      const bool has_instance = task.is_placed && instance != siblings.end();
      const PlacementQuestion question = question_of(service, task.place.task);
      const auto placed = stop_rank(question, task.place.zone, has_instance ? &instance->second : nullptr);
      rank.insert(rank.end(), placed.begin(), placed.end());
    }
    if (best && rank < best_rank) continue;
    best = task.place.task;
    best_rank = std::move(rank);
  }
  return best.value();
}

void Cluster::replace(Service& service, const Bounds& bounds, Tally& counted) {
  const bool is_replaced = counted.good_healthy >= service.desired;
  bool may_stop_unhealthy = counted.total >= bounds.upper && counted.good < service.desired;
  for (const TaskId id : counted.candidates) {
    Task* task = find(id);
    if (!task || !task->is_alive() || task->state == TaskState::lost) continue;
    const bool is_old = task->place.revision != service.revision;
    const StopCause cause = task->leaves_for ? *task->leaves_for
                            : is_old         ? StopCause::deployment
                            : task->is_moving ? StopCause::rebalance
                                              : StopCause::unhealthy;
    if (task->state != TaskState::running) {
      stop(*task, cause);
      continue;
    }
    // After a failed deployment the tasks that still serve stay, and those that failed go.
    if (service.is_stalled && is_old && task->is_healthy && !task->leaves_for) continue;
    if (task->is_healthy) {
      const bool may_stop = task->is_moving && !is_old ? is_replaced : counted.healthy > bounds.lower;
      if (!may_stop) continue;
      --counted.healthy;
    } else if (cause == StopCause::unhealthy && !is_replaced && !service.is_stalled) {
      // Without room for its replacement an unhealthy task makes room, one at a time.
      if (!may_stop_unhealthy || counted.running - 1 < bounds.lower) continue;
      may_stop_unhealthy = false;
    }
    --counted.running;
    stop(*task, cause);
  }
}

void Cluster::report_counts(Service& service) {
  if (service.is_one_off) return;
  const ServiceCounts now{service.name, service.desired, service.running, service.pending,
                          service.deployment.has_value(), service.leaving};
  if (service.sent && service.sent->desired == now.desired && service.sent->running == now.running &&
      service.sent->pending == now.pending && service.sent->is_deploying == now.is_deploying &&
      service.sent->leaving == now.leaving) {
    return;
  }
  service.sent = now;
  counts.send(now);
}

void Cluster::on(const SetDesiredCount& request) {
  Service& service = service_of(request.service);
  if (request.desired < 0 || service.is_one_off) {
    throw std::logic_error("ecs: service '" + request.service + "' cannot have the desired count " +
                           std::to_string(request.desired) + ", at " + std::to_string(simulation_.now().seconds()) +
                           " s");
  }
  service.desired = request.desired;
  report_counts(service);
  request_pass(service);
}

}  // namespace fleetcast::models::ecs
