#pragma once
#include <cstdint>
#include <optional>

#include "scenarios/commands/commit.hpp"
#include "scenarios/commands/commit_report.hpp"

namespace fleetcast::scenarios::commands {

/// Returns the hours that a span touches, given its first second in Unix time.
[[nodiscard]] pricing::BilledPeriod billed_period(std::int64_t first_second, double horizon_seconds);

/// Reads usage that was recorded, from a result file or from usage files; nothing if the input is neither. Throws
/// InvalidDocument and std::invalid_argument.
[[nodiscard]] std::optional<CommitInput> read_recorded(const CommitOptions& options);

/// Finds the commitment that costs least for the usage and writes it; throws what find_commitment does.
ExitCode print_commitments(CommitInput input, const CommitOptions& options, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
