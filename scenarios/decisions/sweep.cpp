#include "scenarios/decisions/sweep.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>
#include <utility>

namespace fleetcast::scenarios::decisions {
namespace {

constexpr const char* cost_metric = "cost_usd.total_month";

Outlay outlay_of(const Candidate& candidate) {
  // Where no request counted, nothing was lost.
  Outlay outlay{observations_of(candidate, cost_metric), observations_of(candidate, "availability.ratio", 1)};
  for (double& lost : outlay.lost) lost = 1 - lost;
  return outlay;
}

double cost_of(const Candidate& candidate) { return candidate.metrics.at(cost_metric).estimate->mean; }

void place_all(Sweep& sweep) {
  std::vector<Outlay> outlays;
  std::vector<std::size_t> built;
  for (std::size_t i = 0; i < sweep.candidates.size(); ++i) {
    if (!sweep.candidates[i].problem.empty()) continue;
    built.push_back(i);
    outlays.push_back(outlay_of(sweep.candidates[i]));
  }
  if (built.empty()) throw std::invalid_argument("no candidate can be built: " + sweep.candidates.front().problem);
  const std::vector<Standing> standings = standings_of(outlays);
  for (std::size_t k = 0; k < built.size(); ++k) {
    Standing standing = standings[k];
    if (standing.dominated_by) standing.dominated_by = built[*standing.dominated_by];
    sweep.candidates[built[k]].standing = standing;
  }
  std::vector<std::size_t> meeting;
  for (const std::size_t i : built) {
    if (sweep.candidates[i].are_objectives_met()) meeting.push_back(i);
  }
  std::ranges::stable_sort(meeting, {}, [&](std::size_t i) { return cost_of(sweep.candidates[i]); });
  if (!meeting.empty()) sweep.best = meeting[0];
  if (meeting.size() > 1) sweep.runner_up = meeting[1];
}

}  // namespace

Sweep run_sweep(const CandidatePlan& plan, const experiment::ExperimentOptions& options) {
  CandidateRuns runs(plan);
  const Scenario& first = runs.scenario(0);
  const auto replications = static_cast<std::size_t>(first.replications.count());
  std::vector<std::size_t> all(plan.candidates.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  runs.run(all, replications, options);
  Sweep sweep{first.name, plan.program_version, static_cast<std::uint64_t>(first.seed.count()), replications,
              first.horizon.value(), runs.runs_from_journal(), runs.candidates(), {}, {}};
  place_all(sweep);
  return sweep;
}

}  // namespace fleetcast::scenarios::decisions
