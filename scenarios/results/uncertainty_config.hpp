#pragma once
#include <concepts>
#include <type_traits>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::scenarios::results {

/// Says how numbers that are intervals or distributions are drawn.
struct UncertaintyConfig {
  sim::Parameter replications_per_input = 1;
};

/// Lists the fields of UncertaintyConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, UncertaintyConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("replications_per_input", config.replications_per_input,
              {.unit = "runs",
               .at_least = 1,
               .at_most = 1000,
               .whole = true,
               .help = "Replications that share one draw of all uncertain numbers. With two or more, the report tells "
                       "what of the spread is uncertainty of the inputs and what is chance."});
}

}  // namespace fleetcast::scenarios::results
