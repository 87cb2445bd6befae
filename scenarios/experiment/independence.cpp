#include "scenarios/experiment/independence.hpp"

#include <stdexcept>
#include <vector>

#include "scenarios/experiment/figures.hpp"
#include "sim/measures/groups.hpp"

namespace fleetcast::scenarios::experiment {
namespace {

constexpr const char* cost_metric = "cost_usd.total_month";
constexpr const char* ratio_metric = "availability.ratio";

/// Tells whether any instance was or could be bought on the spot market: only fleets report on it.
bool has_spot(const results::Summary& summary) {
  const auto share = summary.metrics.estimate("fleet.spot_share");
  return share && share->mean > 0;
}

double value_of(const Figures& figures, const char* name) {
  const auto found = figures.metrics.find(name);
  if (found == figures.metrics.end()) throw std::invalid_argument(std::string("a replication has no ") + name);
  return found->second;
}

}  // namespace

void add_independence_gap(const ScenarioFile& file, const pricing::PriceBook& book,
                          std::span<const results::RunResult> runs, results::Summary& summary,
                          const ExperimentOptions& options) {
  if (!has_spot(summary)) {
    throw std::invalid_argument("--independence is about spot pools, and '" + file.scenario.name +
                                "' ran without a spot instance; leave the option away");
  }
  Scenario independent = file.scenario;
  independent.spot.is_independent = true;
  std::vector<FiguresJob> jobs;
  for (const results::RunResult& run : runs) {
    jobs.push_back({&independent, &book, run.replication, "independent pools"});
  }
  const std::vector<FiguresOutcome> outcomes = run_figures(jobs, options);

  results::IndependenceGap gap;
  gap.replications = runs.size();
  std::vector<double> lost;
  std::vector<double> lost_independent;
  std::vector<double> cost;
  std::vector<Figures> independent_runs;
  const std::vector<double>& ratios = summary.metrics.at(ratio_metric).replications;
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    if (!outcomes[i].figures) throw std::invalid_argument("with independent pools: " + outcomes[i].problem);
    const Figures& figures = *outcomes[i].figures;
    lost.push_back(1e6 * (1 - ratios.at(i)));
    lost_independent.push_back(1e6 * (1 - value_of(figures, ratio_metric)));
    cost.push_back(value_of(figures, cost_metric));
    independent_runs.push_back(figures);
    if (figures.fingerprint == summary.fingerprints[i]) ++gap.unchanged;
  }
  // Replications that share one draw of the uncertain inputs are one observation.
  const auto grouped = [&](std::span<const double> values) {
    return sim::measures::means_of_groups(values, summary.heading.replications_per_input);
  };
  gap.lost = sim::measures::mean_of(grouped(lost));
  gap.lost_independent = sim::measures::mean_of(grouped(lost_independent));
  gap.lost_difference = sim::measures::paired_difference(grouped(lost), grouped(lost_independent));
  gap.cost_difference =
      sim::measures::paired_difference(grouped(summary.metrics.at(cost_metric).replications), grouped(cost));
  add_availability(independent_runs, {"availability", "independent_ratio"}, summary.metrics);
  summary.independence = gap;
}

}  // namespace fleetcast::scenarios::experiment
