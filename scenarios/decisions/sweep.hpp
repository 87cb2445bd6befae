#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/decisions/axes.hpp"
#include "scenarios/decisions/frontier.hpp"
#include "scenarios/experiment/experiment.hpp"
#include "scenarios/experiment/figures.hpp"
#include "scenarios/results/metrics.hpp"
#include "scenarios/results/verdict.hpp"

namespace fleetcast::scenarios::decisions {

/// Says what to sweep over.
struct SweepPlan {
  std::string scenario;                ///< path of the document
  std::vector<std::string> settings;   ///< /json/pointer=value, for every candidate
  std::vector<Choice> candidates;      ///< applied after the settings
  std::filesystem::path journal;       ///< where runs are kept, so that a sweep can go on
  std::string program_version;
  std::string program_digest;          ///< tells figures of another build apart from those of this one
};

/// Holds one candidate with what its replications came to.
struct Candidate {
  Choice choice;
  std::string label;
  std::string digest;   ///< of its scenario
  std::string problem;  ///< why it cannot be built; it has no figures then
  std::vector<experiment::Figures> runs;  ///< by replication
  results::Metrics metrics;               ///< of all replications; a quantile is the mean of theirs
  std::vector<results::Verdict> objectives;
  std::optional<Standing> standing;  ///< among those that could be built

  [[nodiscard]] bool are_objectives_met() const;
};

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
[[nodiscard]] Sweep run_sweep(const SweepPlan& plan, const experiment::ExperimentOptions& options);

}  // namespace fleetcast::scenarios::decisions
