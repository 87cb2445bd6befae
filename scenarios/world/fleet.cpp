#include "scenarios/world/fleet.hpp"

#include "models/ecs/arithmetic.hpp"
#include "scenarios/world/availability_traces.hpp"
#include "scenarios/world/fleet_parts.hpp"

namespace fleetcast::scenarios::world {

using namespace fleetcast::models;

namespace {

/// Makes the link of each NAT gateway, and names the link that serves each zone.
std::vector<std::optional<sim::control::LinkId>> nat_links(sim::control::Simulation& simulation,
                                                           const nat::NatGateways& gateways, std::size_t zones) {
  std::map<ZoneIndex, sim::control::LinkId> by_gateway;
  std::vector<std::optional<sim::control::LinkId>> links(zones);
  for (ZoneIndex zone = 0; zone < zones; ++zone) {
    const std::optional<ZoneIndex> gateway = gateways.gateway_zone(zone);
    if (!gateway) continue;
    if (!by_gateway.contains(*gateway)) {
      by_gateway.emplace(*gateway, simulation.add_link("nat-" + std::to_string(*gateway), gateways.bandwidth()));
    }
    links[zone] = by_gateway.at(*gateway);
  }
  return links;
}

std::vector<sim::control::ZoneId> add_zones(const Surroundings& around) {
  std::vector<sim::control::ZoneId> zones;
  for (const std::string& name : around.zones) zones.push_back(around.simulation.add_zone(name));
  return zones;
}

std::map<std::string, application_auto_scaling::ScalableTargetConfig> scalable_targets(const Scenario& scenario) {
  std::map<std::string, application_auto_scaling::ScalableTargetConfig> targets;
  for (const auto& [name, service] : scenario.services) {
    if (service.autoscaling) targets.emplace(name, *service.autoscaling);
  }
  return targets;
}

/// Sends one kind of message from a port to a component.
template <class Message, class Component>
void join(sim::Port<Message>& port, Component& component) {
  port.connect([&component](const Message& message) { component.on(message); });
}

}  // namespace

Fleet::Fleet(const Surroundings& around, const Scenario& scenario, const pricing::PriceBook& book,
             Chronicle& chronicle)
    : outages(around.simulation, around.chance, around.zones, scenario.outages),
      nat(around.simulation, around.metering, nat_config(scenario), static_cast<ZoneIndex>(around.zones.size())),
      vpc(around.metering, network(scenario), "service", static_cast<ZoneIndex>(around.zones.size())),
      cloudwatch(around.simulation, around.chance, around.metering, scenario.cloudwatch),
      eventbridge(around.simulation, around.chance, around.metering, event_rules(scenario)),
      sns(around.simulation, around.chance, around.metering, scenario.sns),
      spot(around.simulation, around.chance, around.zones, pools(scenario), spot_config(scenario, book),
           availability_traces(scenario)),
      ec2(around.simulation, around.chance, around.metering, scenario.ec2, add_zones(around),
          group_limits(scenario, book)),
      cluster(around.simulation, around.chance, cluster_config(scenario, book), around.zones.size()),
      secrets(around.simulation, around.chance, around.metering, scenario.secrets),
      ecr(around.simulation, around.chance, around.metering, image_config(scenario),
          nat_links(around.simulation, nat, around.zones.size()),
          [this](InstanceId id) -> std::optional<sim::control::MachineId> { return ec2.find_machine(id); }),
      fargate(around.simulation, around.chance, around.metering, scenario.fargate, fargate_definitions(scenario),
              around.zones.size()),
      jobs(around.simulation, around.chance, scenario.jobs),
      scaling(around.simulation, around.calendar, scalable_targets(scenario)),
      simulation_(around.simulation) {
  std::vector<ZoneIndex> all_zones;
  for (ZoneIndex zone = 0; zone < around.zones.size(); ++zone) all_zones.push_back(zone);
  for (const auto& [name, provider] : scenario.capacity_providers) {
    groups_.emplace(name, std::make_unique<auto_scaling::AutoScalingGroup>(around.simulation, name, all_zones,
                                                                           group_config(provider, book)));
    if (provider.auto_scaling_group.target_tracking.empty()) continue;
    tracking_.emplace(name, std::make_unique<auto_scaling::TargetTracking>(
                                around.simulation, name, provider.auto_scaling_group, vcpus_by_type(provider, book)));
  }
  std::uint64_t ordinal = 0;
  for (const auto& [name, config] : scenario.workers) {
    queues_.push_back(std::make_unique<workers::WorkerQueue>(around.simulation, around.chance, around.metering, name,
                                                             ordinal++, config));
  }
  wire_chronicle(chronicle);
  wire_outages();
  wire_instances();
  wire_tasks();
  wire_metrics(scenario);
  for (auto& [name, group] : groups_) wire_group(*group);
  for (auto& [name, one] : tracking_) wire_tracking(*one, *groups_.at(name));
  for (auto& queue : queues_) wire_queue(*queue);
}

void Fleet::wire_chronicle(Chronicle& chronicle) {
  join(outages.zone_changed, chronicle);
  join(outages.zone_shifted, chronicle);
  join(outages.control_plane_changed, chronicle);
  join(spot.pool_reclaimed, chronicle);
  join(ec2.instance_pending, chronicle);
  join(ec2.interruption_notice, chronicle);
  join(ec2.instance_terminated, chronicle);
  join(ec2.launch_failed, chronicle);
  join(fargate.interruption_notices, chronicle);
  join(fargate.task_lost, chronicle);
  join(cluster.task_started, chronicle);
  join(cluster.task_deactivating, chronicle);
  join(cluster.task_stopped, chronicle);
  join(cluster.counts, chronicle);
  join(scaling.desired_counts, chronicle);
}

void Fleet::wire_outages() {
  join(outages.zone_changed, nat);
  join(outages.zone_changed, spot);
  join(outages.zone_changed, ec2);
  join(outages.zone_changed, cluster);
  join(outages.zone_changed, fargate);
  join(outages.control_plane_changed, ec2);
  join(outages.control_plane_changed, cluster);
  join(outages.control_plane_changed, cloudwatch);
  join(outages.control_plane_changed, eventbridge);
  join(outages.control_plane_changed, ecr);
  join(outages.control_plane_changed, fargate);
  join(outages.control_plane_changed, scaling);
  join(nat.egress_changed, vpc);
  join(vpc.service_path_changed, secrets);
  join(vpc.service_path_changed, ecr);
  join(vpc.service_path_changed, fargate);
}

void Fleet::wire_instances() {
  join(spot.pool_capacity, ec2);
  join(spot.pool_hazard, ec2);
  join(spot.pool_at_risk, ec2);
  join(spot.pool_reclaimed, ec2);
  join(ec2.instance_ready, cluster);
  join(ec2.instance_terminated, cluster);
  join(ec2.instance_terminated, ecr);
  join(ec2.interruption_notice, cluster);
  cluster.desired_capacities.connect(
      [this](const SetDesiredCapacity& message) { groups_.at(message.group)->on(message); });
}

void Fleet::wire_group(auto_scaling::AutoScalingGroup& group) {
  join(group.launch_request, ec2);
  join(group.terminate_request, ec2);
  join(group.drain_requested, cluster);
  join(group.group_capacity, cluster);
  join(ec2.instance_pending, group);
  join(ec2.instance_running, group);
  join(ec2.launch_failed, group);
  join(ec2.instance_terminated, group);
  join(ec2.interruption_notice, group);
  join(ec2.rebalance_recommendation, group);
  join(spot.pool_capacity, group);
  join(cluster.drains_completed, group);
  join(cluster.scale_in_protections, group);
  join(outages.control_plane_changed, group);
  join(outages.zone_changed, group);
}

void Fleet::wire_tracking(auto_scaling::TargetTracking& tracking, auto_scaling::AutoScalingGroup& group) {
  join(group.group_capacity, tracking);
  join(group.drain_requested, tracking);
  join(group.terminate_request, tracking);
  join(ec2.instance_running, tracking);
  join(ec2.instance_terminated, tracking);
  join(outages.control_plane_changed, tracking);
  join(tracking.metric_points, cloudwatch);
  join(tracking.alarms, cloudwatch);
  join(cloudwatch.alarm_evaluations, tracking);
  join(tracking.desired_capacities, group);
}

void Fleet::wire_tasks() {
  join(cluster.task_starting, secrets);
  join(secrets.secrets_ready, ecr);
  join(secrets.secrets_ready, fargate);
  join(secrets.task_prepare_failed, cluster);
  join(ecr.task_prepared, cluster);
  join(ecr.task_prepare_failed, cluster);
  join(ecr.bytes_through_nat, nat);
  ecr.bytes_through_endpoint.connect(
      [this](const BytesThroughEndpoint& transfer) { vpc.on(transfer, simulation_.now()); });
  join(fargate.task_prepared, cluster);
  join(fargate.task_prepare_failed, cluster);
  join(fargate.interruption_notices, cluster);
  join(fargate.bytes_through_nat, nat);
  fargate.bytes_through_endpoint.connect(
      [this](const BytesThroughEndpoint& transfer) { vpc.on(transfer, simulation_.now()); });
  join(fargate.task_lost, cluster);
  join(cluster.task_started, secrets);
  join(cluster.task_started, jobs);
  join(cluster.task_stopped, secrets);
  join(cluster.task_stopped, ecr);
  join(cluster.task_stopped, fargate);
  join(cluster.task_stopped, jobs);
  join(jobs.run_task, cluster);
  join(jobs.task_finished, cluster);
  join(eventbridge.event_delivered, jobs);
  join(eventbridge.event_delivered, sns);
  cluster.task_stopped.connect(
      [this](const TaskStopped&) { eventbridge.on(Event{.source = "ecs.task_state_change"}); });
  ec2.interruption_notice.connect(
      [this](const InterruptionNotice&) { eventbridge.on(Event{.source = "ec2.spot_interruption"}); });
}

void Fleet::wire_metrics(const Scenario& scenario) {
  if (scenario.ecs.container_insights) {
    const auto services = static_cast<std::int64_t>(scenario.services.size());
    cloudwatch.add_unwatched_metrics(ecs::unwatched_insights(scenario.ecs, services));
  }
  join(cluster.metrics, cloudwatch);
  join(cluster.counts, scaling);
  join(scaling.alarms, cloudwatch);
  join(cloudwatch.alarm_evaluations, scaling);
  join(cloudwatch.alarm_evaluations, sns);
  join(scaling.desired_counts, cluster);
}

void Fleet::wire_queue(workers::WorkerQueue& queue) {
  join(cluster.task_started, queue);
  join(cluster.task_deactivating, queue);
  join(cluster.task_stopped, queue);
  join(queue.metric_points, cloudwatch);
}

void Fleet::start() {
  nat.start();
  vpc.start();
  spot.start();
  ec2.start();
  cloudwatch.start();
  scaling.start();
  secrets.start();
  fargate.start();
  for (auto& [name, one] : tracking_) one->start();
  for (auto& [name, group] : groups_) group->start();
  cluster.start();
  for (auto& queue : queues_) queue->start();
  eventbridge.start();
  outages.start();
}

void Fleet::settle(sim::Instant now) {
  ec2.settle(now);
  nat.settle(now);
  vpc.settle(now);
  cloudwatch.settle(now);
  secrets.settle(now);
  ecr.settle(now);
  fargate.settle(now);
  for (auto& queue : queues_) queue->settle(now);
}

void Fleet::finish(sim::Instant now) {
  settle(now);
  ec2.finish(now);
  for (auto& [name, group] : groups_) group->finish(now);
}

}  // namespace fleetcast::scenarios::world
