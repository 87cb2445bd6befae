#pragma once
#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "models/auto_scaling/auto_scaling_group.hpp"

namespace fleetcast::models::auto_scaling {

inline constexpr double api_seconds = 1.5;
inline constexpr double launch_seconds = 18;

/// Returns the instant at some seconds.
inline Instant at_seconds(double value) { return Instant{} + sim::seconds(value); }

/// Makes a group of on-demand instances.
inline AutoScalingGroupConfig config_of(std::vector<std::string> types, int max, int desired) {
  AutoScalingGroupConfig config;
  config.max_size = max;
  config.desired_capacity = desired;
  config.managed_draining = false;
  for (std::string& type : types) config.mixed_instances_policy.overrides.push_back({std::move(type), 1});
  return config;
}

/// Makes a group of spot instances.
inline AutoScalingGroupConfig spot_config_of(std::vector<std::string> types, int max, int desired) {
  AutoScalingGroupConfig config = config_of(std::move(types), max, desired);
  config.mixed_instances_policy.instances_distribution.on_demand_percentage_above_base_capacity = 0;
  return config;
}

/// Plays EC2: launches take fixed times, pools can be made to refuse.
struct Stage {
  Stage(AutoScalingGroupConfig config, std::vector<ZoneIndex> zones)
      : group(simulation, "web", std::move(zones), std::move(config)) {
    group.launch_request.connect([this](const LaunchRequest& m) { answer(m); });
    group.terminate_request.connect([this](const TerminateRequest& m) {
      simulation.at(simulation.now(), m.instance, [this, m] { end(m.instance, TerminationCause::owner); });
    });
    group.drain_requested.connect(
        [this](const DrainRequested& m) { drains.emplace_back(simulation.now(), m.instance); });
    group.group_capacity.connect([this](const GroupCapacity& m) { capacities.push_back(m); });
    group.incidents.connect([this](const Incident& m) { incidents.push_back(m); });
    simulation.at(Instant{}, 0, [this] { group.start(); });
  }
  /// Answers a launch as EC2 does.
  void answer(const LaunchRequest& request) {
    asked.emplace_back(simulation.now(), request);
    simulation.at(simulation.now() + sim::seconds(api_seconds), asked.size(), [this, request] {
      if (refused.contains({request.pool, request.purchase})) {
        group.on(LaunchFailed{request.group, request.pool, request.purchase, LaunchFailure::insufficient_capacity});
        return;
      }
      const InstanceId id = ++launched;
      alive[id] = request;
      group.on(InstancePending{id, request.group, request.pool, request.purchase});
      simulation.at(simulation.now() + sim::seconds(launch_seconds - api_seconds), id, [this, id, request] {
        if (alive.contains(id)) group.on(InstanceRunning{id, request.group, request.pool, request.purchase});
      });
    });
  }
  /// Ends an instance now.
  void end(InstanceId id, TerminationCause cause) {
    const LaunchRequest request = alive.at(id);
    alive.erase(id);
    ended.emplace_back(simulation.now(), id);
    group.on(InstanceTerminated{id, request.group, request.pool, request.purchase, cause});
  }
  /// Does something at some seconds.
  void at(double seconds, std::function<void()> action) { simulation.at(at_seconds(seconds), 0, std::move(action)); }
  /// Sets the desired capacity at some seconds.
  void set_desired(double seconds, std::int64_t desired) {
    at(seconds, [this, desired] { group.on(SetDesiredCapacity{"web", desired}); });
  }
  /// Refuses every launch in a pool from now on.
  void refuse(const Pool& pool) {
    refused.insert({pool, PurchaseOption::spot});
    refused.insert({pool, PurchaseOption::on_demand});
  }
  /// Runs until some seconds.
  void run_until(double seconds) { simulation.run_until(at_seconds(seconds)); }
  /// Counts the instances of a zone.
  [[nodiscard]] std::int64_t alive_in(ZoneIndex zone) const {
    return std::count_if(alive.begin(), alive.end(), [&](const auto& entry) { return entry.second.pool.zone == zone; });
  }
  /// Counts the instances bought in a way.
  [[nodiscard]] std::int64_t alive_as(PurchaseOption purchase) const {
    return std::count_if(alive.begin(), alive.end(), [&](const auto& e) { return e.second.purchase == purchase; });
  }
  /// Counts the instances of a type.
  [[nodiscard]] std::int64_t alive_of(const std::string& type) const {
    return std::count_if(alive.begin(), alive.end(),
                         [&](const auto& e) { return e.second.pool.instance_type == type; });
  }
  sim::control::Simulation simulation;
  AutoScalingGroup group;
  std::set<std::pair<Pool, PurchaseOption>> refused;
  std::map<InstanceId, LaunchRequest> alive;
  InstanceId launched = 0;
  std::vector<std::pair<Instant, LaunchRequest>> asked;
  std::vector<std::pair<Instant, InstanceId>> ended;
  std::vector<std::pair<Instant, InstanceId>> drains;
  std::vector<GroupCapacity> capacities;
  std::vector<Incident> incidents;
};

}  // namespace fleetcast::models::auto_scaling
