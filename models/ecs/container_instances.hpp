#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "models/ecs/config.hpp"
#include "models/messages.hpp"

namespace fleetcast::models::ecs {

/// Holds what a task needs or an instance has: CPU units (1024 a vCPU), memory in MiB, network interfaces for tasks.
struct Resources {
  std::int64_t cpu_units = 0;
  std::int64_t memory_mib = 0;
  std::int64_t interfaces = 0;

  bool operator==(const Resources&) const = default;
  /// Tells whether a need fits into this.
  [[nodiscard]] bool fits(const Resources& need) const {
    return need.cpu_units <= cpu_units && need.memory_mib <= memory_mib && need.interfaces <= interfaces;
  }
  /// Returns how many times a need fits into this.
  [[nodiscard]] std::int64_t times(const Resources& need) const;
  Resources& operator+=(const Resources& other);
  Resources& operator-=(const Resources& other);
};

/// Returns what a task needs, rounded up to whole CPU units and MiB.
[[nodiscard]] Resources resources_of(const TaskConfig& task);

/// Returns what an instance type registers with the cluster.
[[nodiscard]] Resources resources_of(const InstanceShape& shape, double registered_memory_ratio);

/// Numbers the services and one-off task definitions of a cluster.
using ServiceIndex = std::size_t;

/// Holds one registered container instance and what is placed on it.
struct ContainerInstance {
  InstanceId id = 0;
  std::string group{};
  std::string capacity_provider{};
  ZoneIndex zone = 0;
  Resources total{};
  Resources free{};
  Instant registered_at{};
  bool is_draining = false;
  bool answers_drain = false;  ///< its group waits for the last task to leave
  std::set<TaskId> tasks{};
  std::map<ServiceIndex, std::int64_t> tasks_by_service{};  ///< without those that are being stopped

  /// Returns the number of tasks of a service on this instance.
  [[nodiscard]] std::int64_t tasks_of(ServiceIndex service) const;
};

/// Keeps the container instances of a cluster in the order of their ids.
class ContainerInstances {
 public:
  using ById = std::map<InstanceId, ContainerInstance>;

  /// Adds an instance; throws std::logic_error if it is already there.
  ContainerInstance& add(ContainerInstance instance);
  /// Removes an instance, whose tasks must be gone.
  void remove(InstanceId instance);
  /// Returns an instance, or null if it has not registered or is gone.
  [[nodiscard]] ContainerInstance* find(InstanceId instance);
  /// Puts a task on an instance; throws std::logic_error if it does not fit.
  void occupy(ContainerInstance& instance, TaskId task, ServiceIndex service, const Resources& need);
  /// Stops counting a task for its service, when it begins to stop.
  void uncount(ContainerInstance& instance, ServiceIndex service);
  /// Takes a task off an instance and gives back what it held.
  void release(ContainerInstance& instance, TaskId task, const Resources& need);

  /// Returns the instances of a capacity provider by id; none if it has none.
  [[nodiscard]] const ById& of_provider(const std::string& capacity_provider) const;
  /// Returns the instances by capacity provider and id.
  [[nodiscard]] const std::map<std::string, ById>& by_provider() const { return by_provider_; }

 private:
  std::map<std::string, ById> by_provider_;
  std::map<InstanceId, ContainerInstance*> by_id_;
};

}  // namespace fleetcast::models::ecs
