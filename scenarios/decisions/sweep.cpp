#include "scenarios/decisions/sweep.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "scenarios/decisions/journal.hpp"
#include "scenarios/documents/problems.hpp"
#include "scenarios/experiment/scenario_file.hpp"
#include "sim/measures/groups.hpp"

namespace fleetcast::scenarios::decisions {
namespace {

using experiment::Figures;
using experiment::FiguresJob;
using experiment::FiguresOutcome;
using experiment::ScenarioFile;

constexpr const char* cost_metric = "cost_usd.total_month";
constexpr const char* ratio_metric = "availability.ratio";

/// Loads the scenarios of all candidates, or throws what is wrong with any of them.
std::vector<ScenarioFile> load_all(const SweepPlan& plan) {
  std::vector<ScenarioFile> files;
  documents::Problems problems;
  for (const Choice& choice : plan.candidates) {
    std::vector<std::string> settings = plan.settings;
    for (const auto& [pointer, value] : choice) settings.push_back(pointer + "=" + value);
    try {
      files.push_back(experiment::load_scenario(plan.scenario, settings));
    } catch (const documents::InvalidDocument& error) {
      for (const documents::Problem& one : error.problems()) {
        problems.add(one.pointer, one.message + " (with " + label_of(choice) + ")");
      }
    }
  }
  problems.throw_if_any(plan.scenario);
  return files;
}

std::size_t group_size_of(const Scenario& scenario) {
  return static_cast<std::size_t>(scenario.uncertainty.replications_per_input.count());
}

/// Equal seeds, replications and lengths pair the runs; a sweep over any of them would compare what cannot be.
void require_pairs(const std::vector<ScenarioFile>& files) {
  const Scenario& first = files.front().scenario;
  for (const ScenarioFile& file : files) {
    const Scenario& one = file.scenario;
    if (one.seed.count() == first.seed.count() && one.replications.count() == first.replications.count() &&
        one.horizon.value() == first.horizon.value() && group_size_of(one) == group_size_of(first)) {
      continue;
    }
    throw std::invalid_argument("candidates must have the same seed, replications, horizon and draws of inputs to be "
                                "compared in pairs; vary something else");
  }
}

/// Tells whether a number that a replication does not have was zero there.
bool is_zero_where_absent(const std::string& name) {
  return name.starts_with("requests.by_cause.") || name.starts_with("cost_usd.");
}

results::Metrics metrics_of(const std::vector<Figures>& runs, std::size_t group_size) {
  results::Metrics metrics(0.95, {}, group_size);
  std::set<std::string> names;
  for (const Figures& run : runs) {
    for (const auto& [name, value] : run.metrics) names.insert(name);
  }
  for (const std::string& name : names) {
    std::vector<double> values;
    for (const Figures& run : runs) {
      const auto found = run.metrics.find(name);
      if (found != run.metrics.end()) values.push_back(found->second);
      else if (is_zero_where_absent(name)) values.push_back(0);
    }
    if (values.size() == runs.size() && name != ratio_metric) metrics.add_mean({name}, values);
  }
  experiment::add_availability(runs, {ratio_metric}, metrics);
  return metrics;
}

Outlay outlay_of(const Candidate& candidate) {
  Outlay outlay;
  for (const Figures& run : candidate.runs) {
    outlay.cost.push_back(run.metrics.at(cost_metric));
    const auto ratio = run.metrics.find(ratio_metric);
    outlay.lost.push_back(ratio == run.metrics.end() ? 0 : 1 - ratio->second);
  }
  // Replications that share one draw of the uncertain inputs are one observation.
  outlay.cost = sim::measures::means_of_groups(outlay.cost, candidate.metrics.group_size());
  outlay.lost = sim::measures::means_of_groups(outlay.lost, candidate.metrics.group_size());
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

/// Runs what the journal does not have, and returns the outcomes of all jobs.
std::vector<FiguresOutcome> run_missing(const std::vector<FiguresJob>& jobs, const std::vector<std::string>& keys,
                                        Journal& journal, const experiment::ExperimentOptions& options) {
  std::vector<FiguresJob> missing;
  std::vector<std::string> missing_keys;
  std::set<std::string> asked;
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    if (journal.find(keys[i]) || !asked.insert(keys[i]).second) continue;
    missing.push_back(jobs[i]);
    missing_keys.push_back(keys[i]);
  }
  (void)experiment::run_figures(missing, options, [&](std::size_t job, const FiguresOutcome& outcome) {
    journal.add(missing_keys[job], outcome);
  });
  std::vector<FiguresOutcome> outcomes;
  for (const std::string& key : keys) outcomes.push_back(*journal.find(key));
  return outcomes;
}

}  // namespace

bool Candidate::are_objectives_met() const {
  return !objectives.empty() && std::ranges::all_of(objectives, &results::Verdict::is_met);
}

Sweep run_sweep(const SweepPlan& plan, const experiment::ExperimentOptions& options) {
  const std::vector<ScenarioFile> files = load_all(plan);
  require_pairs(files);
  std::map<std::string, pricing::PriceBook> books;
  const auto book_of = [&](const Scenario& scenario) -> const pricing::PriceBook& {
    const std::string name = scenario.pricing.book.value_or(scenario.region);
    auto found = books.find(name);
    if (found == books.end()) found = books.emplace(name, experiment::price_book_of(scenario)).first;
    return found->second;
  };
  const Scenario& first = files.front().scenario;
  const auto replications = static_cast<std::uint64_t>(first.replications.count());
  std::vector<FiguresJob> jobs;
  std::vector<std::string> keys;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const pricing::PriceBook& book = book_of(files[i].scenario);
    const std::string key = plan.program_digest + " " + files[i].digest + " " +
                            experiment::digest_of_traces(files[i].scenario) + " " + book.digest + " ";
    for (std::uint64_t replication = 0; replication < replications; ++replication) {
      jobs.push_back({&files[i].scenario, &book, replication, label_of(plan.candidates[i])});
      keys.push_back(key + std::to_string(replication));
    }
  }
  Journal journal(plan.journal);
  Sweep sweep{first.name, plan.program_version, static_cast<std::uint64_t>(first.seed.count()), replications,
              first.horizon.value(), 0, {}, {}, {}};
  for (const std::string& key : keys) sweep.runs_from_journal += journal.find(key) ? 1 : 0;
  const std::vector<FiguresOutcome> outcomes = run_missing(jobs, keys, journal, options);
  for (std::size_t i = 0; i < files.size(); ++i) {
    Candidate candidate;
    candidate.choice = plan.candidates[i];
    candidate.label = label_of(plan.candidates[i]);
    candidate.digest = files[i].digest;
    for (std::uint64_t replication = 0; replication < replications; ++replication) {
      const FiguresOutcome& outcome = outcomes[i * replications + replication];
      if (outcome.figures) candidate.runs.push_back(*outcome.figures);
      else candidate.problem = outcome.problem;
    }
    if (candidate.problem.empty()) {
      candidate.metrics = metrics_of(candidate.runs, group_size_of(files[i].scenario));
      candidate.objectives = results::judge(files[i].scenario.objectives, candidate.metrics);
    }
    sweep.candidates.push_back(std::move(candidate));
  }
  place_all(sweep);
  return sweep;
}

}  // namespace fleetcast::scenarios::decisions
