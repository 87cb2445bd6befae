#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

#include "scenarios/checks/names.hpp"
#include "scenarios/checks/parts.hpp"
#include "scenarios/world/fleet_parts.hpp"

namespace fleetcast::scenarios::checks {
namespace {

using models::ServicePath;
using models::vpc::BlockedFlow;
using models::vpc::Network;
using models::vpc::RequiredFlow;

std::optional<Network> make_network(const Scenario& scenario, documents::Problems& problems) {
  if (scenario.availability_zones.empty()) return std::nullopt;
  try {
    return world::network(scenario);
  } catch (const std::invalid_argument& error) {
    problems.add("/vpc", error.what());
    return std::nullopt;
  }
}

std::set<std::string> roles(const Scenario& scenario) {
  std::set<std::string> present;
  if (scenario.alb) present.insert("alb");
  if (!scenario.services.empty() || !scenario.jobs.jobs.empty()) present.insert("service");
  if (scenario.elasticache) present.insert("cache");
  if (scenario.aurora) present.insert("database");
  return present;
}

// Which of the flows that a whole stack needs does this one need?
std::vector<RequiredFlow> needed_flows(const Scenario& scenario, const std::set<std::string>& present) {
  std::vector<RequiredFlow> flows = Network::required_flows({});
  std::erase_if(flows, [&](const RequiredFlow& flow) {
    const auto is_absent_role = [&](const std::string& end) {
      const bool is_role = end == "alb" || end == "service" || end == "cache" || end == "database";
      return is_role && !present.contains(end);
    };
    // What tasks say to the internet is not simulated.
    if (flow.to == "internet") return true;
    if (flow.to == "secretsmanager" && scenario.secrets.secrets.empty()) return true;
    return is_absent_role(flow.from) || is_absent_role(flow.to);
  });
  return flows;
}

bool check_roles(const Network& network, const std::set<std::string>& present, documents::Problems& problems) {
  bool are_known = true;
  for (const std::string& role : present) {
    if (network.config().roles.contains(role)) continue;
    problems.add(pointer_to({"vpc", "roles", role}), "is required, since the stack has this part: name its subnets");
    are_known = false;
  }
  return are_known;
}

void check_gateways(const Network& network, const Scenario& scenario, const std::vector<RequiredFlow>& flows,
                    documents::Findings& findings) {
  if (scenario.nat.placement != models::nat::Placement::none) return;
  for (const RequiredFlow& flow : flows) {
    const bool is_regional = std::ranges::find(models::vpc::regional_services, flow.to) !=
                             models::vpc::regional_services.end();
    if (flow.from != "service" || !is_regional) continue;
    if (network.service_path(flow.from, flow.to, 0) != ServicePath::nat_gateway) continue;
    findings.warnings.add("/nat/placement", "there are no NAT gateways, but tasks reach " + flow.to +
                                                " only through one; connections will time out");
  }
}

}  // namespace

void check_network(const Scenario& scenario, documents::Findings& findings) {
  const std::optional<Network> network = make_network(scenario, findings.problems);
  const std::set<std::string> present = roles(scenario);
  if (!network || !check_roles(*network, present, findings.problems)) return;
  const std::vector<RequiredFlow> flows = needed_flows(scenario, present);
  for (const BlockedFlow& blocked : network->blocked_flows(flows)) {
    findings.warnings.add("/vpc", "from " + blocked.flow.from + " to " + blocked.flow.to + ", port " +
                                      std::to_string(blocked.flow.port) + ": " + blocked.reason +
                                      "; connections will time out");
  }
  check_gateways(*network, scenario, flows, findings);
}

}  // namespace fleetcast::scenarios::checks
