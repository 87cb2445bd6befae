#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/decisions/candidates.hpp"
#include "scenarios/decisions/selection.hpp"
#include "scenarios/experiment/experiment.hpp"

namespace fleetcast::scenarios::decisions {

/// Holds the outcome of an optimisation.
struct Optimum {
  std::string scenario_name;
  std::string version;
  std::uint64_t seed = 0;
  double horizon_seconds = 0;
  SelectionRules rules;
  std::vector<Candidate> candidates;  ///< in the order of the plan, each with the runs that it got
  std::vector<Contender> contenders;  ///< by candidate
  std::optional<std::size_t> best;    ///< the cheapest that is known to meet every objective
  /// True if the best is the only one left: with the confidence asked for, no other is better by more than the
  /// indifference.
  bool is_sure = false;
  std::size_t runs_from_journal = 0;

  [[nodiscard]] std::size_t runs() const;
};

/// Returns what the runs of a candidate tell about its objectives, if each statement may be wrong with an error.
[[nodiscard]] Feasibility feasibility_of(const Candidate& candidate, double error);

/// Selects the cheapest candidate that meets every objective; see Selection. The settings of the plan must leave every
/// candidate the most replications that the rules allow, drawn one by one.
///
/// Throws std::invalid_argument for inputs that share draws, and what CandidateRuns does.
[[nodiscard]] Optimum optimise(const CandidatePlan& plan, const SelectionRules& rules,
                               const experiment::ExperimentOptions& options);

}  // namespace fleetcast::scenarios::decisions
