#include <cmath>

#include "scenarios/regression/regress.hpp"
#include "scenarios/regression/run_queue.hpp"
#include "scenarios/regression/suite_figures.hpp"

namespace fleetcast::scenarios::regression {
namespace {

using experiment::Figures;

/// Keeps what is compared, and what pricing anew takes.
Figures recorded(const Figures& run, const std::vector<MetricRule>& rules) {
  Figures kept{run.fingerprint, run.is_audit_passed, {}, run.usage};
  for (const MetricRule& rule : rules) kept.metrics[rule.name] = figure_of(run, rule.name).value();
  kept.metrics[good_requests] = run.metrics.at(good_requests);
  return kept;
}

}  // namespace

Baseline record(const Suite& suite, std::optional<std::uint64_t> seed, const std::string& program_version,
                const experiment::ExperimentOptions& options) {
  RunQueue queue(true);
  std::vector<std::size_t> places;
  std::vector<RunSet> all_runs;
  for (const SuiteScenario& scenario : suite.scenarios) {
    all_runs.push_back({seed.value_or(scenario.runs.seed), scenario.runs.replications});
    places.push_back(queue.add(scenario.read(all_runs.back()), scenario.name));
  }
  queue.run(options);
  documents::Problems problems;
  for (std::size_t i = 0; i < places.size(); ++i) {
    require_metrics(suite.metrics, suite.scenarios[i].name, queue.figures(places[i]), problems);
  }
  problems.throw_if_any(suite.name);
  Baseline baseline{program_version, suite.name, {}};
  for (std::size_t i = 0; i < places.size(); ++i) {
    const SuiteScenario& scenario = suite.scenarios[i];
    const experiment::ScenarioFile& file = queue.file(places[i]);
    const pricing::PriceBook& book = queue.book(places[i]);
    Recording& one = baseline.scenarios[scenario.name];
    one.document = scenario.document;
    one.resolved = scenario.resolve(all_runs[i]);
    one.runs = all_runs[i];
    one.horizon_seconds = std::llround(file.scenario.horizon.value());
    one.digest = file.digest;
    one.traces_digest = experiment::digest_of_traces(file.scenario);
    one.book = {book.name, book.date, book.digest};
    std::vector<pricing::UsageLedger> usage;
    for (const Figures& run : queue.figures(places[i])) {
      one.replications.push_back(recorded(run, suite.metrics));
      usage.push_back(run.usage);
      if (!run.is_audit_passed) {
        throw experiment::RunFailed(scenario.name + ": the self-audit of a run failed; see what fleetcast run says");
      }
    }
    one.unit_prices = unit_prices_of(usage, book);
  }
  return baseline;
}

}  // namespace fleetcast::scenarios::regression
