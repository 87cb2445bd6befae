#include "models/vpc/vpc.hpp"

namespace fleetcast::models::vpc {

Vpc::Vpc(Metering& metering, Network network, std::string role, ZoneIndex zone_count)
    : metering_(metering), network_(std::move(network)), role_(std::move(role)) {
  for (ZoneIndex zone = 0; zone < zone_count; ++zone) has_egress_[zone] = true;
}

void Vpc::start() {
  for (const auto& [zone, has_egress] : has_egress_) {
    for (const auto service : regional_services) {
      service_path_changed.send({std::string(service), zone, path(std::string(service), zone)});
    }
  }
}

ServicePath Vpc::path(const std::string& service, ZoneIndex zone) const {
  const ServicePath planned = network_.service_path(role_, service, zone);
  return planned == ServicePath::nat_gateway && !has_egress_.at(zone) ? ServicePath::blocked : planned;
}

void Vpc::on(const EgressChanged& change) {
  if (has_egress_.at(change.zone) == change.is_available) return;
  has_egress_[change.zone] = change.is_available;
  for (const auto service : regional_services) {
    const std::string name(service);
    if (network_.service_path(role_, name, change.zone) != ServicePath::nat_gateway) continue;
    service_path_changed.send({name, change.zone, path(name, change.zone)});
  }
}

void Vpc::on(const BytesThroughEndpoint& transfer, Instant now) {
  auto key = metering_.key(pricing::meter::endpoint_processed_bytes);
  key.zone = metering_.zone(transfer.zone);
  key.service = transfer.service;
  metering_.add_at(key, now, transfer.bytes);
}

void Vpc::settle(Instant now) {
  for (const auto& [name, endpoint] : network_.config().endpoints) {
    if (endpoint.vpc_endpoint_type != EndpointType::interface) continue;
    for (const auto& subnet : endpoint.subnets) {
      auto key = metering_.key(pricing::meter::endpoint_hours);
      key.zone = metering_.zone(*network_.zone_of(network_.config().subnets.at(subnet)));
      key.service = endpoint.service_name;
      metering_.add_started_hours(key, {}, metered_until_, now);
    }
  }
  metered_until_ = now;
}

}  // namespace fleetcast::models::vpc
