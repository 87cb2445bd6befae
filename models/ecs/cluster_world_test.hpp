#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "models/ecs/cluster.hpp"
#include "sim/control/simulation.hpp"

namespace fleetcast::models::ecs {

/// A cluster whose surroundings answer at once: tasks are prepared after a second and healthy when they start.
struct ClusterWorld {
  explicit ClusterWorld(ClusterConfig config, std::size_t zones = 3)
      : cluster(simulation, chance, std::move(config), zones) {
    cluster.task_starting.connect([this](const PrepareTask& prepare) {
      places[prepare.place.task] = prepare.place;
      const TaskId task = prepare.place.task;
      if (!answers) return;
      simulation.at(simulation.now() + sim::seconds(1), 0, [this, task] {
        if (fails_to_prepare) {
          cluster.on(TaskPrepareFailed{task, "CannotPullContainerError", false});
        } else {
          cluster.on(TaskPrepared{task});
        }
      });
    });
    cluster.task_started.connect([this](const TaskStarted& started) {
      running.insert(started.place.task);
      started_at.push_back(simulation.now().seconds());
      if (turns_healthy) cluster.on(TargetHealth{started.place.task, true});
    });
    cluster.task_deactivating.connect(
        [this](const TaskDeactivating& message) { deactivated_at[message.place.task] = simulation.now().seconds(); });
    cluster.task_stopped.connect([this](const TaskStopped& stopped) {
      running.erase(stopped.place.task);
      stopped_at[stopped.place.task] = simulation.now().seconds();
      ++stops[stopped.cause];
    });
    cluster.counts.connect([this](const ServiceCounts& sent) { counts[sent.service] = sent; });
    cluster.desired_capacities.connect([this](const SetDesiredCapacity& set) { capacities.push_back(set); });
    cluster.drains_completed.connect([this](const DrainCompleted& drain) { drained.push_back(drain.instance); });
    cluster.scale_in_protections.connect(
        [this](const ScaleInProtection& sent) { protection[sent.instance] = sent.is_protected; });
    cluster.incidents.connect([this](const Incident& incident) { incidents.push_back(incident); });
    cluster.metrics.connect([this](const MetricPoint& point) { metrics[point.metric] = point.value; });
  }
  /// Runs up to a second of simulated time.
  void run_to(double second) { simulation.run_until(Instant{} + sim::seconds(second)); }
  /// Registers an instance.
  void add_instance(InstanceId id, ZoneIndex zone, const std::string& group = "nodes") {
    cluster.on(InstanceReady{id, group, Pool{"m6i.large", zone}, PurchaseOption::on_demand});
  }
  /// Terminates an instance.
  void lose_instance(InstanceId id, TerminationCause cause) {
    cluster.on(InstanceTerminated{id, "nodes", Pool{"m6i.large", 0}, PurchaseOption::spot, cause});
  }
  /// Returns the tasks that run on an instance.
  std::int64_t running_on(InstanceId id) const {
    std::int64_t sum = 0;
    for (const TaskId task : running) sum += places.at(task).instance == id ? 1 : 0;
    return sum;
  }
  /// Returns the tasks that run by capacity provider.
  std::map<std::string, std::int64_t> running_by_provider() const {
    std::map<std::string, std::int64_t> sums;
    for (const TaskId task : running) ++sums[places.at(task).capacity_provider];
    return sums;
  }

  sim::control::Simulation simulation;
  sim::chance::Chance chance{1};
  bool answers = true;
  bool turns_healthy = true;
  bool fails_to_prepare = false;
  std::map<TaskId, TaskPlace> places;
  std::set<TaskId> running;
  std::vector<double> started_at;
  std::map<TaskId, double> deactivated_at;
  std::map<TaskId, double> stopped_at;
  std::map<StopCause, std::int64_t> stops;
  std::map<std::string, ServiceCounts> counts;
  std::vector<SetDesiredCapacity> capacities;
  std::vector<InstanceId> drained;
  std::map<InstanceId, bool> protection;
  std::vector<Incident> incidents;
  std::map<std::string, double> metrics;
  Cluster cluster;
};

/// A service of half-vCPU tasks on the capacity provider "nodes"; four fit on an instance.
inline ServiceConfig half_vcpu_service(std::int64_t desired) {
  ServiceConfig service;
  service.task.cpu = 0.5;
  service.task.memory = 1024.0 * 1024.0 * 1024.0;
  service.task.network_mode = NetworkMode::bridge;
  service.desired_count = static_cast<double>(desired);
  service.capacity_provider_strategy = {{"nodes", 0, 1}};
  service.deregistration_delay = 60;
  return service;
}

/// A cluster with exact delays, the service "api", and one group of m6i.large.
inline ClusterConfig cluster_of(const ServiceConfig& api) {
  ClusterConfig config;
  config.scheduling_delay = 1;
  config.activation_time = 3;
  config.instance_loss_notice_delay = 120;
  config.service_launch_burst = 1000;
  config.instance_types["m6i.large"] = {2, 8192, 10};
  CapacityProviderConfig nodes;
  nodes.auto_scaling_group = "nodes";
  nodes.instance_types = {"m6i.large"};
  config.capacity_providers["nodes"] = nodes;
  config.services["api"] = api;
  return config;
}

}  // namespace fleetcast::models::ecs
