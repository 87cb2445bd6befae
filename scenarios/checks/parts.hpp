#pragma once
#include "pricing/book.hpp"
#include "scenarios/documents/document_kind.hpp"
#include "scenarios/scenario.hpp"

// The parts of check_scenario, each about one section of a scenario.
namespace fleetcast::scenarios::checks {

/// Checks name, zones, instants and what the objectives ask for.
void check_frame(const Scenario& scenario, documents::Findings& findings);
/// Checks the traffic, the request classes, and that everything on their way exists.
void check_classes(const Scenario& scenario, documents::Findings& findings);
/// Checks what an application of a service does for each class.
void check_applications(const Scenario& scenario, documents::Findings& findings);
/// Checks the services: where their tasks run, how many there are, how they are replaced.
void check_services(const Scenario& scenario, documents::Findings& findings);
/// Checks the capacity providers and the groups behind them.
void check_capacity_providers(const Scenario& scenario, const pricing::PriceBook& book, documents::Findings& findings);
/// Checks that the tasks of services and jobs fit where they are to run; all instance types must be known.
void check_task_sizes(const Scenario& scenario, const pricing::PriceBook& book, documents::Findings& findings);
/// Warns of what tasks on spot capacity cannot do within the interruption notice, and of few pools.
void check_spot(const Scenario& scenario, documents::Findings& findings);
/// Checks the types of cache nodes and database instances, spot prices, discounts and commitments.
void check_priced_types(const Scenario& scenario, const pricing::PriceBook& book, documents::Findings& findings);
/// Checks jobs, queues, secrets, rules and topics.
void check_background(const Scenario& scenario, documents::Findings& findings);
/// Checks the scripted events.
void check_events(const Scenario& scenario, documents::Findings& findings);
/// Checks the network, and warns of flows that the stack needs and the network does not allow.
void check_network(const Scenario& scenario, documents::Findings& findings);

/// Tells whether a provider is one of AWS's own, such as FARGATE_SPOT.
[[nodiscard]] bool is_fargate(std::string_view capacity_provider);
/// Lists the names that a capacity provider strategy may use.
[[nodiscard]] std::vector<std::string> provider_names(const Scenario& scenario);
/// Tells whether a provider's capacity is spot, wholly or in part.
[[nodiscard]] bool has_spot(const Scenario& scenario, const std::string& capacity_provider);

}  // namespace fleetcast::scenarios::checks
