#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "models/ecs/capacity_provider_reservation.hpp"
#include "models/ecs/config.hpp"
#include "models/ecs/container_instances.hpp"
#include "models/ecs/managed_scaling.hpp"
#include "models/ecs/placement.hpp"
#include "models/ecs/service.hpp"
#include "models/messages.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::ecs {

/// Counts what happened to the tasks of a service, or to one-off tasks, in a run.
struct ServiceFigures {
  std::int64_t created = 0;
  std::int64_t started = 0;
  std::int64_t failed_to_start = 0;
  std::int64_t lost = 0;  ///< to interruptions and lost instances or zones
  std::int64_t unhealthy = 0;
  std::int64_t rebalanced = 0;
  std::int64_t deployments_completed = 0;
  std::int64_t deployments_failed = 0;
  double start_latency_sum_s = 0;  ///< from creation to RUNNING, over started
};

/// Models an ECS cluster: container instances, services, one-off tasks and cluster auto scaling.
///
/// Modelled: the task life cycle, placement strategies, the service scheduler with its healthy and maximum percentages,
/// capacity provider strategies (no fail-over between providers), draining, rolling deployments with circuit breaker,
/// restart throttle, replacement of unhealthy tasks, zone rebalancing, managed scaling with termination protection.
/// Who prepares a task (network, image, secrets) answers PrepareTask; who balances load answers with TargetHealth.
/// Left out: daemon services, host ports, GPUs, task sets and blue/green, agents that disconnect and come back.
class Cluster {
 public:
  /// Takes the number of zones; throws std::invalid_argument naming the place of a configuration that cannot work.
  Cluster(sim::control::Simulation& simulation, sim::chance::Chance& chance, ClusterConfig config, std::size_t zones);

  sim::Port<PrepareTask> task_starting;
  sim::Port<TaskStarted> task_started;
  sim::Port<TaskDeactivating> task_deactivating;
  sim::Port<TaskStopped> task_stopped;
  sim::Port<ServiceCounts> counts;
  sim::Port<SetDesiredCapacity> desired_capacities;
  sim::Port<ScaleInProtection> scale_in_protections;
  sim::Port<DrainCompleted> drains_completed;
  sim::Port<MetricPoint> metrics;
  sim::Port<Incident> incidents;

  /// Registers an instance of one of its capacity providers' groups; others are ignored.
  void on(const InstanceReady& ready);
  /// Loses an instance with its tasks, which the scheduler notices at once only if the instance was draining.
  void on(const InstanceTerminated& terminated);
  /// Drains an instance that will be interrupted, if spot instance draining is on.
  void on(const InterruptionNotice& notice);
  /// Drains an instance for its group and answers DrainCompleted when no task is left.
  void on(const DrainRequested& request);
  /// Learns the desired capacity of a group.
  void on(const GroupCapacity& capacity);
  /// Keeps new Fargate tasks out of a zone that is down.
  void on(const ZoneChanged& change);
  /// Starts and stops nothing while the control plane is down.
  void on(const ControlPlaneChanged& change);
  /// Activates a task whose containers run.
  void on(const TaskPrepared& prepared);
  /// Gives a task up; its service tries again, more and more slowly.
  void on(const TaskPrepareFailed& failed);
  /// Learns what the load balancer thinks of a task.
  void on(const TargetHealth& health);
  /// Stops a task whose essential container exited by itself.
  void on(const TaskFinished& finished);
  /// Stops a Fargate Spot task, as SIGTERM comes with the notice.
  void on(const TaskInterruptionNotice& notice);
  /// Loses a Fargate task.
  void on(const TaskLost& lost);
  /// Changes a service's desired count; throws std::logic_error for a service it does not have.
  void on(const SetDesiredCount& request);
  /// Rolls a service to a new revision; throws std::logic_error for a service it does not have.
  void on(const StartDeployment& request);
  /// Runs one-off tasks; throws std::logic_error for a name it does not have.
  void on(const RunTask& request);

  /// Begins the first deployment of every service, and the minute's metrics.
  void start();

  /// Returns the figures of a service or of one-off tasks; throws std::out_of_range for a name it does not know.
  [[nodiscard]] const ServiceFigures& figures(const std::string& service) const { return figures_.at(service); }
  [[nodiscard]] const ContainerInstances& instances() const { return instances_; }
  /// Returns the tasks of a service by zone, without those that are being stopped.
  [[nodiscard]] const std::vector<std::int64_t>& tasks_by_zone(const std::string& service) const;
  /// Returns the tasks that wait for room on an instance.
  [[nodiscard]] std::size_t provisioning_tasks() const { return provisioning_count_; }

 private:
  // Building and the minute's metrics (cluster.cpp).
  void add_service(const std::string& name, ServiceConfig config, bool is_one_off);
  void check_strategy(const Service& service) const;
  void publish_metrics();
  void publish_reservation();
  void scale_providers();
  void evaluate_scaling(const std::string& name, double reservation);
  [[nodiscard]] ReservationQuestion reservation_question(const std::string& provider) const;

  // The life of a task (task_life.cpp).
  TaskId create_task(Service& service, std::size_t provider);
  void place_provisioning();
  void put_on(Task& task, ContainerInstance& instance);
  [[nodiscard]] ZoneIndex fargate_zone(const Service& service, LaunchType type) const;
  [[nodiscard]] bool is_fargate_zone_usable(ZoneIndex zone, LaunchType type) const;
  void wait_for_capacity(Service& service, const TaskPlace& place);
  void run(Task& task);
  void check_health_after_grace(TaskId task);
  void condemn(Task& task);
  void stop(Task& task, StopCause cause);
  void begin_stopping(Task& task);
  void lose(Task& task, StopCause cause, Duration notice_delay);
  void finish(Task& task, StopCause cause);
  void uncount(Task& task);
  void free_resources(Task& task);
  void set_state(Task& task, TaskState state);
  void set_timer(Task& task, Duration delay, void (Cluster::*then)(Task&));
  void clear_timer(Task& task);
  void protect(const ContainerInstance& instance);
  void complete_drain_if_empty(ContainerInstance& instance);
  void drain(ContainerInstance& instance, StopCause cause);

  // The service scheduler (service_scheduler.cpp).
  void request_pass(const Service& service);
  void request_pass();
  void pass();
  void wake(Service& service, Instant at);
  void schedule(Service& service);
  [[nodiscard]] Tally tally(const Service& service) const;
  void start_missing(Service& service, std::int64_t upper, Tally& tally);
  void stop_excess(Service& service, Tally& tally);
  [[nodiscard]] TaskId task_to_stop(const Service& service, const Tally& tally,
                                    const std::vector<const Task*>& choice) const;
  void replace(Service& service, const struct Bounds& bounds, Tally& tally);
  void report_counts(Service& service);
  [[nodiscard]] PlacementQuestion question_of(const Service& service, TaskId task) const;

  // Deployments, failures and rebalancing (deployments.cpp).
  void begin_deployment(Service& service, std::int64_t revision, bool is_rollback);
  void complete_deployment_if_steady(Service& service, const Tally& tally);
  void count_failure(Service& service, const Task& task, bool before_running);
  void fail_deployment(Service& service);
  void hold_restarts(Service& service);
  void rebalance_zones();
  void rebalance(Service& service);

  [[nodiscard]] Service& service_of(const std::string& name);
  [[nodiscard]] Task* find(TaskId task);
  [[nodiscard]] bool is_known_group(const std::string& group) const { return provider_of_group_.contains(group); }

  sim::control::Simulation& simulation_;
  sim::chance::Stream random_placement_;
  const ClusterConfig config_;
  std::vector<bool> zone_is_up_;
  std::map<std::pair<LaunchType, ZoneIndex>, Instant> zone_avoided_until_;  ///< after a launch without capacity
  bool is_available_ = true;
  std::vector<Service> services_;
  std::map<std::string, ServiceIndex> service_by_name_;
  std::map<std::string, ServiceFigures> figures_;
  ContainerInstances instances_;
  std::map<std::string, std::string> provider_of_group_;
  std::map<std::string, std::int64_t> desired_of_group_;
  std::map<std::string, ManagedScaling> scaling_;
  std::map<std::string, std::vector<Resources>> types_of_provider_;
  std::map<TaskId, Task> tasks_;
  TaskId next_task_ = 1;
  std::map<std::string, std::set<TaskId>> provisioning_;  ///< by capacity provider
  std::size_t provisioning_count_ = 0;
  bool is_held_by_quota_ = false;
  bool placement_is_due_ = false;
  std::set<ServiceIndex> dirty_;
  bool pass_is_due_ = false;
  std::vector<RunTask> deferred_runs_;  ///< that came while the control plane was down
};

}  // namespace fleetcast::models::ecs
