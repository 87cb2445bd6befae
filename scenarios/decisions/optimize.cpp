#include "scenarios/decisions/optimize.hpp"

#include <algorithm>
#include <stdexcept>

namespace fleetcast::scenarios::decisions {
namespace {

constexpr const char* cost_metric = "cost_usd.total_month";

/// Returns what is known of one objective.
Feasibility feasibility_of_one(const results::Verdict& verdict, double error) {
  if (!verdict.estimate) return Feasibility::unknown;
  if (!verdict.confidence) {
    // Replications that all agree to lose nothing leave no interval, and nothing to hold against the candidate.
    const bool is_good = verdict.side == results::Side::at_least ? verdict.estimate->mean >= verdict.target
                                                                 : verdict.estimate->mean <= verdict.target;
    return is_good ? Feasibility::met : Feasibility::unknown;
  }
  if (*verdict.confidence <= error) return Feasibility::missed;
  const bool is_sure = *verdict.confidence >= 1 - error;
  const bool is_met = verdict.is_met || !verdict.required_confidence;
  return is_sure && is_met ? Feasibility::met : Feasibility::unknown;
}

}  // namespace

std::size_t Optimum::runs() const {
  std::size_t runs = 0;
  for (const Candidate& one : candidates) runs += one.runs.size();
  return runs;
}

Feasibility feasibility_of(const Candidate& candidate, double error) {
  Feasibility worst = Feasibility::met;
  for (const results::Verdict& verdict : candidate.objectives) {
    worst = std::max(worst, feasibility_of_one(verdict, error),
                     [](Feasibility a, Feasibility b) {
                       const auto badness = [](Feasibility one) {
                         return one == Feasibility::missed ? 2 : one == Feasibility::unknown ? 1 : 0;
                       };
                       return badness(a) < badness(b);
                     });
  }
  return worst;
}

Optimum optimise(const CandidatePlan& plan, const SelectionRules& rules,
                 const experiment::ExperimentOptions& options) {
  CandidateRuns runs(plan);
  const Scenario& first = runs.scenario(0);
  if (first.uncertainty.replications_per_input.count() != 1) {
    throw std::invalid_argument("optimize needs replications that are drawn one by one; leave "
                                "/uncertainty/replications_per_input at 1");
  }
  Selection selection(plan.candidates.size(), rules);
  while (!selection.is_done()) {
    runs.run(selection.alive(), selection.replications(), options);
    std::vector<std::vector<double>> costs;
    std::vector<Feasibility> feasibility;
    for (std::size_t i = 0; i < runs.candidates().size(); ++i) {
      const Candidate& one = runs.candidates()[i];
      if (!one.problem.empty()) selection.withdraw(i);
      costs.push_back(one.problem.empty() ? observations_of(one, cost_metric) : std::vector<double>());
      feasibility.push_back(feasibility_of(one, selection.error_of_objective(one.objectives.size())));
    }
    if (selection.alive().empty()) break;
    selection.look(costs, feasibility);
  }
  return {first.name,
          plan.program_version,
          static_cast<std::uint64_t>(first.seed.count()),
          first.horizon.value(),
          rules,
          runs.candidates(),
          selection.contenders(),
          selection.best(),
          selection.is_sure(),
          runs.runs_from_journal()};
}

}  // namespace fleetcast::scenarios::decisions
