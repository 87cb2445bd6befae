#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/decisions/candidates.hpp"
#include "scenarios/experiment/experiment.hpp"

namespace fleetcast::scenarios::decisions {

/// Holds the outcome of a sweep.
struct Sweep {
  std::string scenario_name;
  std::string version;
  std::uint64_t seed = 0;
  std::size_t replications = 0;
  double horizon_seconds = 0;
  std::size_t runs_from_journal = 0;
  std::vector<Candidate> candidates;  ///< in the order of the plan
  /// The cheapest that meets every objective, and the cheapest after it; empty where there is none.
  std::optional<std::size_t> best;
  std::optional<std::size_t> runner_up;
};

/// Runs every replication of every candidate under common random numbers, but for those that the journal has.
///
/// Throws documents::InvalidDocument with the problems of all candidates, each under its choice, before anything runs;
/// std::invalid_argument if no candidate can be built; and what run_figures does.
[[nodiscard]] Sweep run_sweep(const CandidatePlan& plan, const experiment::ExperimentOptions& options);

}  // namespace fleetcast::scenarios::decisions
