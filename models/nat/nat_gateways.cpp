#include "models/nat/nat_gateways.hpp"

#include <stdexcept>

namespace fleetcast::models::nat {

namespace {

ZoneIndex find_zone(const Metering& metering, const std::string& name, ZoneIndex zone_count) {
  for (ZoneIndex zone = 0; zone < zone_count; ++zone) {
    if (!name.empty() && metering.zone(zone).ends_with(name)) return zone;
  }
  throw std::invalid_argument("nat/availability_zone: there is no zone '" + name + "'; name one of availability_zones");
}

}  // namespace

NatGateways::NatGateways(sim::control::Simulation& simulation, Metering& metering, NatConfig config,
                         ZoneIndex zone_count)
    : simulation_(simulation), metering_(metering), config_(std::move(config)), down_since_(zone_count) {
  if (config_.availability_zone) single_zone_ = find_zone(metering, *config_.availability_zone, zone_count);
}

void NatGateways::start() {
  for (ZoneIndex zone = 0; zone < down_since_.size(); ++zone) egress_changed.send({zone, is_available(zone)});
}

std::optional<ZoneIndex> NatGateways::gateway_zone(ZoneIndex zone) const {
  switch (config_.placement) {
    case Placement::per_zone: return zone;
    case Placement::single: return single_zone_;
    case Placement::none: return std::nullopt;
  }
  throw std::logic_error("nat: unknown placement");
}

bool NatGateways::is_available(ZoneIndex zone) const {
  const auto gateway = gateway_zone(zone);
  return gateway && !down_since_.at(*gateway);
}

std::vector<ZoneIndex> NatGateways::gateways() const {
  std::vector<ZoneIndex> found;
  for (ZoneIndex zone = 0; zone < down_since_.size(); ++zone) {
    if (gateway_zone(zone) == zone) found.push_back(zone);
  }
  return found;
}

void NatGateways::on(const ZoneChanged& change) {
  if (gateway_zone(change.zone) != change.zone) return;
  auto& since = down_since_.at(change.zone);
  const bool goes_down = change.condition == ZoneCondition::down;
  if (goes_down == since.has_value()) return;
  const Instant now = simulation_.now();
  std::int64_t zones_routed = 0;
  for (ZoneIndex zone = 0; zone < down_since_.size(); ++zone) zones_routed += gateway_zone(zone) == change.zone ? 1 : 0;
  if (goes_down) {
    since = now;
    ++figures_.outages;
  } else {
    figures_.zone_outage_s += (now - *since).seconds() * static_cast<double>(zones_routed);
    incidents.send({*since, "nat_outage", "zone " + metering_.zone(change.zone) + " is down",
                    std::to_string(zones_routed) + " zones had no egress", now - *since});
    since.reset();
  }
  for (ZoneIndex zone = 0; zone < down_since_.size(); ++zone) {
    if (gateway_zone(zone) == change.zone) egress_changed.send({zone, !goes_down});
  }
}

void NatGateways::add_bytes(ZoneIndex zone, std::int64_t bytes, Instant at) {
  const auto gateway = gateway_zone(zone);
  if (!gateway) {
    throw std::logic_error("nat: bytes of zone " + metering_.zone(zone) + " at " + std::to_string(at.seconds()) +
                           " s, but there is no NAT gateway");
  }
  auto processed = metering_.key(pricing::meter::nat_processed_bytes);
  processed.zone = metering_.zone(*gateway);
  metering_.add_at(processed, at, bytes);
  figures_.processed_bytes += bytes;
  if (*gateway == zone) return;
  auto crossing = metering_.key(pricing::meter::inter_zone_bytes);
  crossing.zone = metering_.zone(zone);
  crossing.peer_zone = metering_.zone(*gateway);
  metering_.add_at(crossing, at, bytes);
  figures_.inter_zone_bytes += bytes;
}

void NatGateways::add_internet_bytes(ZoneIndex zone, std::int64_t bytes_out, std::int64_t bytes_in, Instant at) {
  add_bytes(zone, bytes_out + bytes_in, at);
  metering_.add_at(metering_.key(pricing::meter::internet_out_bytes), at, bytes_out);
}

double NatGateways::refused_share(std::int64_t connections) const {
  const std::int64_t room = config_.connections_per_destination.count() * config_.public_ipv4_addresses.count();
  if (connections <= room) return 0;
  return static_cast<double>(connections - room) / static_cast<double>(connections);
}

void NatGateways::settle(Instant now) {
  // Gateways exist from the beginning of the world; AWS bills them while their zone is impaired, too.
  for (const ZoneIndex zone : gateways()) {
    auto hours = metering_.key(pricing::meter::nat_hours);
    hours.zone = metering_.zone(zone);
    metering_.add_started_hours(hours, Instant{}, metered_until_, now);
    auto addresses = metering_.key(pricing::meter::public_ipv4_seconds);
    addresses.zone = metering_.zone(zone);
    addresses.service = "nat";
    metering_.add_interval(addresses, Instant{}, metered_until_, now, config_.public_ipv4_addresses.count());
  }
  metered_until_ = now;
}

NatFigures NatGateways::figures() const {
  NatFigures now = figures_;
  for (const ZoneIndex gateway : gateways()) {
    if (!down_since_[gateway]) continue;
    for (ZoneIndex zone = 0; zone < down_since_.size(); ++zone) {
      if (gateway_zone(zone) == gateway) now.zone_outage_s += (simulation_.now() - *down_since_[gateway]).seconds();
    }
  }
  return now;
}

}  // namespace fleetcast::models::nat
