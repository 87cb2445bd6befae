#pragma once
#include <map>
#include <string>
#include <utility>

#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "models/vpc/network.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::vpc {

/// Models the VPC during a run: how tasks reach regional services as gateways come and go, and what endpoints cost.
///
/// Left out: endpoints that fail with a zone (a zone's tasks are lost with it), and cross-zone bytes to an endpoint
/// that has no interface in a task's zone.
class Vpc {
 public:
  /// Watches the paths of one role, whose tasks pull images, fetch secrets and write logs.
  Vpc(Metering& metering, Network network, std::string role, ZoneIndex zone_count);

  sim::Port<ServicePathChanged> service_path_changed;

  /// Announces the path of every service in every zone.
  void start();
  /// Blocks and unblocks the paths that lead through a zone's NAT gateway.
  void on(const EgressChanged& change);
  /// Meters what passed an endpoint before now.
  void on(const BytesThroughEndpoint& transfer, Instant now);

  /// Returns the path of a service from a zone as it is now.
  [[nodiscard]] ServicePath path(const std::string& service, ZoneIndex zone) const;
  [[nodiscard]] const Network& network() const { return network_; }

  /// Meters interface endpoints by started hour and zone up to now.
  void settle(Instant now);

 private:
  Metering& metering_;
  Network network_;
  std::string role_;
  std::map<ZoneIndex, bool> has_egress_;
  Instant metered_until_;
};

}  // namespace fleetcast::models::vpc
