#pragma once
#include <concepts>
#include <type_traits>

#include "sim/describe.hpp"

namespace fleetcast::scenarios::results {

/// Says what is done so that fewer replications are as precise.
struct VarianceReductionConfig {
  bool control_variates = false;
};

/// Lists the fields of VarianceReductionConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, VarianceReductionConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("control_variates", config.control_variates,
              {.help = "Corrects means and ratios for how many more requests arrived than were expected: from 30 "
                       "replications on, with bursts from 40."});
}

}  // namespace fleetcast::scenarios::results
