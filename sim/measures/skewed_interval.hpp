#pragma once
#include <optional>
#include <span>

namespace fleetcast::sim::measures {

/// Bounds a number with some confidence.
struct Interval {
  double low = 0;
  double high = 0;

  /// Tells whether a number lies between the bounds, or on one.
  [[nodiscard]] bool contains(double value) const { return low <= value && value <= high; }
  [[nodiscard]] double half_width() const { return 0.5 * (high - low); }
  bool operator==(const Interval&) const = default;
};

/// Number of replications from which on intervals follow the skewness that the replications show.
inline constexpr std::size_t enough_for_skewness = 10;

/// Returns Student's interval of an estimate from the pulls on it; see interval_about.
[[nodiscard]] Interval student_interval(double estimate, std::span<const double> pulls, double confidence);

/// Returns the interval of an estimate, given by how much each of at least two replications pulls it from its value
/// (for a mean, the distances from it).
///
/// Below enough_for_skewness replications it is Student's, from there on Willink's: Student's t through a cubic
/// transformation that corrects for skewness (Willink, 2005; after Johnson, 1978, and Hall, 1992), and is Student's
/// again where there is none. Confidence is two-sided. Throws std::logic_error for fewer than two pulls.
[[nodiscard]] Interval interval_about(double estimate, std::span<const double> pulls, double confidence);

/// Returns the interval of a share in (0, 1) from the pulls on it, within (0, 1).
///
/// Below enough_for_skewness replications it is symmetrical for the logarithm of the share, which suits small ones;
/// from there on it is interval_about's unless that leaves (0, 1). Throws std::logic_error for other shares.
[[nodiscard]] Interval interval_of_small_share(double share, std::span<const double> pulls, double confidence);

}  // namespace fleetcast::sim::measures
