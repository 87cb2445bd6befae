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

/// Runs replications of a scenario with a `precision` until all its estimates have the precision asked for.
///
/// Looks at the estimates at fixed checkpoints only (20 replications, or as many as the scenario has; then half as many
/// more each time), so that the answer depends neither on the number of processes nor on how long runs take. Throws
/// what run_replications does, std::invalid_argument for an unknown estimate, and pricing::MissingPrice.
[[nodiscard]] SequentialRuns run_to_precision(const Scenario& scenario, const pricing::PriceBook& book,
                                              const ExperimentOptions& options);

}  // namespace fleetcast::scenarios::experiment
