#include "scenarios/regression/suite.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "scenarios/documents/document.hpp"
#include "scenarios/documents/document_kind.hpp"
#include "scenarios/documents/settings.hpp"
#include "scenarios/documents/write.hpp"
#include "scenarios/regression/suite_spec.hpp"
#include "scenarios/scenario_fields.hpp"

namespace fleetcast::scenarios::regression {
namespace {

namespace fs = std::filesystem;
using documents::child_pointer;
using documents::Json;

constexpr int schema_version = 1;

std::vector<std::string> settings_of(const RunSet& runs) {
  return {"/seed=" + std::to_string(runs.seed), "/replications=" + std::to_string(runs.replications)};
}

void check_suite(const SuiteSpec& spec, documents::Findings& findings) {
  SuiteSpec copy = spec;
  for (const documents::FoundParameter& found : documents::find_parameters(copy)) {
    if (found.parameter->is_uncertain()) {
      findings.problems.add(found.pointer, "must be one number, not an interval");
    }
  }
  for (const auto& [name, threshold] : spec.metrics) {
    if (!threshold.relative && !threshold.absolute) {
      findings.problems.add(child_pointer("/metrics", name),
                            "needs a threshold: give \"relative\", such as \"1 %\", or \"absolute\"");
    }
  }
}

std::optional<double> value_of(const std::optional<sim::Parameter>& parameter) {
  return parameter ? std::optional(parameter->value()) : std::nullopt;
}

std::vector<MetricRule> rules_of(const SuiteSpec& spec) {
  if (spec.metrics.empty()) {
    return {{"availability.ratio", std::nullopt, 0.0005},
            {"cost_usd.total_month", 0.01, std::nullopt},
            {"latency_s.p99", 0.05, std::nullopt}};
  }
  std::vector<MetricRule> rules;
  for (const auto& [name, threshold] : spec.metrics) {
    rules.push_back({name, value_of(threshold.relative), value_of(threshold.absolute)});
  }
  return rules;
}

/// Loads one scenario of the suite; throws InvalidDocument with what is wrong with it.
SuiteScenario load_scenario(const std::string& name, const SuiteScenarioSpec& one, const SuiteSpec& suite,
                            const fs::path& folder) {
  const documents::DocumentKind kind = experiment::scenario_kind();
  const fs::path path = folder / one.path;
  SuiteScenario made{name, path.parent_path(), documents::load_document(path.string(), kind.format), {}};
  documents::apply_settings(made.document, one.settings);
  made.document["schema_version"] = kind.format.schema_version;
  const Scenario scenario = experiment::read_scenario(made.document, path.string(), {}, made.folder).scenario;
  made.runs = {static_cast<std::uint64_t>(suite.seed.value_or(scenario.seed).count()),
               static_cast<std::uint64_t>(one.replications.value_or(scenario.replications).count())};
  made.document.erase("seed");
  made.document.erase("replications");
  const Scenario as_run = made.read(made.runs).scenario;
  const auto group = static_cast<std::uint64_t>(as_run.uncertainty.replications_per_input.count());
  if (made.runs.replications < 2 * group) {
    throw documents::InvalidDocument(
        path.string(), {{"/replications", "must be at least " + std::to_string(2 * group) +
                                              ", or nobody can tell a change from chance; give \"replications\""}});
  }
  return made;
}

}  // namespace

double MetricRule::allowance(double baseline_mean) const {
  return std::max(relative.value_or(0) * std::fabs(baseline_mean), absolute.value_or(0));
}

experiment::ScenarioFile SuiteScenario::read(const RunSet& wanted) const {
  return experiment::read_scenario(document, name, settings_of(wanted), folder);
}

Json SuiteScenario::resolve(const RunSet& wanted) const {
  const documents::DocumentKind kind = experiment::scenario_kind();
  Json body = documents::load_document(document, name, folder.string(), kind.format);
  const documents::ReadDocument read = documents::read_document(std::move(body), name, settings_of(wanted), kind);
  const Scenario& scenario = *static_cast<const Scenario*>(read.value.get());
  return Json::parse(documents::write(scenario, documents::Extent::all).dump());
}

Suite load_suite(const std::string& path) {
  const documents::DocumentKind kind =
      documents::kind_of<SuiteSpec>({.name = "suite", .schema_version = schema_version}, check_suite);
  const documents::ReadDocument read = documents::read_document(path, {}, kind);
  const SuiteSpec& spec = *static_cast<const SuiteSpec*>(read.value.get());
  const fs::path folder = fs::path(path).parent_path();
  Suite suite{spec.name, folder / spec.baseline, spec.confidence.value(), rules_of(spec), {}};
  if (spec.baseline.empty()) suite.baseline = fs::path(path).replace_extension(".baseline.json");
  documents::Problems problems;
  for (const auto& [name, one] : spec.scenarios) {
    try {
      suite.scenarios.push_back(load_scenario(name, one, spec, folder));
    } catch (const documents::InvalidDocument& error) {
      const std::string pointer = child_pointer("/scenarios", name);
      for (const documents::Problem& problem : error.problems()) {
        problems.add(pointer, (problem.pointer.empty() ? "" : problem.pointer + " of ") + one.path + ": " +
                                  problem.message);
      }
    }
  }
  problems.throw_if_any(path);
  return suite;
}

}  // namespace fleetcast::scenarios::regression
