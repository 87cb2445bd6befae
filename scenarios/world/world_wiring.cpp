// Where the request path and the fleet meet.
#include "scenarios/world/world.hpp"

namespace fleetcast::scenarios::world {

using namespace fleetcast::models;

namespace {

void wire_application(app::App& application, Fleet& fleet) {
  fleet.cluster.task_started.connect([&application](const TaskStarted& message) { application.on(message); });
  fleet.cluster.task_stopped.connect([&application](const TaskStopped& message) { application.on(message); });
  application.metric_points.connect([&fleet](const MetricPoint& point) { fleet.cloudwatch.on(point); });
  for (const auto& [group, tracking] : fleet.tracking()) {
    auto_scaling::TargetTracking& tracked = *tracking;
    application.processor_times.connect([&tracked](const TaskProcessorTime& time) { tracked.on(time); });
  }
}

}  // namespace

void World::wire_balancer(alb::Alb& balancer) {
  fleet_.cluster.task_started.connect([&](const TaskStarted& message) { balancer.on(message); });
  fleet_.cluster.task_deactivating.connect([&](const TaskDeactivating& message) { balancer.on(message); });
  fleet_.cluster.task_stopped.connect([&](const TaskStopped& message) { balancer.on(message); });
  fleet_.outages.zone_changed.connect([&](const ZoneChanged& message) { balancer.on(message); });
  fleet_.outages.zone_shifted.connect(
      [&](const ZoneShifted& message) { balancer.shift_zone(message.zone, message.is_away); });
  balancer.target_health.connect([this](const TargetHealth& message) {
    chronicle_.on(message);
    fleet_.cluster.on(message);
  });
  balancer.metric_points.connect([this](const MetricPoint& point) { fleet_.cloudwatch.on(point); });
  pump_.connect([&](const sim::traffic::Kernel::Signal& signal) { balancer.on(signal); });
}

void World::wire() {
  if (path_.alb) wire_balancer(*path_.alb);
  if (path_.route53) {
    fleet_.outages.zone_changed.connect([this](const ZoneChanged& message) { path_.route53->on(message); });
    fleet_.outages.zone_shifted.connect([this](const ZoneShifted& message) {
      path_.route53->withhold(message.zone, route53::Withheld::zonal_shift, message.is_away);
    });
    path_.route53->metrics.connect([this](const MetricPoint& point) { fleet_.cloudwatch.on(point); });
  }
  if (path_.cloudfront) {
    path_.cloudfront->metric_points.connect([this](const MetricPoint& point) { fleet_.cloudwatch.on(point); });
  }
  if (path_.waf) path_.waf->metrics.connect([this](const MetricPoint& point) { fleet_.cloudwatch.on(point); });
  for (auto& [name, bucket] : path_.buckets) {
    models::s3::Bucket& one = *bucket;
    fleet_.vpc.service_path_changed.connect([&one](const ServicePathChanged& message) { one.on(message); });
    fleet_.nat.egress_changed.connect([&one](const EgressChanged& message) { one.on(message); });
    one.bytes_through_nat.connect([this](const BytesThroughNat& transfer) { fleet_.nat.on(transfer); });
    one.bytes_through_endpoint.connect(
        [this](const BytesThroughEndpoint& transfer) { fleet_.vpc.on(transfer, simulation_.now()); });
    one.metrics.connect([this](const MetricPoint& point) { fleet_.cloudwatch.on(point); });
  }
  if (path_.elasticache) {
    fleet_.outages.zone_changed.connect([this](const ZoneChanged& message) { path_.elasticache->on(message); });
    fleet_.cluster.counts.connect([this](const ServiceCounts& counts) { path_.elasticache->on(counts); });
    path_.elasticache->metric_points.connect([this](const MetricPoint& point) { fleet_.cloudwatch.on(point); });
  }
  if (path_.aurora) {
    fleet_.outages.zone_changed.connect([this](const ZoneChanged& message) { path_.aurora->on(message); });
    fleet_.cluster.counts.connect([this](const ServiceCounts& counts) { path_.aurora->on(counts); });
    path_.aurora->metric_points.connect([this](const MetricPoint& point) { fleet_.cloudwatch.on(point); });
    path_.aurora->reader_counts.connect([this](const ServiceCounts& counts) { fleet_.scaling.on(counts); });
    fleet_.scaling.desired_counts.connect([this](const SetDesiredCount& wanted) { path_.aurora->on(wanted); });
  }
  for (auto& [name, one] : path_.apps) wire_application(*one, fleet_);
  if (path_.alb && path_.route53) {
    path_.alb->zone_targets.connect([this](const alb::ZoneTargets& message) {
      path_.route53->withhold(message.zone, route53::Withheld::no_healthy_target, !message.has_healthy);
    });
  }
  // A zone whose network is gray is slow and lossy for requests.
  fleet_.outages.zone_changed.connect([this](const ZoneChanged& change) {
    kernel_.advance_to(simulation_.now());
    kernel_.set_zone_impairment(change.zone, change.extra_latency_seconds, change.lost_connections_share);
  });
}

}  // namespace fleetcast::scenarios::world
