#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/results/metrics.hpp"
#include "scenarios/results/objectives.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::scenarios::results {

/// Names the side of an objective's limit on which values are good.
enum class Side { at_least, at_most };

/// Says whether an objective is met, and how sure that is.
struct Verdict {
  std::string name;    ///< as in the scenario: "latency_p99", or the metric of an objective under "more"
  std::string metric;  ///< path of the metric it is about
  Side side = Side::at_most;
  double target = 0;
  /// Set where so large a share of months must meet the target.
  std::optional<double> in_share_of_months;
  std::optional<double> required_confidence;
  /// The metric itself, or the share of months that meet the target; empty where the runs cannot tell.
  std::optional<sim::measures::Estimate> estimate;
  /// One-sided confidence that the objective holds; empty for a mean of one replication.
  std::optional<double> confidence;
  /// The same where several objectives require a confidence: that this one holds together with all that are as sure
  /// (Holm). Empty for objectives that require none.
  std::optional<double> joint_confidence;
  /// True if the estimate is on the good side and the joint confidence, where one is required, is reached.
  bool is_met = false;
};

/// Judges every objective in the order of their description, those under "more" last.
///
/// Throws std::invalid_argument for an objective about an unknown metric, or without exactly one limit.
[[nodiscard]] std::vector<Verdict> judge(const ObjectivesConfig& objectives, const Metrics& metrics);

}  // namespace fleetcast::scenarios::results
