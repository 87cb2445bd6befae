#pragma once
#include <string>
#include <utility>
#include <vector>

#include "scenarios/regression/drift.hpp"
#include "scenarios/regression/regress.hpp"

// Drifts as people read them, the same in all reports.
namespace fleetcast::scenarios::regression {

/// Writes a difference in the unit of a metric with its sign and margin: "+$12.30 ± $1.20"; "0" for none at all.
[[nodiscard]] std::string change_in_words(const std::string& metric, const sim::measures::Estimate& change);

/// Writes a size in the unit of a metric, without a sign: "$12.30", "0.05 points" of a share.
[[nodiscard]] std::string size_in_words(const std::string& metric, double size);

/// Writes what is said about a metric: "unchanged", "behaviour changed, cost did not", "small change", "FAILURE: ...".
[[nodiscard]] std::string judgement_in_words(const Drift& drift);

/// Lists the parts of a drift by name, in the order of the reports; an unknown one is "in scenario".
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parts_in_words(const Drift& drift);

/// Writes what a suite came to in one sentence.
[[nodiscard]] std::string regression_sentence(const Regression& regression);

/// Lists what changed in one scenario and what limits the answer, a line each; of long lists the first lines.
[[nodiscard]] std::vector<std::string> explanations_of(const ScenarioDrift& scenario);

}  // namespace fleetcast::scenarios::regression
