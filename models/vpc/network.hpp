#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/messages.hpp"
#include "models/vpc/address_range.hpp"
#include "models/vpc/config.hpp"

namespace fleetcast::models::vpc {

/// Names the regional services that a network may have to reach; each listens on port 443.
inline constexpr std::array<std::string_view, 7> regional_services{"s3",   "ecr.api", "ecr.dkr", "secretsmanager",
                                                                   "logs", "sqs",     "sns"};

/// Names a flow that the stack needs; ends are roles, "client", "internet" or a regional service.
struct RequiredFlow {
  std::string from;
  std::string to;
  std::int64_t port = 443;
};
/// Tells why a flow that the stack needs cannot work; its connections time out.
struct BlockedFlow {
  RequiredFlow flow;
  std::string reason;
};

/// Answers who reaches whom in a VPC, from subnets, route tables, endpoints and security groups.
///
/// Security groups are stateful: only the opening of a connection is checked. Left out: network ACLs, peering, IPv6,
/// prefix lists.
class Network {
 public:
  /// Takes the zones' names; throws std::invalid_argument, listing all references that lead nowhere.
  Network(VpcConfig config, std::vector<std::string> availability_zones);

  /// Returns why connections from one role to another (or from "client", or to "internet" or a regional service) fail
  /// on a port, or nothing if they work from every subnet.
  [[nodiscard]] std::optional<std::string> reachable(const std::string& from, const std::string& to,
                                                     std::int64_t port) const;
  /// Returns how a role's subnet in a zone reaches a regional service while every gateway works.
  [[nodiscard]] ServicePath service_path(const std::string& role, const std::string& service, ZoneIndex zone) const;
  /// Returns the flows that cannot work, with the reason of each.
  [[nodiscard]] std::vector<BlockedFlow> blocked_flows(const std::vector<RequiredFlow>& flows) const;
  /// Returns what a stack with all parts needs, listening on these ports.
  [[nodiscard]] static std::vector<RequiredFlow> required_flows(const StackPorts& ports);

  [[nodiscard]] const VpcConfig& config() const { return config_; }
  /// Returns the index of a zone that a subnet names by its name or last letter.
  [[nodiscard]] std::optional<ZoneIndex> zone_of(const SubnetConfig& subnet) const;

 private:
  struct Peer {
    std::vector<std::string> security_groups;
    std::vector<AddressRange> addresses;
  };
  void check_references() const;
  [[nodiscard]] const RoleConfig& role(const std::string& name) const;
  [[nodiscard]] Peer peer_of(const std::vector<std::string>& subnets, const std::vector<std::string>& groups) const;
  [[nodiscard]] bool allows_in(const std::vector<std::string>& groups, std::int64_t port, const Peer& from) const;
  [[nodiscard]] bool allows_out(const std::vector<std::string>& groups, std::int64_t port, const Peer& to) const;
  [[nodiscard]] std::optional<RouteTarget> internet_route(const SubnetConfig& subnet) const;
  [[nodiscard]] ServicePath path_from(const RoleConfig& role, const std::string& subnet,
                                      const std::string& service) const;
  [[nodiscard]] std::optional<std::string> client_reaches(const std::string& to, std::int64_t port) const;
  [[nodiscard]] std::optional<std::string> internet_reached(const std::string& from, std::int64_t port) const;
  [[nodiscard]] std::optional<std::string> service_reached(const std::string& from, const std::string& service) const;

  VpcConfig config_;
  std::vector<std::string> zones_;
};

}  // namespace fleetcast::models::vpc
