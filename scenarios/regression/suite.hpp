#pragma once
#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/documents/json.hpp"
#include "scenarios/experiment/scenario_file.hpp"

namespace fleetcast::scenarios::regression {

/// Says how far one metric may drift.
struct MetricRule {
  std::string name;  ///< as in result.json, with dots
  std::optional<double> relative;
  std::optional<double> absolute;

  /// Returns the drift that is allowed, in the unit of the metric, given the baseline's mean.
  [[nodiscard]] double allowance(double baseline_mean) const;
};

/// Names the runs of a scenario that are compared: one seed, and replications from 0.
struct RunSet {
  std::uint64_t seed = 0;
  std::uint64_t replications = 0;

  bool operator==(const RunSet&) const = default;
};

/// Holds one scenario of a suite, or of a baseline, as its user wrote it.
struct SuiteScenario {
  std::string name;               ///< in the suite
  std::filesystem::path folder;   ///< where the files that it names lie
  documents::Json document;       ///< extended and set, without seed and replications; with the frame
  RunSet runs;                    ///< as the suite or the scenario asks for them

  /// Reads the scenario with the seed and replications given; throws InvalidDocument.
  [[nodiscard]] experiment::ScenarioFile read(const RunSet& wanted) const;
  /// Returns every value of the scenario, defaults included, with paths as they are written.
  [[nodiscard]] documents::Json resolve(const RunSet& wanted) const;
};

/// Holds a suite that was read, with its scenarios.
struct Suite {
  std::string name;
  std::filesystem::path baseline;  ///< where the document says it is
  double confidence = 0.95;
  std::vector<MetricRule> metrics;        ///< by name
  std::vector<SuiteScenario> scenarios;  ///< by name
};

/// Loads a suite and every scenario that it names; throws InvalidDocument with all problems of all of them, those of a
/// scenario under its name.
[[nodiscard]] Suite load_suite(const std::string& path);

}  // namespace fleetcast::scenarios::regression
