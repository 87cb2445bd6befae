#include <stdexcept>

#include "models/vpc/config.hpp"

namespace fleetcast::models::vpc {

namespace {

RuleConfig from_group(std::int64_t port, const char* group) {
  const auto number = static_cast<double>(port);
  return {number, number, {}, {group}};
}

}  // namespace

VpcConfig default_network(const std::vector<std::string>& availability_zones, const StackPorts& ports) {
  if (availability_zones.empty() || availability_zones.size() > 100) {
    throw std::invalid_argument("availability_zones: a default network has 1 to 100 zones");
  }
  VpcConfig config;
  config.route_tables["public"].routes = {{"0.0.0.0/0", RouteTarget::internet_gateway}};
  config.route_tables["private"].routes = {{"0.0.0.0/0", RouteTarget::nat_gateway}};
  std::vector<std::string> publics;
  std::vector<std::string> privates;
  for (std::size_t i = 0; i < availability_zones.size(); ++i) {
    const std::string& zone = availability_zones[i];
    publics.push_back("public_" + zone);
    privates.push_back("private_" + zone);
    config.subnets[publics.back()] = {zone, "10.0." + std::to_string(i) + ".0/24", "public"};
    config.subnets[privates.back()] = {zone, "10.0." + std::to_string(100 + i) + ".0/24", "private"};
  }
  config.endpoints["s3"] = {"s3", EndpointType::gateway, {"private", "public"}, {}, {}};
  const auto listener = static_cast<double>(ports.listener);
  config.security_groups["alb"].ingress = {{listener, listener, {"0.0.0.0/0"}, {}}};
  config.security_groups["service"].ingress = {from_group(ports.service, "alb")};
  config.security_groups["cache"].ingress = {from_group(ports.cache, "service")};
  config.security_groups["database"].ingress = {from_group(ports.database, "service")};
  config.roles["alb"] = {publics, {"alb"}};
  for (const char* role : {"service", "cache", "database"}) config.roles[role] = {privates, {role}};
  return config;
}

}  // namespace fleetcast::models::vpc
