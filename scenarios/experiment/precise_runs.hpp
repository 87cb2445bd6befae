#pragma once
#include <optional>
#include <vector>

#include "scenarios/experiment/experiment.hpp"
#include "scenarios/results/precision.hpp"

namespace fleetcast::scenarios::experiment {

/// Holds replications, and how precise they are where that was asked.
struct SequentialRuns {
  std::vector<results::RunResult> runs;
  std::optional<results::PrecisionReport> precision;
};

/// Runs replications of a scenario with a `precision` until SequentialStopping has enough of them.
///
/// Throws what run_replications and SequentialStopping do.
[[nodiscard]] SequentialRuns run_to_precision(const Scenario& scenario, const pricing::PriceBook& book,
                                              const ExperimentOptions& options);

}  // namespace fleetcast::scenarios::experiment
