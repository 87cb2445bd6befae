#include "scenarios/decisions/candidates.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "scenarios/documents/problems.hpp"
#include "sim/measures/groups.hpp"

namespace fleetcast::scenarios::decisions {
namespace {

using experiment::Figures;
using experiment::FiguresJob;
using experiment::FiguresOutcome;
using experiment::ScenarioFile;

constexpr const char* ratio_metric = "availability.ratio";

/// Loads the scenarios of all candidates, or throws what is wrong with any of them.
std::vector<ScenarioFile> load_all(const CandidatePlan& plan) {
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

}  // namespace

bool Candidate::are_objectives_met() const {
  return !objectives.empty() && std::ranges::all_of(objectives, &results::Verdict::is_met);
}

CandidateRuns::CandidateRuns(const CandidatePlan& plan)
    : program_digest_(plan.program_digest), files_(load_all(plan)), journal_(plan.journal) {
  require_pairs(files_);
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const Scenario& scenario = files_[i].scenario;
    keys_.push_back(program_digest_ + " " + files_[i].digest + " " + experiment::digest_of_traces(scenario) + " " +
                    book_of(scenario).digest + " ");
    Candidate candidate;
    candidate.choice = plan.candidates[i];
    candidate.label = label_of(plan.candidates[i]);
    candidate.digest = files_[i].digest;
    candidates_.push_back(std::move(candidate));
  }
}

const pricing::PriceBook& CandidateRuns::book_of(const Scenario& scenario) {
  const std::string name = scenario.pricing.book.value_or(scenario.region);
  auto found = books_.find(name);
  if (found == books_.end()) found = books_.emplace(name, experiment::price_book_of(scenario)).first;
  return found->second;
}

std::string CandidateRuns::key_of(std::size_t candidate, std::size_t replication) const {
  return keys_.at(candidate) + std::to_string(replication);
}

void CandidateRuns::run(std::span<const std::size_t> which, std::size_t replications,
                        const experiment::ExperimentOptions& options) {
  std::vector<FiguresJob> jobs;
  std::vector<std::string> keys;
  std::set<std::string> asked;
  for (const std::size_t i : which) {
    for (std::size_t replication = candidates_[i].runs.size(); replication < replications; ++replication) {
      const std::string key = key_of(i, replication);
      if (journal_.find(key)) {
        ++runs_from_journal_;
        continue;
      }
      // Two candidates may be one and the same scenario.
      if (!asked.insert(key).second) continue;
      jobs.push_back({&files_[i].scenario, &book_of(files_[i].scenario), replication, candidates_[i].label});
      keys.push_back(key);
    }
  }
  (void)experiment::run_figures(jobs, options, [&](std::size_t job, const FiguresOutcome& outcome) {
    journal_.add(keys[job], outcome);
  });
  for (const std::size_t i : which) {
    Candidate& candidate = candidates_[i];
    for (std::size_t replication = candidate.runs.size(); replication < replications; ++replication) {
      const FiguresOutcome outcome = *journal_.find(key_of(i, replication));
      if (!outcome.figures) {
        candidate.problem = outcome.problem;
        break;
      }
      candidate.runs.push_back(*outcome.figures);
    }
    if (!candidate.problem.empty()) continue;
    candidate.metrics = metrics_of(candidate.runs, group_size_of(files_[i].scenario));
    candidate.objectives = results::judge(files_[i].scenario.objectives, candidate.metrics);
  }
}

std::vector<double> observations_of(const Candidate& candidate, const std::string& metric, double absent) {
  std::vector<double> values;
  for (const Figures& run : candidate.runs) {
    const auto found = run.metrics.find(metric);
    values.push_back(found == run.metrics.end() ? absent : found->second);
  }
  return sim::measures::means_of_groups(values, candidate.metrics.group_size());
}

}  // namespace fleetcast::scenarios::decisions
