#pragma once
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace fleetcast::sim::measures {

/// Holds what control variates make of an estimate.
struct Controlled {
  double correction = 0;  ///< to be taken off the estimate
  /// Pulls on the corrected estimate, for interval_about; a little larger for what the regression has cost.
  std::vector<double> pulls;
  /// Variance of the estimate before over that after; empty where nothing is left of it.
  std::optional<double> variance_ratio;
};

/// Explains by linear regression why replications pull an estimate, from controls whose means are known to be zero.
///
/// Pulls are as for interval_about; a control has one value for each of them. A control that never varies is left out.
/// Returns nothing for fewer than 20 + 10 replications a control, which are too few for a regression, where no control
/// is left, and where one follows from the others. Throws std::logic_error for controls that are not as many as the
/// pulls.
[[nodiscard]] std::optional<Controlled> control(std::span<const double> pulls,
                                                std::span<const std::vector<double>> controls);

}  // namespace fleetcast::sim::measures
