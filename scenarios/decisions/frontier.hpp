#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace fleetcast::scenarios::decisions {

/// Holds what one candidate came to in each replication; replications of equal position shared their randomness.
struct Outlay {
  std::vector<double> cost;  ///< USD of a month
  std::vector<double> lost;  ///< share of requests that were lost
};

/// Says where a candidate stands among the others.
struct Standing {
  bool is_on_frontier = false;
  /// The candidate that costs no more and loses no more, and less of one: the cheapest such; empty on the frontier.
  std::optional<std::size_t> dominated_by;
  /// Probability that chance alone makes the other look better in both, adjusted for all candidates (Holm); empty with
  /// one replication.
  std::optional<double> joint_p_value;

  /// Tells whether the candidate is worse with 95 % confidence that holds for all that are called so together.
  [[nodiscard]] bool is_surely_dominated() const { return joint_p_value && *joint_p_value <= 0.05; }
};

/// Finds the frontier of cost against availability, by means over replications.
///
/// That a candidate is dominated is tested by the paired differences of both figures: each must be clear by itself, so
/// that the larger of the two one-sided p-values is that of both (intersection-union test). A figure that is the same
/// in every replication counts as no worse.
[[nodiscard]] std::vector<Standing> standings_of(std::span<const Outlay> candidates);

}  // namespace fleetcast::scenarios::decisions
