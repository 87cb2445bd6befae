#pragma once
#include <span>
#include <string>
#include <vector>

#include "pricing/usage.hpp"
#include "scenarios/documents/json.hpp"
#include "scenarios/documents/problems.hpp"
#include "scenarios/results/run_result.hpp"

namespace fleetcast::scenarios::results {

/// Returns each replication's usage that commitments may cover, hour by hour, with services, fleets and tags left out:
/// what a commitment costs depends on every hour of every replication, and means would hide it.
[[nodiscard]] std::vector<pricing::UsageLedger> coverable_usage_of(std::span<const RunResult> results);

/// Writes it as a JSON list with one text line per row: {"replication", "meter", ..., "first_hour", "amounts"}.
[[nodiscard]] std::string coverable_usage_json(std::span<const pricing::UsageLedger> replications);

/// Reads the list back; adds a problem for everything that is not as it is written, below the pointer.
[[nodiscard]] std::vector<pricing::UsageLedger> read_coverable_usage(const documents::Json& list,
                                                                     const std::string& pointer,
                                                                     documents::Problems& problems);

}  // namespace fleetcast::scenarios::results
