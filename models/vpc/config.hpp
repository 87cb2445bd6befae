#pragma once
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::vpc {

/// Configures one subnet.
struct SubnetConfig {
  std::string availability_zone{};
  std::string cidr_block{};
  std::string route_table{};
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, SubnetConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("availability_zone", config.availability_zone,
              {.required = true, .help = "Zone, by name or last letter."});
  visit.field("cidr_block", config.cidr_block, {.required = true, .help = "IPv4 addresses, such as \"10.0.1.0/24\"."});
  visit.field("route_table", config.route_table, {.required = true, .help = "Route table, by name."});
}

/// Names where a route leads.
enum class RouteTarget { internet_gateway, nat_gateway };
inline constexpr sim::Choices<RouteTarget, 2> route_targets{
    {{"internet_gateway", RouteTarget::internet_gateway}, {"nat_gateway", RouteTarget::nat_gateway}}};

/// Configures one route; the VPC's own addresses always route locally.
struct RouteConfig {
  std::string destination_cidr_block = "0.0.0.0/0";
  RouteTarget target = RouteTarget::nat_gateway;
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, RouteConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("destination_cidr_block", config.destination_cidr_block, {.help = "IPv4 addresses the route is for."});
  visit.choice("target", config.target, route_targets,
               {.help = "Internet gateway (makes the subnet public) or NAT gateway.",
                .source = "[doc: VPC/vpc-nat-gateway.md]"});
}

/// Configures one route table.
struct RouteTableConfig {
  std::vector<RouteConfig> routes{};
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, RouteTableConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("routes", config.routes, {.help = "Routes besides the local one."});
}

/// Names the two kinds of VPC endpoints.
enum class EndpointType { gateway, interface };
inline constexpr sim::Choices<EndpointType, 2> endpoint_types{
    {{"Gateway", EndpointType::gateway}, {"Interface", EndpointType::interface}}};

/// Configures one VPC endpoint: a private way to a regional service.
struct EndpointConfig {
  std::string service_name{};
  EndpointType vpc_endpoint_type = EndpointType::interface;
  std::vector<std::string> route_tables{};
  std::vector<std::string> subnets{};
  std::vector<std::string> security_groups{};
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, EndpointConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("service_name", config.service_name,
              {.required = true, .help = "Service: s3, ecr.api, ecr.dkr, secretsmanager, logs, sqs or sns."});
  visit.choice(
      "vpc_endpoint_type", config.vpc_endpoint_type, endpoint_types,
      {.help = "Gateway (S3 only, free, in route tables) or Interface (in subnets, billed by zone and hour)."});
  visit.field("route_tables", config.route_tables, {.help = "Route tables of a gateway endpoint."});
  visit.field("subnets", config.subnets, {.help = "Subnets of an interface endpoint, one a zone."});
  visit.field("security_groups", config.security_groups, {.help = "Security groups of an interface endpoint."});
}

/// Configures one rule of a security group; peers are addresses or other groups.
struct RuleConfig {
  sim::Parameter from_port = 0;
  sim::Parameter to_port = 65535;
  std::vector<std::string> cidr_blocks{};
  std::vector<std::string> security_groups{};
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, RuleConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("from_port", config.from_port, {.at_least = 0, .at_most = 65535, .whole = true, .help = "First port."});
  visit.field("to_port", config.to_port, {.at_least = 0, .at_most = 65535, .whole = true, .help = "Last port."});
  visit.field("cidr_blocks", config.cidr_blocks, {.help = "IPv4 addresses of the other side."});
  visit.field("security_groups", config.security_groups, {.help = "Security groups of the other side, by name."});
}

/// Configures one security group.
struct SecurityGroupConfig {
  std::vector<RuleConfig> ingress{};
  std::optional<std::vector<RuleConfig>> egress{};
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, SecurityGroupConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("ingress", config.ingress, {.help = "What may come in."});
  visit.field("egress", config.egress, {.help = "What may go out; everything if not given, as AWS creates groups."});
}

/// Configures where one part of the stack ("alb", "service", "cache", "database") sits.
struct RoleConfig {
  std::vector<std::string> subnets{};
  std::vector<std::string> security_groups{};
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, RoleConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("subnets", config.subnets, {.help = "Subnets, by name."});
  visit.field("security_groups", config.security_groups, {.help = "Security groups, by name."});
}

/// Configures the VPC; without subnets the stack gets the network of default_network().
struct VpcConfig {
  std::map<std::string, SubnetConfig> subnets{};
  std::map<std::string, RouteTableConfig> route_tables{};
  std::map<std::string, EndpointConfig> endpoints{};
  std::map<std::string, SecurityGroupConfig> security_groups{};
  std::map<std::string, RoleConfig> roles{};
};

template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, VpcConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("subnets", config.subnets,
              {.help = "Subnets by name; without any, a network that allows what the stack needs."});
  visit.field("route_tables", config.route_tables, {.help = "Route tables by name."});
  visit.field("endpoints", config.endpoints, {.help = "VPC endpoints by name; also added to the default network."});
  visit.field("security_groups", config.security_groups, {.help = "Security groups by name."});
  visit.field("roles", config.roles, {.help = "Where alb, service, cache and database sit."});
}

/// Holds the ports on which the parts of a stack listen.
struct StackPorts {
  std::int64_t listener = 443;
  std::int64_t service = 8080;
  std::int64_t cache = 6379;
  std::int64_t database = 3306;
};

/// Returns a network in which everything the stack needs is allowed and nothing else: a public and a private subnet in
/// each zone, NAT gateways behind the private ones, a free gateway endpoint for S3, one security group a role.
[[nodiscard]] VpcConfig default_network(const std::vector<std::string>& availability_zones, const StackPorts& ports);

}  // namespace fleetcast::models::vpc
