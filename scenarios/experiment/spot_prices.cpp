#include "scenarios/experiment/spot_prices.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "pricing/importers/spot_price_history.hpp"
#include "pricing/problems.hpp"
#include "scenarios/checks/parts.hpp"
#include "scenarios/documents/suggestion.hpp"
#include "scenarios/prices/spot_prices.hpp"
#include "scenarios/world/start.hpp"

namespace fleetcast::scenarios::experiment {
namespace {

const std::string pointer = "/pricing/spot_price_history";

std::set<std::string> spot_types_of(const Scenario& scenario) {
  std::set<std::string> types;
  for (const auto& [name, provider] : scenario.capacity_providers) {
    if (!checks::has_spot(scenario, name)) continue;
    for (const auto& one : provider.auto_scaling_group.mixed_instances_policy.overrides) {
      types.insert(one.instance_type);
    }
  }
  return types;
}

void check_pool(const Scenario& scenario, const pricing::HourlySpotPrices& prices, const pricing::SpotPool& pool,
                documents::Problems& problems) {
  const auto& fixed = scenario.pricing.spot_usd_per_hour;
  if (fixed.contains(pool.instance_type) || fixed.contains(pool.instance_type + "/" + pool.zone)) return;
  const std::int64_t first_hour = world::start_of(scenario) / 3600;
  // A pool has a price from its first record on.
  if (prices.find(pool.instance_type, pool.zone, first_hour) != nullptr) return;
  const std::string name = pool.instance_type + " in " + pool.zone;
  const std::vector<std::string> zones = prices.zones_of(pool.instance_type);
  if (std::ranges::find(zones, pool.zone) != zones.end()) {
    problems.add(pointer + "/from", "the prices of " + name + " begin later than the scenario; give a later instant");
  } else {
    problems.add(pointer, "has no prices of " + name +
                              (zones.empty() ? std::string() : "; there are some of " + documents::join_names(zones)) +
                              ": map the zone with 'zones', or give the pool a price in spot_usd_per_hour");
  }
}

}  // namespace

std::optional<pricing::HourlySpotPrices> spot_prices_of(const Scenario& scenario) {
  const auto& spec = scenario.pricing.spot_price_history;
  if (!spec) return std::nullopt;
  const std::int64_t start = world::start_of(scenario);
  const auto length = static_cast<std::int64_t>(std::ceil(scenario.horizon.value()));
  return prices::read_spot_prices({spec->file, scenario.region, start, start + length, spec->from, spec->zones});
}

void check_spot_price_history(const Scenario& scenario, documents::Findings& findings) {
  const auto& spec = scenario.pricing.spot_price_history;
  if (!spec) return;
  try {
    if (spec->from) static_cast<void>(pricing::importers::utc_second_of(*spec->from));
    const pricing::HourlySpotPrices prices = *spot_prices_of(scenario);
    for (const std::string& type : spot_types_of(scenario)) {
      for (const std::string& zone : scenario.availability_zones) {
        check_pool(scenario, prices, {type, scenario.region + zone}, findings.problems);
      }
    }
    for (const std::string& gap : prices::describe_gaps(prices)) findings.warnings.add(pointer, gap);
  } catch (const pricing::InvalidDocument& error) {
    findings.problems.add(pointer + "/file", error.what());
  } catch (const std::invalid_argument& error) {
    findings.problems.add(pointer + "/from", error.what());
  }
}

}  // namespace fleetcast::scenarios::experiment
