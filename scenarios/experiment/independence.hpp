#pragma once
#include <span>

#include "scenarios/experiment/experiment.hpp"
#include "scenarios/experiment/scenario_file.hpp"
#include "scenarios/results/summary.hpp"

namespace fleetcast::scenarios::experiment {

/// Runs every replication again with spot pools that are reclaimed independently, each as often as before, and adds
/// what that would have made of the availability to the summary: its independence gap.
///
/// Throws std::invalid_argument for a scenario without a spot pool, and what run_replications does.
void add_independence_gap(const ScenarioFile& file, const pricing::PriceBook& book,
                          std::span<const results::RunResult> runs, results::Summary& summary,
                          const ExperimentOptions& options);

}  // namespace fleetcast::scenarios::experiment
