// What befalls instances, tasks and services.
#include <algorithm>
#include <utility>

#include "scenarios/world/chronicle.hpp"

namespace fleetcast::scenarios::world {

using namespace fleetcast::models;
using results::Harm;

namespace {

/// Requests may still fail for a moment after tasks leave on purpose.
constexpr sim::Duration leaving_time = sim::minutes(1);

}  // namespace

void Chronicle::on(const InstancePending& pending) {
  instances_[pending.instance] = {pending.pool, pending.group, pending.purchase, std::nullopt};
  std::deque<Position>& waiting = to_replace_[pending.group];
  if (waiting.empty()) return;
  const Position cause = waiting.front();
  waiting.pop_front();
  count(pending.group, {.until = now(),
                        .kind = "replacements_launched",
                        .text = "% replacement launched in " + pending.group,
                        .plural = "% replacements launched in " + pending.group,
                        .cause = cause});
}

void Chronicle::on(const InterruptionNotice& notice) {
  const auto found = instances_.find(notice.instance);
  if (found == instances_.end()) return;
  Instance& instance = found->second;
  const auto reclaim = reclaims_.find(instance.pool);
  Cause cause;
  if (reclaim != reclaims_.end() && now() <= reclaim->second.until) {
    cause = reclaim->second.event;
  } else {
    const std::string where = instance.pool.instance_type + " in " + zones_.at(instance.pool.zone);
    cause = add({.until = now(), .kind = "spot_interruption", .text = "spot interruption of one " + where});
  }
  instance.cause = count(instance.group, {.until = now(),
                                          .kind = "instances_interrupted",
                                          .text = "% instance of " + instance.group + " interrupted",
                                          .plural = "% instances of " + instance.group + " interrupted",
                                          .cause = cause});
}

void Chronicle::on(const InstanceTerminated& terminated) {
  const auto found = instances_.find(terminated.instance);
  if (found == instances_.end()) return;
  switch (terminated.cause) {
    case TerminationCause::owner: break;
    case TerminationCause::spot_interruption:
      if (found->second.cause) to_replace_[terminated.group].push_back(*found->second.cause);
      break;
    case TerminationCause::zone_outage: lose_instance(terminated, trouble_in(terminated.pool.zone)); break;
    case TerminationCause::hardware_failure:
      lose_instance(terminated, add({.until = now(),
                                     .kind = "hardware_failure",
                                     .text = "the hardware of an instance in " + zones_.at(terminated.pool.zone) +
                                             " fails"}));
      break;
  }
}

void Chronicle::lose_instance(const InstanceTerminated& terminated, Cause cause) {
  const Position event = count(terminated.group, {.until = now(),
                                                  .kind = "instances_lost",
                                                  .text = "% instance of " + terminated.group + " lost",
                                                  .plural = "% instances of " + terminated.group + " lost",
                                                  .cause = cause});
  instances_.at(terminated.instance).cause = event;
  to_replace_[terminated.group].push_back(event);
}

void Chronicle::on(const LaunchFailed& failed) {
  std::string reason = "capacity";
  if (failed.reason == LaunchFailure::request_limit_exceeded) reason = "API requests";
  if (failed.reason == LaunchFailure::control_plane_unavailable) reason = "control plane";
  count(failed.group + "/" + reason, {.until = now() + leaving_time,
                                      .kind = "launches_refused",
                                      .text = "% launch of " + failed.group + " refused for want of " + reason,
                                      .plural = "% launches of " + failed.group + " refused for want of " + reason,
                                      .harm = Harm::indirect,
                                      .cause = cause_of_refusal(failed)});
}

Chronicle::Cause Chronicle::cause_of_refusal(const LaunchFailed& failed) const {
  if (failed.reason == LaunchFailure::control_plane_unavailable) return control_plane_;
  if (const Cause lost = trouble_in(failed.pool.zone)) return lost;
  const auto reclaim = reclaims_.find(failed.pool);
  if (failed.purchase == PurchaseOption::spot && reclaim != reclaims_.end()) return reclaim->second.event;
  return any_lost_zone();
}

void Chronicle::on(const TaskInterruptionNotice& notice) {
  const auto found = tasks_.find(notice.task);
  if (found == tasks_.end()) return;
  const std::string& zone = zones_.at(found->second.zone);
  interrupted_tasks_[notice.task] =
      count(zone, {.until = now(),
                   .kind = "fargate_spot_reclaim",
                   .text = "Fargate Spot takes back capacity in " + zone});
}

void Chronicle::on(const TaskLost& lost) {
  const auto found = tasks_.find(lost.task);
  if (lost.cause == TaskLoss::zone_outage && found != tasks_.end()) {
    interrupted_tasks_[lost.task] = trouble_in(found->second.zone);
  }
}

void Chronicle::on(const TaskStarted& started) { tasks_[started.place.task] = started.place; }

Chronicle::Cause Chronicle::cause_of(const TaskPlace& place) const {
  if (place.launch_type != LaunchType::ec2) {
    const auto found = interrupted_tasks_.find(place.task);
    return found == interrupted_tasks_.end() ? std::nullopt : found->second;
  }
  const auto found = instances_.find(place.instance);
  return found == instances_.end() ? std::nullopt : found->second.cause;
}

Chronicle::Position Chronicle::lose_tasks(const TaskPlace& place, Cause cause) {
  const Position event = count(place.service, {.kind = "tasks_lost",
                                               .text = "% task of " + place.service + " lost",
                                               .plural = "% tasks of " + place.service + " lost",
                                               .harm = Harm::capacity,
                                               .cause = cause});
  open_losses_[place.service].insert(event);
  return event;
}

void Chronicle::on(const TaskDeactivating& leaving) {
  const Cause cause = cause_of(leaving.place);
  if (!cause || !counted_.insert(leaving.place.task).second) return;
  lose_tasks(leaving.place, cause);
}

void Chronicle::on(const TaskStopped& stopped) {
  const TaskPlace& place = stopped.place;
  forget_target(place.task);
  const bool ran = tasks_.erase(place.task) > 0;
  const Cause cause = cause_of(place);
  interrupted_tasks_.erase(place.task);
  if (counted_.erase(place.task) > 0 || !ran) return;
  switch (stopped.cause) {
    case StopCause::instance_lost:
    case StopCause::spot_interruption:
      lose_tasks(place, cause);
      break;
    case StopCause::scale_in:
    case StopCause::rebalance: {
      const bool is_scale_in = stopped.cause == StopCause::scale_in;
      const std::string why = is_scale_in ? " of " + place.service + " leaves by scaling in"
                                          : " of " + place.service + " moves to another zone";
      count(place.service, {.until = now() + leaving_time,
                            .kind = is_scale_in ? "scale_in" : "task_rebalance",
                            .text = "% task" + why,
                            .plural = "% tasks of " + place.service +
                                      (is_scale_in ? " leave by scaling in" : " move to another zone"),
                            .harm = Harm::indirect});
      break;
    }
    case StopCause::deployment:
    case StopCause::unhealthy:
    case StopCause::essential_exit: break;
  }
}

void Chronicle::on(const TargetHealth& health) {
  if (health.is_healthy) return forget_target(health.task);
  const auto found = tasks_.find(health.task);
  if (found == tasks_.end() || unhealthy_.contains(health.task)) return;
  const TaskPlace& place = found->second;
  Cause cause = cause_of(place);
  if (!cause) cause = trouble_in(place.zone);
  const auto deployment = deployments_.find(place.service);
  if (!cause && place.is_broken && deployment != deployments_.end()) cause = deployment->second;
  const Position event = count(place.service, {.kind = "targets_unhealthy",
                                               .text = "% target of " + place.service + " fails its health checks",
                                               .plural = "% targets of " + place.service + " fail their health checks",
                                               .harm = Harm::capacity,
                                               .cause = cause});
  unhealthy_[health.task] = event;
  unhealthy_in_[event].insert(health.task);
}

void Chronicle::forget_target(TaskId task) {
  const auto found = unhealthy_.find(task);
  if (found == unhealthy_.end()) return;
  std::set<TaskId>& others = unhealthy_in_.at(found->second);
  others.erase(task);
  if (others.empty()) close(found->second);
  unhealthy_.erase(found);
}

void Chronicle::on(const ServiceCounts& counts) {
  counts_[counts.service] = counts;
  const auto found = deployments_.find(counts.service);
  if (counts.is_deploying && found == deployments_.end()) {
    deployments_[counts.service] =
        add({.kind = "deployment", .text = "deployment of " + counts.service, .harm = Harm::change});
  } else if (!counts.is_deploying && found != deployments_.end()) {
    close(found->second);
    deployments_.erase(found);
  }
}

void Chronicle::on(const SetDesiredCount& request) {
  const auto known = counts_.find(request.service);
  if (known == counts_.end() || request.desired == known->second.desired) return;
  const bool grows = request.desired > known->second.desired;
  const std::set<Position>& open = open_losses_[request.service];
  add({.until = now(),
       .kind = grows ? "scaled_out" : "scaled_in",
       .text = request.service + " scales from " + std::to_string(known->second.desired) + " to " +
               std::to_string(request.desired) + " tasks",
       .cause = open.empty() || !grows ? Cause() : Cause(*open.rbegin())});
}

}  // namespace fleetcast::scenarios::world
