#pragma once
#include <concepts>
#include <map>
#include <string>
#include <type_traits>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::scenarios {

/// States what is to be decided: what may be chosen, and how sure the choice must be. The objectives say what it must
/// fulfil, and the cost of a month is what it must keep low.
struct DecisionSpec {
  /// Values by JSON pointer, as `sweep --vary` takes them: "6,9,12".
  std::map<std::string, std::string> free;
  sim::Parameter indifference = 0;
  sim::Parameter confidence = 0.95;
  sim::Parameter first_replications = 10;
  sim::Parameter max_replications = 100;
};

/// Lists the fields of DecisionSpec.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, DecisionSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("free", config.free,
              {.required = true,
               .help = "Values that places of this document may take, by JSON pointer and separated by commas."});
  visit.field("indifference", config.indifference,
              {.unit = "USD",
               .at_least = 0.01,
               .required = true,
               .help = "Difference in the cost of a month that does not matter."});
  visit.field("confidence", config.confidence,
              {.unit = "ratio",
               .at_least = 0.6,
               .at_most = 0.9999,
               .help = "Probability that nothing that meets the objectives is cheaper by more than the indifference."});
  visit.field("first_replications", config.first_replications,
              {.unit = "runs",
               .at_least = 5,
               .at_most = 1000,
               .whole = true,
               .help = "Replications of every candidate, by which clear losers are struck out."});
  visit.field("max_replications", config.max_replications,
              {.unit = "runs",
               .at_least = 5,
               .at_most = 100000,
               .whole = true,
               .help = "Replications of any candidate after which to stop, sure or not."});
}

}  // namespace fleetcast::scenarios
