#pragma once
#include <cstdint>

#include "scenarios/scenario.hpp"

namespace fleetcast::scenarios::world {

/// Returns the Unix time, in seconds, of a scenario's start; throws std::invalid_argument if it is no UTC instant.
[[nodiscard]] std::int64_t start_of(const Scenario& scenario);

}  // namespace fleetcast::scenarios::world
