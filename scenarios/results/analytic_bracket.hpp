#pragma once
#include <span>
#include <vector>

#include "scenarios/results/run_result.hpp"
#include "scenarios/results/summary.hpp"

namespace fleetcast::scenarios::results {

/// Replications from which on means are set against their brackets: fewer say too little about their own error.
inline constexpr std::size_t replications_for_brackets = 10;

/// Judges "analytic_bracket/<backend>": whether the mean number present, over all replications, lies between the bounds
/// that theorems give for its expectation.
///
/// The bounds are the figures "backends.<name>.present_at_least" and "..present_at_most". A check fails where a mean is
/// outside by more than Student's t allows once in a million such checks. Residuals are shares of the bound, zero
/// inside the bracket. Nothing for fewer than replications_for_brackets.
[[nodiscard]] std::vector<AuditVerdict> bracket_verdicts(std::span<const RunResult> results);

}  // namespace fleetcast::scenarios::results
