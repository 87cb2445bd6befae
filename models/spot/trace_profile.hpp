#pragma once
#include <string_view>
#include <vector>

#include "sim/describe.hpp"

namespace fleetcast::models::spot {

/// Names where a market's rates and shocks come from: the Spot Advisor and the document, or a fit to a public trace.
enum class TraceProfile { advisor, r5_us_east_1_2023, v100_us_east_1_2023, v100_us_east_2_2023, v100_us_west_2_2023 };

/// Names the values of TraceProfile.
inline constexpr sim::Choices<TraceProfile, 5> trace_profiles = {
    {{"advisor", TraceProfile::advisor},
     {"r5_us_east_1_2023", TraceProfile::r5_us_east_1_2023},
     {"v100_us_east_1_2023", TraceProfile::v100_us_east_1_2023},
     {"v100_us_east_2_2023", TraceProfile::v100_us_east_2_2023},
     {"v100_us_west_2_2023", TraceProfile::v100_us_west_2_2023}}};

/// Holds what a trace says of one type in the zones of one region.
struct TraceMoments {
  /// Describes one zone.
  struct Zone {
    double availability = 0;
    double mean_up_hours = 0;
  };
  std::vector<Zone> zones;
  double mean_correlation = 0;        ///< of availability, over the pairs of zones
  double mean_share_lost = 1;         ///< of a fleet's instances, over its losses
  double whole_pool_probability = 1;  ///< that a loss takes all that are left
};

/// Holds parameters of the market that have given moments.
struct TraceFit {
  /// Describes one pool.
  struct Zone {
    double reclaims_per_hour = 0;
    double own_dry_hours = 0;  ///< mean after reclaims that strike the pool alone
  };
  std::vector<Zone> zones;
  double shock_share = 0;      ///< of the most exposed pool's reclaims; of every pool's
  double shock_dry_hours = 0;  ///< mean
};

/// Returns the moments of a profile's trace; throws std::logic_error for the advisor, which has none.
[[nodiscard]] TraceMoments moments_of(TraceProfile profile);

/// Fits the market to moments: pools that one shock strikes together and each by itself.
///
/// The availability and the mean up-time of every zone are met exactly, and the mean correlation by bisection on the
/// share of reclaims that come from shocks; how often all zones are out together is left for the fit to predict. Shocks
/// strike the most exposed pool always and others in proportion to their reclaims, and last 1.5 times as long as the
/// mean gap: the shortest factor in steps of a half with which every public trace can be met. Throws
/// std::invalid_argument for moments out of range.
[[nodiscard]] TraceFit fit(const TraceMoments& moments);

}  // namespace fleetcast::models::spot
