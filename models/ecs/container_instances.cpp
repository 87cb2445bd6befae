#include "models/ecs/container_instances.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace fleetcast::models::ecs {

std::int64_t Resources::times(const Resources& need) const {
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  if (need.cpu_units > 0) most = std::min(most, cpu_units / need.cpu_units);
  if (need.memory_mib > 0) most = std::min(most, memory_mib / need.memory_mib);
  if (need.interfaces > 0) most = std::min(most, interfaces / need.interfaces);
  return most;
}

Resources& Resources::operator+=(const Resources& other) {
  cpu_units += other.cpu_units;
  memory_mib += other.memory_mib;
  interfaces += other.interfaces;
  return *this;
}

Resources& Resources::operator-=(const Resources& other) {
  cpu_units -= other.cpu_units;
  memory_mib -= other.memory_mib;
  interfaces -= other.interfaces;
  return *this;
}

Resources resources_of(const TaskConfig& task) {
  return {static_cast<std::int64_t>(std::ceil(task.cpu.value() * 1024)),
          static_cast<std::int64_t>(std::ceil(task.memory.value() / (1024.0 * 1024.0))),
          task.network_mode == NetworkMode::awsvpc ? 1 : 0};
}

Resources resources_of(const InstanceShape& shape, double registered_memory_ratio) {
  return {static_cast<std::int64_t>(shape.vcpu * 1024),
          static_cast<std::int64_t>(static_cast<double>(shape.memory_mib) * registered_memory_ratio),
          shape.task_interfaces};
}

std::int64_t ContainerInstance::tasks_of(ServiceIndex service) const {
  const auto found = tasks_by_service.find(service);
  return found == tasks_by_service.end() ? 0 : found->second;
}

ContainerInstance& ContainerInstances::add(ContainerInstance instance) {
  const InstanceId id = instance.id;
  ById& siblings = by_provider_[instance.capacity_provider];
  const auto [place, is_new] = siblings.emplace(id, std::move(instance));
  if (!is_new || by_id_.contains(id)) {
    throw std::logic_error("ecs: instance " + std::to_string(id) + " registers a second time, at " +
                           std::to_string(place->second.registered_at.seconds()) + " s");
  }
  by_id_[id] = &place->second;
  return place->second;
}

void ContainerInstances::remove(InstanceId instance) {
  const auto found = by_id_.find(instance);
  if (found == by_id_.end()) return;
  const std::string provider = found->second->capacity_provider;
  by_id_.erase(found);
  by_provider_.at(provider).erase(instance);
}

ContainerInstance* ContainerInstances::find(InstanceId instance) {
  const auto found = by_id_.find(instance);
  return found == by_id_.end() ? nullptr : found->second;
}

void ContainerInstances::occupy(ContainerInstance& instance, TaskId task, ServiceIndex service, const Resources& need) {
  if (!instance.free.fits(need)) {
    throw std::logic_error("ecs: task " + std::to_string(task) + " does not fit on instance " +
                           std::to_string(instance.id));
  }
  instance.free -= need;
  instance.tasks.insert(task);
  ++instance.tasks_by_service[service];
}

void ContainerInstances::uncount(ContainerInstance& instance, ServiceIndex service) {
  const auto found = instance.tasks_by_service.find(service);
  if (found == instance.tasks_by_service.end()) {
    throw std::logic_error("ecs: instance " + std::to_string(instance.id) + " has no task of the service to uncount");
  }
  if (--found->second == 0) instance.tasks_by_service.erase(found);
}

void ContainerInstances::release(ContainerInstance& instance, TaskId task, const Resources& need) {
  if (instance.tasks.erase(task) == 0) return;
  instance.free += need;
}

const ContainerInstances::ById& ContainerInstances::of_provider(const std::string& capacity_provider) const {
  static const ById none;
  const auto found = by_provider_.find(capacity_provider);
  return found == by_provider_.end() ? none : found->second;
}

}  // namespace fleetcast::models::ecs
