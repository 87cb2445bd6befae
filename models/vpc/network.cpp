#include "models/vpc/network.hpp"

#include <algorithm>
#include <stdexcept>

namespace fleetcast::models::vpc {

namespace {

const AddressRange everywhere = AddressRange::parse("0.0.0.0/0");
constexpr std::int64_t https = 443;

bool is_regional_service(std::string_view name) {
  return std::ranges::find(regional_services, name) != regional_services.end();
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

/// Whether a rule names the other side, by one of its groups or by all of its addresses.
template <class Peer>
bool admits(const RuleConfig& rule, std::int64_t port, const Peer& peer) {
  if (port < rule.from_port.count() || port > rule.to_port.count()) return false;
  if (std::ranges::any_of(peer.security_groups,
                          [&](const auto& group) { return contains(rule.security_groups, group); })) {
    return true;
  }
  return !peer.addresses.empty() && std::ranges::all_of(peer.addresses, [&](const AddressRange& address) {
    return std::ranges::any_of(rule.cidr_blocks,
                               [&](const std::string& block) { return AddressRange::parse(block).contains(address); });
  });
}

}  // namespace

Network::Network(VpcConfig config, std::vector<std::string> availability_zones)
    : config_(std::move(config)), zones_(std::move(availability_zones)) {
  check_references();
}

void Network::check_references() const {
  std::string problems;
  const auto check = [&](bool is_right, const std::string& problem) {
    if (!is_right) problems += "\n  " + problem;
  };
  const auto check_address = [&](const std::string& where, const std::string& block) {
    try {
      static_cast<void>(AddressRange::parse(block));
    } catch (const std::invalid_argument& error) {
      check(false, where + ": " + error.what());
    }
  };
  const auto check_all = [&](const std::string& where, const auto& names, const auto& known) {
    for (const auto& name : names) check(known.contains(name), where + ": there is no '" + name + "'");
  };
  for (const auto& [name, subnet] : config_.subnets) {
    check(zone_of(subnet).has_value(), "subnets/" + name + ": there is no zone '" + subnet.availability_zone + "'");
    check(config_.route_tables.contains(subnet.route_table),
          "subnets/" + name + ": there is no route table '" + subnet.route_table + "'");
    check_address("subnets/" + name, subnet.cidr_block);
  }
  for (const auto& [name, table] : config_.route_tables) {
    for (const auto& route : table.routes) check_address("route_tables/" + name, route.destination_cidr_block);
  }
  for (const auto& [name, endpoint] : config_.endpoints) {
    check(is_regional_service(endpoint.service_name),
          "endpoints/" + name + ": there is no service '" + endpoint.service_name + "'");
    check(endpoint.vpc_endpoint_type == EndpointType::interface || endpoint.service_name == "s3",
          "endpoints/" + name + ": only s3 has a gateway endpoint; use vpc_endpoint_type Interface");
    check_all("endpoints/" + name + "/subnets", endpoint.subnets, config_.subnets);
    check_all("endpoints/" + name + "/route_tables", endpoint.route_tables, config_.route_tables);
    check_all("endpoints/" + name + "/security_groups", endpoint.security_groups, config_.security_groups);
  }
  const auto check_rules = [&](const std::string& where, const std::vector<RuleConfig>& rules) {
    for (const auto& rule : rules) {
      for (const auto& block : rule.cidr_blocks) check_address(where, block);
      check_all(where, rule.security_groups, config_.security_groups);
    }
  };
  for (const auto& [name, group] : config_.security_groups) {
    check_rules("security_groups/" + name + "/ingress", group.ingress);
    if (group.egress) check_rules("security_groups/" + name + "/egress", *group.egress);
  }
  for (const auto& [name, part] : config_.roles) {
    check_all("roles/" + name + "/subnets", part.subnets, config_.subnets);
    check_all("roles/" + name + "/security_groups", part.security_groups, config_.security_groups);
  }
  if (!problems.empty()) throw std::invalid_argument("vpc:" + problems);
}

std::optional<ZoneIndex> Network::zone_of(const SubnetConfig& subnet) const {
  for (ZoneIndex zone = 0; zone < zones_.size(); ++zone) {
    const std::string& name = subnet.availability_zone;
    if (!name.empty() && (zones_[zone].ends_with(name) || name.ends_with(zones_[zone]))) return zone;
  }
  return std::nullopt;
}

const RoleConfig& Network::role(const std::string& name) const {
  const auto found = config_.roles.find(name);
  if (found == config_.roles.end()) {
    throw std::invalid_argument("vpc/roles: there is no '" + name +
                                "'; say in which subnets and security groups it is");
  }
  return found->second;
}

Network::Peer Network::peer_of(const std::vector<std::string>& subnets, const std::vector<std::string>& groups) const {
  Peer peer{groups, {}};
  for (const auto& subnet : subnets)
    peer.addresses.push_back(AddressRange::parse(config_.subnets.at(subnet).cidr_block));
  return peer;
}

bool Network::allows_in(const std::vector<std::string>& groups, std::int64_t port, const Peer& from) const {
  return std::ranges::any_of(groups, [&](const auto& group) {
    return std::ranges::any_of(config_.security_groups.at(group).ingress,
                               [&](const auto& rule) { return admits(rule, port, from); });
  });
}

bool Network::allows_out(const std::vector<std::string>& groups, std::int64_t port, const Peer& to) const {
  return std::ranges::any_of(groups, [&](const auto& group) {
    const auto& egress = config_.security_groups.at(group).egress;
    return !egress || std::ranges::any_of(*egress, [&](const auto& rule) { return admits(rule, port, to); });
  });
}

std::optional<RouteTarget> Network::internet_route(const SubnetConfig& subnet) const {
  for (const auto& route : config_.route_tables.at(subnet.route_table).routes) {
    if (AddressRange::parse(route.destination_cidr_block).contains(everywhere)) return route.target;
  }
  return std::nullopt;
}

ServicePath Network::path_from(const RoleConfig& role, const std::string& subnet, const std::string& service) const {
  const SubnetConfig& place = config_.subnets.at(subnet);
  for (const auto& [name, endpoint] : config_.endpoints) {
    if (endpoint.service_name != service || endpoint.vpc_endpoint_type != EndpointType::interface) continue;
    // Private DNS sends every subnet to the endpoint, whether or not the endpoint has an interface in its zone.
    const bool is_allowed =
        !endpoint.subnets.empty() &&
        allows_out(role.security_groups, https, peer_of(endpoint.subnets, endpoint.security_groups)) &&
        allows_in(endpoint.security_groups, https, peer_of({subnet}, role.security_groups));
    return is_allowed ? ServicePath::interface_endpoint : ServicePath::blocked;
  }
  if (!allows_out(role.security_groups, https, Peer{{}, {everywhere}})) return ServicePath::blocked;
  for (const auto& [name, endpoint] : config_.endpoints) {
    if (endpoint.service_name == service && contains(endpoint.route_tables, place.route_table)) {
      return ServicePath::gateway_endpoint;
    }
  }
  const auto target = internet_route(place);
  if (!target) return ServicePath::blocked;
  return *target == RouteTarget::nat_gateway ? ServicePath::nat_gateway : ServicePath::internet_gateway;
}

ServicePath Network::service_path(const std::string& role_name, const std::string& service, ZoneIndex zone) const {
  const RoleConfig& part = role(role_name);
  for (const auto& subnet : part.subnets) {
    if (zone_of(config_.subnets.at(subnet)) == zone) return path_from(part, subnet, service);
  }
  return ServicePath::blocked;
}

std::optional<std::string> Network::client_reaches(const std::string& to, std::int64_t port) const {
  const RoleConfig& part = role(to);
  for (const auto& subnet : part.subnets) {
    if (internet_route(config_.subnets.at(subnet)) != RouteTarget::internet_gateway) {
      return "subnet " + subnet + " of " + to + " has no route to an internet gateway";
    }
  }
  if (!allows_in(part.security_groups, port, Peer{{}, {everywhere}})) {
    return "no security group of " + to + " lets clients in on port " + std::to_string(port);
  }
  return std::nullopt;
}

std::optional<std::string> Network::internet_reached(const std::string& from, std::int64_t port) const {
  const RoleConfig& part = role(from);
  if (!allows_out(part.security_groups, port, Peer{{}, {everywhere}})) {
    return "no security group of " + from + " lets traffic out to 0.0.0.0/0 on port " + std::to_string(port);
  }
  for (const auto& subnet : part.subnets) {
    if (!internet_route(config_.subnets.at(subnet)))
      return "subnet " + subnet + " of " + from + " has no route to 0.0.0.0/0";
  }
  return std::nullopt;
}

std::optional<std::string> Network::service_reached(const std::string& from, const std::string& service) const {
  const RoleConfig& part = role(from);
  for (const auto& subnet : part.subnets) {
    if (path_from(part, subnet, service) == ServicePath::blocked) {
      return "subnet " + subnet + " of " + from + " has no way to " + service +
             ": add a route to a gateway, an endpoint, or a security group rule for port 443";
    }
  }
  return std::nullopt;
}

std::optional<std::string> Network::reachable(const std::string& from, const std::string& to, std::int64_t port) const {
  if (from == "client") return client_reaches(to, port);
  if (to == "internet") return internet_reached(from, port);
  if (is_regional_service(to)) return service_reached(from, to);
  const RoleConfig& source = role(from);
  const RoleConfig& target = role(to);
  const std::string on_port = " on port " + std::to_string(port);
  if (!allows_out(source.security_groups, port, peer_of(target.subnets, target.security_groups))) {
    return "no security group of " + from + " lets traffic out to " + to + on_port;
  }
  if (!allows_in(target.security_groups, port, peer_of(source.subnets, source.security_groups))) {
    return "no security group of " + to + " lets " + from + " in" + on_port;
  }
  return std::nullopt;
}

std::vector<BlockedFlow> Network::blocked_flows(const std::vector<RequiredFlow>& flows) const {
  std::vector<BlockedFlow> blocked;
  for (const auto& flow : flows) {
    if (auto reason = reachable(flow.from, flow.to, flow.port)) blocked.push_back({flow, std::move(*reason)});
  }
  return blocked;
}

std::vector<RequiredFlow> Network::required_flows(const StackPorts& ports) {
  return {
      {"client", "alb", ports.listener},       {"alb", "service", ports.service}, {"service", "cache", ports.cache},
      {"service", "database", ports.database}, {"service", "internet", https},    {"service", "s3", https},
      {"service", "ecr.api", https},           {"service", "ecr.dkr", https},     {"service", "secretsmanager", https}};
}

}  // namespace fleetcast::models::vpc
