#pragma once
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::scenarios::regression {

/// States by how much a metric may drift; of two allowances the larger holds.
struct ThresholdSpec {
  std::optional<sim::Parameter> relative;  ///< share of the baseline's mean
  std::optional<sim::Parameter> absolute;  ///< in the unit of the metric
};

/// States one scenario of a suite.
struct SuiteScenarioSpec {
  std::string path;
  std::optional<sim::Parameter> replications;
  std::vector<std::string> settings;
};

/// States a suite of scenarios that are compared with a baseline.
struct SuiteSpec {
  std::string name;
  std::string baseline;
  sim::Parameter confidence = 0.95;
  std::optional<sim::Parameter> seed;
  std::map<std::string, ThresholdSpec> metrics;
  std::map<std::string, SuiteScenarioSpec> scenarios;
};

/// Lists the fields of ThresholdSpec.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, ThresholdSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("relative", config.relative,
              {.unit = "ratio", .at_least = 0, .at_most = 1, .help = "Share of the baseline's mean, such as \"1 %\"."});
  visit.field("absolute", config.absolute,
              {.at_least = 0, .help = "In the unit of the metric, such as 0.0005 of availability."});
}

/// Lists the fields of SuiteScenarioSpec.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, SuiteScenarioSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("path", config.path, {.required = true, .help = "Path of the scenario, from the suite's folder."});
  visit.field("replications", config.replications,
              {.unit = "runs", .at_least = 2, .at_most = 100000, .whole = true,
               .help = "Independent repetitions, instead of the scenario's."});
  visit.field("settings", config.settings, {.help = "Changes of single values, as /json/pointer=value."});
}

/// Lists the fields of SuiteSpec.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, SuiteSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("name", config.name, {.required = true, .help = "Name of the suite, for reports."});
  visit.field("baseline", config.baseline,
              {.help = "Path of the baseline, from the suite's folder; the suite's own with .baseline.json if empty."});
  visit.field("confidence", config.confidence,
              {.unit = "ratio", .at_least = 0.5, .at_most = 0.999999,
               .help = "Probability that a suite in which nothing but chance differs finds no difference at all."});
  visit.field("seed", config.seed,
              {.at_least = 0, .at_most = 9007199254740991.0, .whole = true,
               .help = "Seed of the baseline, instead of the scenarios'."});
  visit.field("metrics", config.metrics,
              {.help = "What is compared, by its name in result.json, and how far it may drift; cost per month, "
                       "availability and p99 unless given."});
  visit.field("scenarios", config.scenarios, {.at_least = 1, .required = true, .help = "What is run, by name."});
}

}  // namespace fleetcast::scenarios::regression
