#include "models/ecs/cluster.hpp"

#include <algorithm>
#include <stdexcept>

#include "models/ecs/arithmetic.hpp"
#include "models/ecs/order_keys.hpp"

namespace fleetcast::models::ecs {

namespace {

bool is_fargate(const std::string& provider) {
  return provider == fargate_provider || provider == fargate_spot_provider;
}

ServiceConfig service_config_of(const OneOffTaskConfig& one_off) {
  ServiceConfig config;
  config.task = one_off.task;
  config.capacity_provider_strategy = one_off.capacity_provider_strategy;
  config.has_target_group = false;
  config.availability_zone_rebalancing = false;
  return config;
}

double percent(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? 0 : 100 * static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

Cluster::Cluster(sim::control::Simulation& simulation, sim::chance::Chance& chance, ClusterConfig config,
                 std::size_t zones)
    : simulation_(simulation), random_placement_(chance.stream("ecs.random_placement")), config_(std::move(config)),
      zone_is_up_(zones, true) {
  for (const auto& [name, provider] : config_.capacity_providers) {
    provider_of_group_[provider.auto_scaling_group] = name;
    if (provider.managed_scaling.enabled) scaling_.emplace(name, ManagedScaling(provider.managed_scaling));
    for (const std::string& type : provider.instance_types) {
      const auto shape = config_.instance_types.find(type);
      if (shape == config_.instance_types.end()) {
        throw std::invalid_argument("capacity_providers/" + name + ": the shape of instance type '" + type +
                                    "' is not known; add it to the instance types");
      }
      types_of_provider_[name].push_back(resources_of(shape->second, config_.registered_memory_ratio.value()));
    }
  }
  for (const auto& [name, service] : config_.services) add_service(name, service, false);
  for (const auto& [name, one_off] : config_.one_off_tasks) add_service(name, service_config_of(one_off), true);
}

void Cluster::add_service(const std::string& name, ServiceConfig config, bool is_one_off) {
  Service service;
  service.name = name;
  service.index = services_.size();
  service.is_one_off = is_one_off;
  service.need = resources_of(config.task);
  service.desired = is_one_off ? 0 : config.desired_count.count();
  service.tasks_by_zone.assign(zone_is_up_.size(), 0);
  service.launches = RateLimit(config_.service_launch_burst.count(), config_.service_launch_rate.value());
  service.config = std::move(config);
  check_strategy(service);
  service.is_on_fargate = is_fargate(service.config.capacity_provider_strategy.front().capacity_provider);
  if (!service_by_name_.emplace(name, service.index).second) {
    throw std::invalid_argument("services/" + name + ": one-off tasks have the same name; rename one of them");
  }
  figures_[name] = {};
  services_.push_back(std::move(service));
}

void Cluster::check_strategy(const Service& service) const {
  const std::string place = "services/" + service.name + "/capacity_provider_strategy";
  const auto& strategy = service.config.capacity_provider_strategy;
  if (strategy.empty()) throw std::invalid_argument(place + ": needs at least one capacity provider");
  const auto is_aws = [](const StrategyItemConfig& item) { return is_fargate(item.capacity_provider); };
  const auto of_aws = std::count_if(strategy.begin(), strategy.end(), is_aws);
  if (of_aws != 0 && of_aws != static_cast<std::ptrdiff_t>(strategy.size())) {
    throw std::invalid_argument(place + ": ECS does not mix Fargate and group providers; use one kind");
  }
  std::int64_t with_base = 0;
  std::int64_t weights = 0;
  for (const StrategyItemConfig& item : strategy) {
    with_base += item.base.count() > 0 ? 1 : 0;
    weights += item.weight.count();
    if (!is_aws(item) && !config_.capacity_providers.contains(item.capacity_provider)) {
      throw std::invalid_argument(place + ": there is no capacity provider '" + item.capacity_provider + "'");
    }
  }
  if (with_base > 1) throw std::invalid_argument(place + ": only one provider may have a base");
  if (weights == 0) throw std::invalid_argument(place + ": at least one weight must be above 0");
}

void Cluster::start() {
  for (Service& service : services_) {
    if (!service.is_one_off) begin_deployment(service, service.revision, false);
  }
  const Duration minute = sim::minutes(1);
  simulation_.every(minute, simulation_.now() + minute, order::metrics, [this] { publish_metrics(); });
  const Duration period = config_.rebalancing_period.duration();
  simulation_.every(period, simulation_.now() + period, order::rebalancing, [this] { rebalance_zones(); });
}

Service& Cluster::service_of(const std::string& name) {
  const auto found = service_by_name_.find(name);
  if (found == service_by_name_.end()) {
    throw std::logic_error("ecs: there is no service '" + name + "', at " +
                           std::to_string(simulation_.now().seconds()) + " s");
  }
  return services_[found->second];
}

const std::vector<std::int64_t>& Cluster::tasks_by_zone(const std::string& service) const {
  return services_[service_by_name_.at(service)].tasks_by_zone;
}

void Cluster::on(const InstanceReady& ready) {
  const auto provider = provider_of_group_.find(ready.group);
  if (provider == provider_of_group_.end()) return;  // a group that belongs to no capacity provider of this cluster
  const auto shape = config_.instance_types.find(ready.pool.instance_type);
  if (shape == config_.instance_types.end()) {
    throw std::logic_error("ecs: instance type '" + ready.pool.instance_type + "' has no shape, at " +
                           std::to_string(simulation_.now().seconds()) + " s");
  }
  if (ready.pool.zone >= zone_is_up_.size()) {
    throw std::logic_error("ecs: instance " + std::to_string(ready.instance) + " is in the unknown zone " +
                           std::to_string(ready.pool.zone) + ", at " + std::to_string(simulation_.now().seconds()) +
                           " s");
  }
  ContainerInstance instance;
  instance.id = ready.instance;
  instance.group = ready.group;
  instance.capacity_provider = provider->second;
  instance.zone = ready.pool.zone;
  instance.total = instance.free = resources_of(shape->second, config_.registered_memory_ratio.value());
  instance.registered_at = simulation_.now();
  instances_.add(std::move(instance));
  placement_is_due_ = true;
  request_pass();
}

void Cluster::on(const InstanceTerminated& terminated) {
  ContainerInstance* instance = instances_.find(terminated.instance);
  if (!instance) return;
  instance->answers_drain = false;
  const bool is_spot = terminated.cause == TerminationCause::spot_interruption;
  const StopCause cause = is_spot ? StopCause::spot_interruption : StopCause::instance_lost;
  // Its owner's terminations and the end of a drain are no surprise to the scheduler.
  const bool is_known = instance->is_draining || terminated.cause == TerminationCause::owner;
  const Duration notice = is_known ? Duration{} : config_.instance_loss_notice_delay.duration();
  const std::vector<TaskId> tasks(instance->tasks.begin(), instance->tasks.end());
  instance->is_draining = true;
  for (const TaskId id : tasks) {
    if (Task* task = find(id)) lose(*task, cause, notice);
  }
  instances_.remove(terminated.instance);
}

void Cluster::on(const InterruptionNotice& notice) {
  ContainerInstance* instance = instances_.find(notice.instance);
  if (instance && config_.spot_instance_draining) drain(*instance, StopCause::spot_interruption);
}

void Cluster::on(const DrainRequested& request) {
  ContainerInstance* instance = instances_.find(request.instance);
  if (!instance) {
    drains_completed.send({request.instance});
    return;
  }
  instance->answers_drain = true;
  drain(*instance, StopCause::scale_in);
  complete_drain_if_empty(*instance);
}

void Cluster::on(const GroupCapacity& capacity) { desired_of_group_[capacity.group] = capacity.desired; }

void Cluster::on(const ZoneChanged& change) { zone_is_up_.at(change.zone) = change.condition != ZoneCondition::down; }

void Cluster::on(const ControlPlaneChanged& change) {
  is_available_ = change.is_available;
  if (!is_available_) return;
  const std::vector<RunTask> runs = std::exchange(deferred_runs_, {});
  for (const RunTask& run : runs) on(run);
  for (const Service& service : services_) request_pass(service);
  placement_is_due_ = true;
}

void Cluster::publish_metrics() {
  const Instant now = simulation_.now();
  publish_reservation();
  if (config_.container_insights) {
    for (const Service& service : services_) {
      if (service.is_one_off) continue;
      const std::string dimension = "{" + service.name + "}";
      metrics.send({"ECS/ContainerInsights/RunningTaskCount" + dimension, now, static_cast<double>(service.running)});
      metrics.send({"ECS/ContainerInsights/DesiredTaskCount" + dimension, now, static_cast<double>(service.desired)});
    }
  }
  if (is_available_) scale_providers();
}

void Cluster::publish_reservation() {
  Resources total;
  Resources free;
  for (const auto& [provider, instances] : instances_.by_provider()) {
    for (const auto& [id, instance] : instances) {
      total += instance.total;
      free += instance.free;
    }
  }
  if (total.cpu_units == 0) return;
  const Instant now = simulation_.now();
  const std::string dimension = "{" + config_.name + "}";
  metrics.send({"AWS/ECS/CPUReservation" + dimension, now, percent(total.cpu_units - free.cpu_units, total.cpu_units)});
  metrics.send(
      {"AWS/ECS/MemoryReservation" + dimension, now, percent(total.memory_mib - free.memory_mib, total.memory_mib)});
}

void Cluster::scale_providers() {
  const Instant now = simulation_.now();
  std::uint64_t position = 0;
  for (const auto& [name, scaling] : scaling_) {
    const ManagedScalingConfig& config = config_.capacity_providers.at(name).managed_scaling;
    const double reservation = capacity_provider_reservation(reservation_question(name), config);
    metrics.send({"AWS/ECS/ManagedScaling/CapacityProviderReservation{" + name + "}", now, reservation});
    simulation_.at(now + config.alarm_delay.duration(), order::scaling + position++,
                   [this, provider = name, reservation] { evaluate_scaling(provider, reservation); });
  }
}

void Cluster::evaluate_scaling(const std::string& name, double reservation) {
  const CapacityProviderConfig& provider = config_.capacity_providers.at(name);
  const ReservationQuestion question = reservation_question(name);
  ManagedScaling::Sight sight;
  sight.now = simulation_.now();
  sight.reservation = reservation;
  sight.instances = question.instances;
  const auto desired = desired_of_group_.find(provider.auto_scaling_group);
  sight.desired = desired == desired_of_group_.end() ? question.instances : desired->second;
  for (const auto& [id, instance] : instances_.of_provider(name)) {
    if (!sight.newest_registration || instance.registered_at > *sight.newest_registration) {
      sight.newest_registration = instance.registered_at;
    }
  }
  const auto wanted = scaling_.at(name).evaluate(sight);
  if (!wanted) return;
  desired_of_group_[provider.auto_scaling_group] = *wanted;
  desired_capacities.send({provider.auto_scaling_group, *wanted});
}

ReservationQuestion Cluster::reservation_question(const std::string& provider) const {
  ReservationQuestion question;
  std::set<ZoneIndex> zones;
  for (const auto& [id, instance] : instances_.of_provider(provider)) {
    zones.insert(instance.zone);
    if (instance.answers_drain) continue;
    ++question.instances;
    if (!instance.tasks.empty()) ++question.instances_with_tasks;
  }
  question.zones = static_cast<std::int64_t>(zones.size());
  if (const auto types = types_of_provider_.find(provider); types != types_of_provider_.end()) {
    question.instance_types = types->second;
  }
  const auto waiting = provisioning_.find(provider);
  if (waiting == provisioning_.end()) return question;
  for (const TaskId id : waiting->second) {
    const Service& service = services_[tasks_.at(id).service];
    const auto is_same = [&](const ProvisioningGroup& group) {
      return group.need == service.need && group.distinct_instance == service.config.distinct_instance;
    };
    auto group = std::find_if(question.provisioning.begin(), question.provisioning.end(), is_same);
    if (group == question.provisioning.end()) {
      question.provisioning.push_back({service.need, service.config.distinct_instance, 0});
      group = question.provisioning.end() - 1;
    }
    ++group->tasks;
  }
  return question;
}

}  // namespace fleetcast::models::ecs
