#pragma once
#include <vector>

#include "sim/chance/purpose.hpp"
#include "sim/traffic/arrivals.hpp"

namespace fleetcast::sim::sampling {

/// What arrives in a stretch: by kind (a class of requests, or seconds where clients come of themselves), how densely.
struct Load {
  std::vector<double> arrivals;
  double log_rate = 0;  ///< log2 of arrivals per second

  /// Returns how many arrive, of all kinds together.
  [[nodiscard]] double total() const;
};

/// Returns a Poisson variate for a uniform one: by its normal approximation, below 30 by inversion.
[[nodiscard]] double poisson(double expected, double u);

/// Draws how many arrive of each kind: Poisson counts where they come at random; where their number is given, counts
/// that scatter as those of a multinomial law and add up to it.
[[nodiscard]] std::vector<double> draw_arrivals(const std::vector<traffic::ExpectedArrivals>& expected,
                                                const chance::Stream& stream, std::uint64_t number);

}  // namespace fleetcast::sim::sampling
