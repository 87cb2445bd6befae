#pragma once
#include <span>
#include <string>
#include <vector>

#include "pricing/usage.hpp"
#include "scenarios/documents/json.hpp"
#include "scenarios/documents/problems.hpp"

namespace fleetcast::scenarios::regression {

/// Returns the usage of replications as rows: a key with, for each replication, [hour, raw, billable] for every hour,
/// counted from the first hour of any. The same ledgers give the same rows.
[[nodiscard]] documents::Json usage_to_json(std::span<const pricing::UsageLedger> ledgers);

/// Reads what usage_to_json made, for so many replications; adds everything that is wrong in it.
[[nodiscard]] std::vector<pricing::UsageLedger> usage_from_json(const documents::Json& usage, std::size_t replications,
                                                                const std::string& pointer,
                                                                documents::Problems& problems);

}  // namespace fleetcast::scenarios::regression
