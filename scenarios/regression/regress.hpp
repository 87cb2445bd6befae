#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/experiment/experiment.hpp"
#include "scenarios/regression/baseline.hpp"
#include "scenarios/regression/drift.hpp"
#include "scenarios/regression/suite.hpp"

namespace fleetcast::scenarios::regression {

/// Holds what became of one scenario of a suite.
struct ScenarioDrift {
  std::string name;
  RunSet runs;                  ///< of the baseline
  std::uint64_t seed_tonight = 0;
  bool are_fingerprints_same = false;
  bool is_audit_passed = true;
  std::vector<Drift> drifts;  ///< by metric
  std::vector<std::string> price_changes;     ///< unit prices of what the baseline used
  std::vector<std::string> default_changes;   ///< values that the user's document left to the program
  std::vector<std::string> scenario_changes;  ///< values of the user's document
  std::vector<std::string> remarks;           ///< what limits the answer
};

/// Holds the outcome of a suite.
struct Regression {
  std::string suite;
  std::string baseline_version;  ///< of the program that made the baseline
  std::string program_version;
  double confidence = 0.95;
  std::vector<ScenarioDrift> scenarios;
  std::vector<std::string> no_longer_in_suite;

  [[nodiscard]] bool has_failed() const;
  [[nodiscard]] bool is_audit_passed() const;
};

/// Runs every scenario of a suite as it is and, where it differs, as it was, and splits the drift from a baseline.
///
/// `seed` is tonight's; without one it is that of each baseline. Throws InvalidDocument or std::invalid_argument where
/// the baseline lacks what the suite asks for or cannot be run any more, and what run_figures does.
[[nodiscard]] Regression regress(const Suite& suite, const Baseline& baseline, std::optional<std::uint64_t> seed,
                                 const std::string& program_version, const experiment::ExperimentOptions& options);

/// Runs every scenario of a suite for a new baseline; `seed` replaces that of the suite and of the scenarios.
[[nodiscard]] Baseline record(const Suite& suite, std::optional<std::uint64_t> seed, const std::string& program_version,
                              const experiment::ExperimentOptions& options);

}  // namespace fleetcast::scenarios::regression
