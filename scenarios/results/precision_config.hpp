#pragma once
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::scenarios::results {

/// States how precise estimates must be before no more replications are run.
struct PrecisionConfig {
  std::optional<sim::Parameter> headline;
  std::map<std::string, sim::Parameter> estimates;
  std::optional<sim::Parameter> availability_nines;
  sim::Parameter max_replications = 1000;
};

/// Lists the fields of PrecisionConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, PrecisionConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("headline", config.headline,
              {.unit = "ratio",
               .at_least = 1e-6,
               .at_most = 1,
               .help = "Half width of the interval, as a share of the estimate, that cost, mean latency and p99 "
                       "latency must reach."});
  visit.field("estimates", config.estimates,
              {.unit = "ratio",
               .at_least = 1e-6,
               .at_most = 1,
               .help = "The same by estimate: cost, availability, latency.p99, or any path in result.json."});
  visit.field("availability_nines", config.availability_nines,
              {.unit = "nines",
               .at_least = 1e-3,
               .at_most = 10,
               .help = "Half width that the availability must reach, in nines: decimal logarithm of what is lost."});
  visit.field("max_replications", config.max_replications,
              {.unit = "runs",
               .at_least = 20,
               .at_most = 100000,
               .whole = true,
               .help = "Replications after which to stop, precise or not."});
}

}  // namespace fleetcast::scenarios::results
