#pragma once
#include <map>
#include <string>
#include <vector>

#include "models/ec2/machine_shelf.hpp"
#include "models/ecs/config.hpp"
#include "models/eventbridge/config.hpp"
#include "models/jobs/config.hpp"
#include "models/messages.hpp"
#include "models/vpc/network.hpp"
#include "pricing/book.hpp"
#include "scenarios/scenario.hpp"

// What the parts of a fleet take from a scenario, where a part's configuration is gathered from several sections.
namespace fleetcast::scenarios::world {

/// Names the zones in full, e.g. "us-east-1a".
[[nodiscard]] std::vector<std::string> zone_names(const Scenario& scenario);
/// Returns the index of a zone given by letter or name; throws std::invalid_argument if there is none.
[[nodiscard]] models::ZoneIndex zone_index(const Scenario& scenario, const std::string& zone);
/// Lists the spot pools that the groups may use.
[[nodiscard]] std::vector<models::Pool> pools(const Scenario& scenario);
/// Returns the vCPUs of the instance types that a provider's group launches.
[[nodiscard]] std::map<std::string, double> vcpus_by_type(const CapacityProviderSpec& provider,
                                                          const pricing::PriceBook& book);
[[nodiscard]] std::vector<models::ec2::GroupLimit> group_limits(const Scenario& scenario,
                                                                const pricing::PriceBook& book);
/// Returns a group's configuration with the on-demand prices of the book, which price-based strategies compare.
[[nodiscard]] models::auto_scaling::AutoScalingGroupConfig group_config(const CapacityProviderSpec& provider,
                                                                        const pricing::PriceBook& book);
[[nodiscard]] models::ecs::ClusterConfig cluster_config(const Scenario& scenario, const pricing::PriceBook& book);
/// Adds to the user's rules one for every job that has a schedule or an event source of its own.
[[nodiscard]] models::eventbridge::EventBridgeConfig event_rules(const Scenario& scenario);
/// Returns the NAT gateways; none where nothing runs in a private subnet.
[[nodiscard]] models::nat::NatConfig nat_config(const Scenario& scenario);
[[nodiscard]] models::vpc::Network network(const Scenario& scenario);
/// Adds to the images of services those of jobs.
[[nodiscard]] models::ecr::EcrConfig image_config(const Scenario& scenario);
/// Returns what Fargate needs to know of the services and jobs that may run there.
[[nodiscard]] std::map<std::string, models::fargate::TaskDefinition> fargate_definitions(const Scenario& scenario);
[[nodiscard]] models::spot::SpotConfig spot_config(const Scenario& scenario, const pricing::PriceBook& book);

}  // namespace fleetcast::scenarios::world
