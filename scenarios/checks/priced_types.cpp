#include <cmath>
#include <stdexcept>

#include "pricing/decimal.hpp"
#include "scenarios/checks/names.hpp"
#include "scenarios/checks/parts.hpp"
#include "scenarios/prices/contract.hpp"
#include "scenarios/world/start.hpp"

namespace fleetcast::scenarios::checks {
namespace {

using documents::Problems;

void check_spot_prices(const Scenario& scenario, const pricing::PriceBook& book, Problems& problems) {
  for (const auto& [pool, price] : scenario.pricing.spot_usd_per_hour) {
    const std::string pointer = pointer_to({"pricing", "spot_usd_per_hour", pool});
    const std::size_t slash = pool.find('/');
    require_known(pool.substr(0, slash), names_of(book.instance_types), "instance type", pointer, problems);
    if (slash != std::string::npos) {
      std::vector<std::string> zones;
      for (const std::string& zone : scenario.availability_zones) zones.push_back(scenario.region + zone);
      require_known(pool.substr(slash + 1), zones, "zone", pointer, problems);
    }
    try {
      if (pricing::Decimal::parse(price) < pricing::Decimal{}) problems.add(pointer, "must not be below 0");
    } catch (const std::invalid_argument&) {
      problems.add(pointer, "'" + price + "' is no amount of dollars such as \"0.0312\"");
    }
  }
}

void check_spot_pools(const Scenario& scenario, Problems& problems) {
  std::vector<std::string> pools;
  for (const auto& [name, provider] : scenario.capacity_providers) {
    for (const auto& one : provider.auto_scaling_group.mixed_instances_policy.overrides) {
      pools.push_back(one.instance_type);
      for (const std::string& zone : scenario.availability_zones) {
        pools.push_back(one.instance_type + "/" + scenario.region + zone);
      }
    }
  }
  std::vector<std::string> in_zones = pools;
  std::erase_if(in_zones, [](const std::string& name) { return name.find('/') == std::string::npos; });
  for (const auto& [name, trace] : scenario.spot.traces) {
    require_known(name, in_zones, "spot pool of a capacity provider in a zone", pointer_to({"spot", "traces", name}),
                  problems);
  }
  for (const auto& [name, pool] : scenario.spot.pools) {
    require_known(name, pools, "spot pool of a capacity provider", pointer_to({"spot", "pools", name}), problems);
  }
  if (scenario.spot.region_shock_share.value() + scenario.spot.zone_shock_share.value() > 1) {
    problems.add("/spot/zone_shock_share", "must not add up to more than 1 with region_shock_share");
  }
}

// A start that is no instant is a problem of its own.
bool is_on_the_hour(const Scenario& scenario) try {
  return world::start_of(scenario) % 3600 == 0;
} catch (const std::invalid_argument&) {
  return true;
}

/// Requires a type that the book has prices of; a book without any says so, since no name would do.
void require_priced(const std::string& name, const std::vector<std::string>& known, const std::string& what,
                    const std::string& pointer, const pricing::PriceBook& book, Problems& problems) {
  if (known.empty()) {
    problems.add(pointer, "price book '" + book.name + "' holds no price of any " + what + " in " + book.region +
                              ", so '" + name + "' cannot be billed; import AWS's offer file into a copy of the book");
    return;
  }
  require_known(name, known, what, pointer, problems);
}

void check_contract(const Scenario& scenario, const pricing::PriceBook& book, Problems& problems) {
  static_cast<void>(prices::to_discounts(scenario.pricing.discounts, "/pricing/discounts", problems));
  static_cast<void>(prices::to_commitments(scenario.pricing.commitments, "/pricing/commitments", scenario.account, book,
                                           problems));
  if (scenario.pricing.commitments.empty()) return;
  constexpr double hour = 3600;
  if (std::fmod(scenario.horizon.value(), hour) != 0 || !is_on_the_hour(scenario)) {
    problems.add("/pricing/commitments", "apply to whole hours: the scenario must start on the hour and its horizon be "
                                         "a whole number of hours");
  }
}

}  // namespace

void check_priced_types(const Scenario& scenario, const pricing::PriceBook& book, documents::Findings& findings) {
  if (scenario.elasticache) {
    require_priced(scenario.elasticache->node_type, names_of(book.cache_node_types), "cache node type",
                   "/elasticache/node_type", book, findings.problems);
  }
  if (scenario.aurora && !scenario.aurora->serverlessv2_scaling_configuration) {
    require_priced(scenario.aurora->instance_class, names_of(book.aurora_classes), "database class",
                   "/aurora/instance_class", book, findings.problems);
  }
  check_spot_prices(scenario, book, findings.problems);
  check_contract(scenario, book, findings.problems);
  check_spot_pools(scenario, findings.problems);
}

}  // namespace fleetcast::scenarios::checks
