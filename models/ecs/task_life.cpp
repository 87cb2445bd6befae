#include <algorithm>
#include <stdexcept>

#include "models/ecs/arithmetic.hpp"
#include "models/ecs/cluster.hpp"
#include "models/ecs/order_keys.hpp"

// The life of a task: PROVISIONING -> PENDING -> ACTIVATING -> RUNNING -> DEACTIVATING -> STOPPING -> STOPPED.
namespace fleetcast::models::ecs {

namespace {

enum class Counted { pending, running, leaving };

Counted counted_as(TaskState state) {
  switch (state) {
    case TaskState::provisioning:
    case TaskState::pending:
    case TaskState::activating: return Counted::pending;
    case TaskState::running:
    case TaskState::lost: return Counted::running;
    case TaskState::deactivating:
    case TaskState::stopping: break;
  }
  return Counted::leaving;
}

void count(Service& service, TaskState state, std::int64_t change) {
  const Counted counted = counted_as(state);
  if (counted == Counted::pending) service.pending += change;
  if (counted == Counted::running) service.running += change;
  if (counted == Counted::leaving) service.leaving += change;
}

LaunchType launch_type_of(const std::string& provider) {
  if (provider == fargate_provider) return LaunchType::fargate;
  return provider == fargate_spot_provider ? LaunchType::fargate_spot : LaunchType::ec2;
}

}  // namespace

Task* Cluster::find(TaskId task) {
  const auto found = tasks_.find(task);
  return found == tasks_.end() ? nullptr : &found->second;
}

void Cluster::set_state(Task& task, TaskState state) {
  Service& service = services_[task.service];
  count(service, task.state, -1);
  task.state = state;
  count(service, state, 1);
  report_counts(service);
}

void Cluster::set_timer(Task& task, Duration delay, void (Cluster::*then)(Task&)) {
  clear_timer(task);
  const TaskId id = task.place.task;
  task.timer = simulation_.at(simulation_.now() + delay, order::tasks + id, [this, id, then] {
    Task& due = tasks_.at(id);
    due.timer.reset();
    (this->*then)(due);
  });
}

void Cluster::clear_timer(Task& task) {
  if (task.timer) simulation_.cancel(*task.timer);
  task.timer.reset();
}

TaskId Cluster::create_task(Service& service, std::size_t provider) {
  const std::string& provider_name = service.config.capacity_provider_strategy[provider].capacity_provider;
  const TaskId id = next_task_++;
  Task& task = tasks_[id];
  task.place.task = id;
  task.place.service = service.name;
  task.place.capacity_provider = provider_name;
  task.place.launch_type = launch_type_of(provider_name);
  task.place.revision = service.revision;
  task.place.is_broken = service.broken_revisions.contains(service.revision);
  task.service = service.index;
  task.provider = provider;
  task.created_at = simulation_.now();
  service.tasks.emplace(id, &task);
  ++figures_.at(service.name).created;
  if (!service.is_on_fargate) {
    provisioning_[provider_name].insert(id);
    ++provisioning_count_;
    placement_is_due_ = true;
    count(service, task.state, 1);
    report_counts(service);
    return id;
  }
  task.place.zone = fargate_zone(service, task.place.launch_type);
  task.is_counted = true;
  ++service.tasks_by_zone[task.place.zone];
  task.state = TaskState::pending;
  count(service, task.state, 1);
  report_counts(service);
  const TaskPlace place = task.place;
  task_starting.send({place});
  return id;
}

bool Cluster::is_fargate_zone_usable(ZoneIndex zone, LaunchType type) const {
  const auto avoided = zone_avoided_until_.find({type, zone});
  return zone_is_up_[zone] && (avoided == zone_avoided_until_.end() || avoided->second <= simulation_.now());
}

ZoneIndex Cluster::fargate_zone(const Service& service, LaunchType type) const {
  ZoneIndex best = 0;
  for (ZoneIndex zone = 1; zone < zone_is_up_.size(); ++zone) {
    const bool is_usable = is_fargate_zone_usable(zone, type);
    const bool best_is_usable = is_fargate_zone_usable(best, type);
    // Where no zone is usable the emptiest will do: the launch fails and is tried again.
    const bool is_emptier = service.tasks_by_zone[zone] < service.tasks_by_zone[best];
    if (is_usable == best_is_usable ? is_emptier : is_usable) best = zone;
  }
  return best;
}

void Cluster::wait_for_capacity(Service& service, const TaskPlace& place) {
  const Instant now = simulation_.now();
  if (place.launch_type != LaunchType::ec2) {
    zone_avoided_until_[{place.launch_type, place.zone}] = now + config_.capacity_retry_time.duration();
  }
  service.held_until = std::max(service.held_until, now + config_.restart_gap_initial.duration());
  // A move into a zone without room is given up, or it would be tried for ever.
  for (const auto& [id, task] : service.tasks) task->is_moving = false;
}

void Cluster::place_provisioning() {
  placement_is_due_ = false;
  std::set<ServiceIndex> stuck;
  for (const auto& [provider, waiting] : provisioning_) {
    const std::vector<TaskId> ids(waiting.begin(), waiting.end());
    for (const TaskId id : ids) {
      Task* task = find(id);
      // The tasks of a service are alike: where one finds no room, the others find none either.
      if (!task || task->state != TaskState::provisioning || stuck.contains(task->service)) continue;
      const PlacementQuestion question = question_of(services_[task->service], id);
      const ContainerInstance* chosen = place(question, instances_.of_provider(provider));
      if (chosen) {
        put_on(*task, *instances_.find(chosen->id));
      } else {
        stuck.insert(task->service);
      }
    }
    stuck.clear();
  }
}

void Cluster::put_on(Task& task, ContainerInstance& instance) {
  Service& service = services_[task.service];
  const bool was_empty = instance.tasks.empty();
  provisioning_.at(task.place.capacity_provider).erase(task.place.task);
  --provisioning_count_;
  instances_.occupy(instance, task.place.task, task.service, service.need);
  task.place.instance = instance.id;
  task.place.zone = instance.zone;
  task.is_placed = task.is_counted = true;
  ++service.tasks_by_zone[instance.zone];
  set_state(task, TaskState::pending);
  if (is_held_by_quota_) {
    is_held_by_quota_ = false;
    for (const Service& other : services_) request_pass(other);
  }
  const TaskPlace place = task.place;
  if (was_empty) protect(instance);
  task_starting.send({place});
}

void Cluster::on(const TaskPrepared& prepared) {
  Task* task = find(prepared.task);
  if (!task || task->state != TaskState::pending) return;
  set_state(*task, TaskState::activating);
  const bool registers = services_[task->service].config.has_target_group;
  set_timer(*task, registers ? config_.activation_time.duration() : Duration{}, &Cluster::run);
}

void Cluster::on(const TaskPrepareFailed& failed) {
  Task* task = find(failed.task);
  if (!task || task->state != TaskState::pending) return;
  Service& service = services_[task->service];
  ++figures_.at(service.name).failed_to_start;
  const Task as_it_was = *task;
  if (failed.is_for_want_of_capacity) wait_for_capacity(service, task->place);
  finish(*task, StopCause::essential_exit);
  if (service.is_one_off || failed.is_for_want_of_capacity) return;
  count_failure(service, as_it_was, true);
}

void Cluster::run(Task& task) {
  Service& service = services_[task.service];
  task.started_at = simulation_.now();
  task.is_healthy = !service.config.has_target_group && !task.place.is_broken;
  ServiceFigures& figures = figures_.at(service.name);
  ++figures.started;
  figures.start_latency_sum_s += (task.started_at - task.created_at).seconds();
  service.failed_rounds = 0;
  if (service.deployment && task.place.revision == service.revision && !service.deployment->has_run) {
    service.deployment->has_run = true;
    service.deployment->failed_tasks = 0;
  }
  set_state(task, TaskState::running);
  if (task.place.is_broken) {
    const Duration grace = service.config.health_check_grace_period_seconds.duration();
    set_timer(task, grace + config_.broken_task_detection_time.duration(), &Cluster::condemn);
  }
  request_pass(service);
  const TaskPlace place = task.place;
  task_started.send({place});
}

void Cluster::on(const TargetHealth& health) {
  Task* task = find(health.task);
  if (!task || (health.is_healthy && task->place.is_broken)) return;
  if (task->state == TaskState::lost && !health.is_healthy) return finish(*task, task->cause);
  if (task->state != TaskState::running) return;
  Service& service = services_[task->service];
  task->is_healthy = health.is_healthy;
  request_pass(service);
  if (health.is_healthy || task->place.is_broken) return;
  const Instant graced_until = task->started_at + service.config.health_check_grace_period_seconds.duration();
  if (simulation_.now() >= graced_until) return condemn(*task);
  const TaskId id = task->place.task;
  simulation_.at(graced_until, order::tasks + id, [this, id] { check_health_after_grace(id); });
}

void Cluster::check_health_after_grace(TaskId id) {
  Task* task = find(id);
  if (task && task->state == TaskState::running && !task->is_healthy) condemn(*task);
}

void Cluster::condemn(Task& task) {
  if (task.is_condemned) return;
  task.is_condemned = true;
  task.is_healthy = false;
  Service& service = services_[task.service];
  ++figures_.at(service.name).unhealthy;
  request_pass(service);
  if (!service.is_one_off) count_failure(service, task, false);
}

void Cluster::stop(Task& task, StopCause cause) {
  switch (task.state) {
    case TaskState::deactivating:
    case TaskState::stopping:
    case TaskState::lost: return;
    case TaskState::provisioning:
    case TaskState::pending:
    case TaskState::activating: return finish(task, cause);
    case TaskState::running: break;
  }
  const ServiceConfig& config = services_[task.service].config;
  clear_timer(task);
  task.cause = cause;
  uncount(task);
  set_state(task, TaskState::deactivating);
  set_timer(task, config.has_target_group ? config.deregistration_delay.duration() : Duration{},
            &Cluster::begin_stopping);
  const TaskPlace place = task.place;
  task_deactivating.send({place});
}

void Cluster::begin_stopping(Task& task) {
  const TaskConfig& config = services_[task.service].config.task;
  set_state(task, TaskState::stopping);
  const TaskId id = task.place.task;
  const Duration time = std::min(config.stop_duration.duration(), config.stop_timeout.duration());
  task.timer = simulation_.at(simulation_.now() + time, order::tasks + id, [this, id] {
    Task& due = tasks_.at(id);
    due.timer.reset();
    finish(due, due.cause);
  });
}

void Cluster::lose(Task& task, StopCause cause, Duration notice_delay) {
  Service& service = services_[task.service];
  ++figures_.at(service.name).lost;
  if (task.state != TaskState::running || service.is_one_off || notice_delay.ticks == 0) return finish(task, cause);
  free_resources(task);
  task.cause = cause;
  set_state(task, TaskState::lost);
  const TaskId id = task.place.task;
  clear_timer(task);
  task.timer = simulation_.at(simulation_.now() + notice_delay, order::tasks + id, [this, id] {
    Task& due = tasks_.at(id);
    due.timer.reset();
    finish(due, due.cause);
  });
  const TaskPlace place = task.place;
  task_stopped.send({place, cause});
}

void Cluster::uncount(Task& task) {
  if (!task.is_counted) return;
  task.is_counted = false;
  --services_[task.service].tasks_by_zone[task.place.zone];
  if (!task.is_placed) return;
  if (ContainerInstance* instance = instances_.find(task.place.instance)) instances_.uncount(*instance, task.service);
}

void Cluster::free_resources(Task& task) {
  uncount(task);
  if (!task.is_placed) return;
  task.is_placed = false;
  ContainerInstance* instance = instances_.find(task.place.instance);
  if (!instance) return;
  instances_.release(*instance, task.place.task, services_[task.service].need);
  placement_is_due_ = true;
  if (!instance->tasks.empty()) return;
  protect(*instance);
  complete_drain_if_empty(*instance);
}

void Cluster::finish(Task& task, StopCause cause) {
  Service& service = services_[task.service];
  const TaskPlace place = task.place;
  const bool was_lost = task.state == TaskState::lost;
  clear_timer(task);
  free_resources(task);
  if (task.state == TaskState::provisioning) {
    provisioning_.at(place.capacity_provider).erase(place.task);
    --provisioning_count_;
  }
  count(service, task.state, -1);
  service.tasks.erase(place.task);
  tasks_.erase(place.task);
  report_counts(service);
  request_pass(service);
  if (!was_lost) task_stopped.send({place, cause});
}

void Cluster::protect(const ContainerInstance& instance) {
  if (!config_.capacity_providers.at(instance.capacity_provider).managed_termination_protection) return;
  scale_in_protections.send({instance.id, !instance.tasks.empty()});
}

void Cluster::complete_drain_if_empty(ContainerInstance& instance) {
  if (!instance.answers_drain || !instance.tasks.empty()) return;
  // answers_drain stays set: the instance no longer counts for cluster auto scaling.
  drains_completed.send({instance.id});
}

void Cluster::drain(ContainerInstance& instance, StopCause cause) {
  instance.is_draining = true;
  const std::vector<TaskId> ids(instance.tasks.begin(), instance.tasks.end());
  for (const TaskId id : ids) {
    Task& task = tasks_.at(id);
    const Service& service = services_[task.service];
    if (service.is_one_off || !task.is_alive()) continue;  // one-off tasks run to their end
    task.leaves_for = cause;
    request_pass(service);
  }
}

void Cluster::on(const TaskFinished& finished) {
  Task* task = find(finished.task);
  if (task && task->state != TaskState::lost) finish(*task, StopCause::essential_exit);
}

void Cluster::on(const TaskInterruptionNotice& notice) {
  // Fargate sends SIGTERM with the notice; whoever still runs at the end of it is lost.
  if (Task* task = find(notice.task)) stop(*task, StopCause::spot_interruption);
}

void Cluster::on(const TaskLost& lost) {
  Task* task = find(lost.task);
  if (!task || task->state == TaskState::lost) return;
  const bool is_spot = lost.cause == TaskLoss::spot_interruption;
  lose(*task, is_spot ? StopCause::spot_interruption : StopCause::instance_lost,
       is_spot ? Duration{} : config_.instance_loss_notice_delay.duration());
}

void Cluster::on(const RunTask& request) {
  Service& service = service_of(request.job);
  if (!service.is_one_off) {
    throw std::logic_error("ecs: '" + request.job + "' is a service and cannot be run as a task, at " +
                           std::to_string(simulation_.now().seconds()) + " s");
  }
  if (!is_available_) {
    deferred_runs_.push_back(request);
    return;
  }
  Tally running = tally(service);
  const auto& strategy = service.config.capacity_provider_strategy;
  for (std::int64_t i = 0; i < request.count; ++i) {
    const std::size_t provider = provider_to_grow(strategy, running.good_by_provider).value();
    ++running.good_by_provider[provider];
    create_task(service, provider);
  }
  request_pass();
}

}  // namespace fleetcast::models::ecs
