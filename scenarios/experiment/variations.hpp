#pragma once
#include <string>
#include <vector>

#include "scenarios/scenario.hpp"

namespace fleetcast::scenarios::experiment {

/// Names one number of a scenario and what it may be instead.
struct Variation {
  std::string pointer;
  std::string source;  ///< the reason given for its value
  std::string value;   ///< with its unit
  std::string low;
  std::string high;
  Scenario with_low;   ///< the scenario, but for this number
  Scenario with_high;
};

/// Holds the variations of a scenario, and the assumptions that cannot be varied, with the reason.
struct Variations {
  std::vector<Variation> made;
  std::vector<std::pair<std::string, std::string>> left_out;  ///< pointer, reason
};

/// Varies every assumed number of a scenario: an interval to its ends, any other to half and double, and a distribution
/// by its scale, all within the bounds of their fields; a share of zero is raised to 5 %.
///
/// Half and double are no ranges that anybody measured: they set all assumptions side by side at one and the same
/// degree of ignorance.
[[nodiscard]] Variations variations_of(const Scenario& scenario);

}  // namespace fleetcast::scenarios::experiment
