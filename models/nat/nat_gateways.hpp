#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "models/nat/config.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::nat {

/// Reports what the gateways did in a run.
struct NatFigures {
  std::int64_t processed_bytes = 0;
  std::int64_t inter_zone_bytes = 0;
  std::int64_t outages = 0;  ///< times a gateway went down
  double zone_outage_s = 0;  ///< seconds without egress, summed over the zones that were cut off
};

/// Models the NAT gateways that private subnets use to reach the internet and regional services.
///
/// Modelled: started hours, processed bytes, public addresses, bytes that cross zones towards a shared gateway, the
/// loss of a gateway with its zone (which cuts off every zone routed to it), and port exhaustion per destination. Left
/// out: packet rates, idle time-outs, and the time in which a gateway's bandwidth scales.
class NatGateways {
 public:
  /// Throws std::invalid_argument if the single gateway's zone is not one of the scenario's.
  NatGateways(sim::control::Simulation& simulation, Metering& metering, NatConfig config, ZoneIndex zone_count);

  sim::Port<EgressChanged> egress_changed;
  sim::Port<Incident> incidents;

  /// Announces the egress of every zone.
  void start();
  void on(const ZoneChanged& change);
  /// Meters what passed a zone's gateway before now: up to a full hour, it belongs to the hour before.
  void on(const BytesThroughNat& transfer) {
    add_bytes(transfer.zone, transfer.bytes, simulation_.now() - Duration{1});
  }

  /// Counts bytes, in either direction, between a zone's private subnets and a service in the region.
  ///
  /// Throws std::logic_error if there is no gateway.
  void add_bytes(ZoneIndex zone, std::int64_t bytes, Instant at);
  /// Counts bytes between a zone's private subnets and the internet; those going out are billed as such too.
  void add_internet_bytes(ZoneIndex zone, std::int64_t bytes_out, std::int64_t bytes_in, Instant at);

  /// Returns the zone of the gateway that a zone's private subnets are routed to, or nothing without gateways.
  [[nodiscard]] std::optional<ZoneIndex> gateway_zone(ZoneIndex zone) const;
  [[nodiscard]] bool is_available(ZoneIndex zone) const;
  /// Returns the share of connections refused when `connections` to one destination are wanted at once at one gateway.
  [[nodiscard]] double refused_share(std::int64_t connections) const;
  /// Returns the bandwidth of one gateway, in bytes per second.
  [[nodiscard]] double bandwidth() const { return config_.bandwidth.value(); }

  /// Meters gateway hours and addresses up to now.
  void settle(Instant now);
  [[nodiscard]] NatFigures figures() const;

 private:
  [[nodiscard]] std::vector<ZoneIndex> gateways() const;

  sim::control::Simulation& simulation_;
  Metering& metering_;
  NatConfig config_;
  ZoneIndex single_zone_ = 0;
  std::vector<std::optional<Instant>> down_since_;  ///< by the zone of the gateway
  Instant metered_until_;
  NatFigures figures_;
};

}  // namespace fleetcast::models::nat
