#pragma once
#include <span>
#include <vector>

namespace fleetcast::sim::measures {

/// Returns p-values that may be judged together, in the order given: Holm's (1979), so that the probability of any
/// false finding among those at most alpha is at most alpha, however the tests depend on each other.
///
/// Throws std::logic_error for values outside [0, 1].
[[nodiscard]] std::vector<double> holm_adjusted(std::span<const double> p_values);

}  // namespace fleetcast::sim::measures
