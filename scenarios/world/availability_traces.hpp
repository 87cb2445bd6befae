#pragma once
#include <map>
#include <string>

#include "models/spot/availability_trace.hpp"
#include "models/spot/config.hpp"
#include "scenarios/documents/problems.hpp"
#include "scenarios/scenario.hpp"

namespace fleetcast::scenarios::world {

/// Reads a recorded availability series; throws InvalidDocument for a file that is missing or no JSON, and
/// std::invalid_argument for one of another form.
[[nodiscard]] models::spot::AvailabilityTrace read_availability_trace(
    const models::spot::AvailabilityTraceConfig& config);

/// Adds what is wrong with the trace of a pool to the problems of a scenario.
void check_availability_trace(const std::string& pool, const models::spot::AvailabilityTraceConfig& config,
                              documents::Problems& problems);

/// Reads the traces of all spot pools of a scenario, by pool.
[[nodiscard]] std::map<std::string, models::spot::AvailabilityTrace> availability_traces(const Scenario& scenario);

}  // namespace fleetcast::scenarios::world
