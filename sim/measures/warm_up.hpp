#pragma once
#include <cstddef>
#include <optional>
#include <span>

namespace fleetcast::sim::measures {

/// Holds where a series is cut, the mean of what remains, and the value that the cut minimises.
struct WarmUp {
  /// Number of observations to delete from the front.
  std::size_t length = 0;
  double mean_after = 0;
  double squared_error = 0;
};

/// Finds the warm-up of a series by MSER-5 (White, Cobb, Spratt, WSC 2000): the cut, in whole batches of five and in
/// the first half, that minimises the squared standard error of what remains; the earliest of equals.
///
/// Meant for the mean of several replications of a stationary scenario: on one short series MSER-5 does harm.
/// Returns nothing for fewer than ten observations, or if the best cut is the last one allowed (run longer).
std::optional<WarmUp> warm_up(std::span<const double> series);

}  // namespace fleetcast::sim::measures
