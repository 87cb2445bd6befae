#pragma once
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::scenarios {

/// Loses a zone for a time.
struct ZoneEvent {
  std::string zone;
  sim::Parameter duration = 7200;
  sim::Parameter share_lost = 1;
};
/// Makes a zone's network slow and lossy for a time; what is not given here is as under outages.
struct GrayZoneEvent {
  std::string zone;
  sim::Parameter duration = 7200;
  std::optional<sim::Parameter> latency;
  std::optional<sim::Parameter> loss;
};
/// Shifts traffic away from a zone for a time, as an operator may.
struct ZonalShiftEvent {
  std::string zone;
  sim::Parameter duration = 3600;
};
/// Makes the region's control plane refuse launches and changes for a time.
struct ControlPlaneEvent {
  sim::Parameter duration = 3600;
};
/// Reclaims a share of a spot pool.
struct SpotReclaimEvent {
  std::string instance_type;
  std::string zone;
  sim::Parameter share = 1;
};
/// Rolls a service to a new revision.
struct DeploymentEvent {
  std::string service;
  bool is_broken = false;
};
/// Makes tasks answer every request with an error, at once, while their health checks pass.
struct FaultyTasksEvent {
  std::string service;
  sim::Parameter tasks = 1;
  sim::Parameter duration = 600;
};
/// Loses the primary node of a cache shard.
struct CacheNodeEvent {
  sim::Parameter shard = 0;
};
/// Loses the database's writer.
struct FailoverEvent {
  bool is_planned = false;
};

/// Makes something happen at a given time; exactly one of the kinds is set.
struct ScriptedEvent {
  sim::Parameter at = 0;
  std::optional<ZoneEvent> zone_outage;
  std::optional<GrayZoneEvent> gray_zone;
  std::optional<ZonalShiftEvent> zonal_shift;
  std::optional<ControlPlaneEvent> control_plane_outage;
  std::optional<SpotReclaimEvent> spot_reclaim;
  std::optional<DeploymentEvent> deployment;
  std::optional<FaultyTasksEvent> faulty_tasks;
  std::optional<CacheNodeEvent> cache_node_loss;
  std::optional<FailoverEvent> aurora_failover;

  [[nodiscard]] int kinds() const {
    return zone_outage.has_value() + gray_zone.has_value() + zonal_shift.has_value() +
           control_plane_outage.has_value() + spot_reclaim.has_value() + deployment.has_value() +
           faulty_tasks.has_value() +
           cache_node_loss.has_value() + aurora_failover.has_value();
  }
};

/// Lists the fields of ZoneEvent.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ZoneEvent>
void describe(Visitor& visit, Config& config) {
  visit.field("zone", config.zone, {.required = true, .help = "Zone, by its letter in availability_zones."});
  visit.field("duration", config.duration, {.unit = "s", .at_least = 1, .help = "How long it lasts."});
  visit.field("share_lost", config.share_lost,
              {.unit = "ratio", .at_least = 0, .at_most = 1, .help = "Share of the zone's instances that are lost."});
}

/// Lists the fields of GrayZoneEvent.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, GrayZoneEvent>
void describe(Visitor& visit, Config& config) {
  visit.field("zone", config.zone, {.required = true, .help = "Zone, by its letter in availability_zones."});
  visit.field("duration", config.duration, {.unit = "s", .at_least = 1, .help = "How long it lasts."});
  visit.field("latency", config.latency,
              {.unit = "s",
               .at_least = 0,
               .at_most = 10,
               .help = "Extra one-way latency; outages.gray_latency if empty."});
  visit.field("loss", config.loss,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Share of connections that are lost; outages.gray_loss if empty."});
}

/// Lists the fields of ZonalShiftEvent.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ZonalShiftEvent>
void describe(Visitor& visit, Config& config) {
  visit.field("zone", config.zone, {.required = true, .help = "Zone, by its letter in availability_zones."});
  visit.field("duration", config.duration,
              {.unit = "s",
               .at_least = 60,
               .at_most = 259200,
               .help = "Time until it expires: one minute to 72 hours.",
               .source = "behaviour 4.5 [doc: ARC user guide]"});
}

/// Lists the fields of ControlPlaneEvent.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ControlPlaneEvent>
void describe(Visitor& visit, Config& config) {
  visit.field("duration", config.duration, {.unit = "s", .at_least = 1, .help = "How long it lasts."});
}

/// Lists the fields of SpotReclaimEvent.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, SpotReclaimEvent>
void describe(Visitor& visit, Config& config) {
  visit.field("instance_type", config.instance_type, {.required = true, .help = "Instance type of the pool."});
  visit.field("zone", config.zone, {.required = true, .help = "Zone of the pool, by its letter."});
  visit.field(
      "share", config.share,
      {.unit = "ratio", .at_least = 0, .at_most = 1, .help = "Share of the pool's instances that is reclaimed."});
}

/// Lists the fields of DeploymentEvent.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, DeploymentEvent>
void describe(Visitor& visit, Config& config) {
  visit.field("service", config.service, {.required = true, .help = "Service that is deployed."});
  visit.field("is_broken", config.is_broken, {.help = "The new revision never passes a health check."});
}

/// Lists the fields of FaultyTasksEvent.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, FaultyTasksEvent>
void describe(Visitor& visit, Config& config) {
  visit.field("service", config.service, {.required = true, .help = "Service behind the load balancer."});
  visit.field("tasks", config.tasks,
              {.unit = "tasks", .at_least = 1, .whole = true, .help = "How many of its oldest tasks fail."});
  visit.field("duration", config.duration, {.unit = "s", .at_least = 1, .help = "How long it lasts."});
}

/// Lists the fields of CacheNodeEvent.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, CacheNodeEvent>
void describe(Visitor& visit, Config& config) {
  visit.field("shard", config.shard,
              {.unit = "shards", .at_least = 0, .at_most = 499, .whole = true, .help = "Shard, counted from 0."});
}

/// Lists the fields of FailoverEvent.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, FailoverEvent>
void describe(Visitor& visit, Config& config) {
  visit.field("is_planned", config.is_planned,
              {.help = "Set off by an operator rather than by the loss of the writer."});
}

/// Lists the fields of ScriptedEvent.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ScriptedEvent>
void describe(Visitor& visit, Config& config) {
  visit.field("at", config.at, {.unit = "s", .at_least = 0, .required = true, .help = "Time after the start."});
  visit.field("zone_outage", config.zone_outage, {.help = "A zone is lost."});
  visit.field("gray_zone", config.gray_zone, {.help = "A zone's network is slow and lossy while health checks pass."});
  visit.field("zonal_shift", config.zonal_shift, {.help = "Traffic is shifted away from a zone."});
  visit.field("control_plane_outage", config.control_plane_outage, {.help = "Launches and changes are refused."});
  visit.field("spot_reclaim", config.spot_reclaim, {.help = "Spot capacity is taken back."});
  visit.field("deployment", config.deployment, {.help = "A service rolls to a new revision."});
  visit.field("faulty_tasks", config.faulty_tasks,
              {.help = "Tasks answer with errors, at once, while their health checks pass."});
  visit.field("cache_node_loss", config.cache_node_loss, {.help = "A cache node is lost."});
  visit.field("aurora_failover", config.aurora_failover, {.help = "The database's writer is lost."});
}

}  // namespace fleetcast::scenarios
