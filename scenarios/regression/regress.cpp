#include "scenarios/regression/regress.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "scenarios/regression/repricing.hpp"
#include "scenarios/regression/run_queue.hpp"
#include "scenarios/regression/suite_figures.hpp"

namespace fleetcast::scenarios::regression {
namespace {

using documents::Json;
using experiment::Figures;
using experiment::ScenarioFile;

constexpr const char* make_anew = "; make the baseline anew with --update";

std::size_t group_size_of(const Scenario& scenario) {
  return static_cast<std::size_t>(scenario.uncertainty.replications_per_input.count());
}

/// Returns every value of a document by its JSON pointer, as text, for changes_of.
std::map<std::string, std::string> leaves_of(const Json& document) {
  std::map<std::string, std::string> values;
  const Json flat = document.flatten();
  for (const auto& [pointer, value] : flat.items()) values[pointer] = value.dump();
  // The baseline's own seed and replications are used throughout.
  values.erase("/seed");
  values.erase("/replications");
  return values;
}

/// Holds one scenario of the suite between being read and being judged.
struct Case {
  const SuiteScenario* scenario = nullptr;
  const Recording* recording = nullptr;
  SuiteScenario recorded;  ///< the scenario as it was
  std::size_t rerun = 0;   ///< places in the queue
  std::size_t now = 0;
  std::size_t tonight = 0;
  bool are_traces_same = true;
  RunSet runs_tonight;
};

const Recording& recording_of(const Baseline& baseline, const std::string& name) {
  const auto found = baseline.scenarios.find(name);
  if (found == baseline.scenarios.end()) {
    throw std::invalid_argument("the baseline has no scenario '" + name + "'" + make_anew);
  }
  return found->second;
}

Case case_of(const SuiteScenario& scenario, const Baseline& baseline, std::optional<std::uint64_t> seed,
             RunQueue& queue) {
  Case made;
  made.scenario = &scenario;
  made.recording = &recording_of(baseline, scenario.name);
  const RunSet& runs = made.recording->runs;
  made.runs_tonight = {seed.value_or(runs.seed), runs.replications};
  made.recorded = {scenario.name + " as recorded", scenario.folder, made.recording->document, runs};
  ScenarioFile recorded;
  try {
    recorded = made.recorded.read(runs);
  } catch (const documents::InvalidDocument& error) {
    throw std::invalid_argument(std::string("the recorded scenario is not valid any more") + make_anew + ": " +
                                error.what());
  }
  made.are_traces_same = experiment::digest_of_traces(recorded.scenario) == made.recording->traces_digest;
  made.rerun = queue.add(std::move(recorded), scenario.name + " as recorded");
  made.now = queue.add(scenario.read(runs), scenario.name);
  made.tonight = queue.add(scenario.read(made.runs_tonight), scenario.name);
  return made;
}

bool has_same_fingerprints(const std::vector<Figures>& first, const std::vector<Figures>& second) {
  return std::ranges::equal(first, second, {}, &Figures::fingerprint, &Figures::fingerprint);
}

void explain(const Case& one, const RunQueue& queue, ScenarioDrift& drift) {
  const Recording& recording = *one.recording;
  std::vector<pricing::UsageLedger> usage;
  for (const Figures& run : recording.replications) usage.push_back(run.usage);
  drift.price_changes = changes_of(recording.unit_prices, unit_prices_of(usage, queue.book(one.rerun)));
  const auto resolved_today = leaves_of(one.recorded.resolve(recording.runs));
  drift.default_changes = changes_of(leaves_of(recording.resolved), resolved_today);
  drift.scenario_changes = changes_of(resolved_today, leaves_of(one.scenario->resolve(recording.runs)));
  const bool is_code_seen = !has_same_fingerprints(recording.replications, queue.figures(one.rerun));
  if (!one.are_traces_same) {
    drift.remarks.push_back("A file that the scenario replays has changed, so that it cannot be run as it was: what "
                            "the code does is part of the scenario's drift.");
  } else if (is_code_seen && queue.book(one.rerun).digest != recording.book.digest) {
    drift.remarks.push_back("The price book has changed as well: where its order of prices or its instance types make "
                            "the fleet act differently, that counts as code.");
  }
  if (one.scenario->runs.replications != recording.runs.replications) {
    drift.remarks.push_back("The suite asks for " + std::to_string(one.scenario->runs.replications) +
                            " replications, the baseline has " + std::to_string(recording.runs.replications) +
                            "; --update makes them equal.");
  }
}

ScenarioDrift drift_of(const Case& one, const RunQueue& queue, const Suite& suite) {
  const Recording& recording = *one.recording;
  const Scenario& recorded = queue.file(one.rerun).scenario;
  const pricing::PriceBook& book = queue.book(one.rerun);
  const bool are_prices_same = book.digest == recording.book.digest && one.are_traces_same;
  const std::vector<Figures> at_new_prices =
      are_prices_same ? recording.replications : repriced(recording, recorded, book);
  const std::vector<Figures>& now = queue.figures(one.now);
  ScenarioDrift drift;
  drift.name = one.scenario->name;
  drift.runs = recording.runs;
  drift.seed_tonight = one.runs_tonight.seed;
  drift.are_fingerprints_same = has_same_fingerprints(recording.replications, now);
  for (const std::size_t place : {one.rerun, one.now, one.tonight}) {
    drift.is_audit_passed &= std::ranges::all_of(queue.figures(place), &Figures::is_audit_passed);
  }
  const std::size_t group_size = std::lcm(group_size_of(recorded), group_size_of(queue.file(one.now).scenario));
  for (const MetricRule& rule : suite.metrics) {
    Steps steps{values_of(recording.replications, rule.name), values_of(at_new_prices, rule.name), std::nullopt,
                values_of(now, rule.name), values_of(queue.figures(one.tonight), rule.name)};
    if (one.are_traces_same) steps.rerun = values_of(queue.figures(one.rerun), rule.name);
    drift.drifts.push_back(
        drift_of(rule, steps, drift.are_fingerprints_same, group_size, suite.confidence));
  }
  explain(one, queue, drift);
  return drift;
}

}  // namespace

bool Regression::has_failed() const {
  return std::ranges::any_of(scenarios, [](const ScenarioDrift& one) {
    return std::ranges::any_of(one.drifts, [](const Drift& drift) { return drift.judgement == Judgement::failure; });
  });
}

bool Regression::is_audit_passed() const {
  return std::ranges::all_of(scenarios, &ScenarioDrift::is_audit_passed);
}

Regression regress(const Suite& suite, const Baseline& baseline, std::optional<std::uint64_t> seed,
                   const std::string& program_version, const experiment::ExperimentOptions& options) {
  RunQueue queue(false);
  std::vector<Case> cases;
  documents::Problems problems;
  for (const SuiteScenario& scenario : suite.scenarios) {
    try {
      cases.push_back(case_of(scenario, baseline, seed, queue));
      require_metrics(suite.metrics, scenario.name + " as recorded", cases.back().recording->replications, problems);
    } catch (const std::invalid_argument& error) {
      problems.add(documents::child_pointer("/scenarios", scenario.name), error.what());
    }
  }
  problems.throw_if_any(suite.name + " against its baseline");
  queue.run(options);
  for (const Case& one : cases) {
    for (const std::size_t place : {one.rerun, one.now, one.tonight}) {
      require_metrics(suite.metrics, one.scenario->name, queue.figures(place), problems);
    }
  }
  problems.throw_if_any(suite.name);

  Regression regression{suite.name, baseline.program_version, program_version, suite.confidence, {}, {}};
  for (const Case& one : cases) regression.scenarios.push_back(drift_of(one, queue, suite));
  std::vector<Drift*> drifts;
  for (ScenarioDrift& one : regression.scenarios) {
    for (Drift& drift : one.drifts) drifts.push_back(&drift);
  }
  judge_together(drifts, suite.confidence);
  for (const auto& [name, recording] : baseline.scenarios) {
    const bool is_left = std::ranges::find(suite.scenarios, name, &SuiteScenario::name) == suite.scenarios.end();
    if (is_left) regression.no_longer_in_suite.push_back(name);
  }
  return regression;
}

}  // namespace fleetcast::scenarios::regression
