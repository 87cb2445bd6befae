#include "models/spot/trace_profile.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <stdexcept>

namespace fleetcast::models::spot {

namespace {

constexpr double shock_dry_factor = 1.5;
constexpr int bisections = 60;
constexpr int fixed_point_steps = 200;

/// Holds how one zone is out: by shocks, and by itself.
struct Outage {
  double hit_probability = 0;  ///< that a shock strikes the zone
  double own_share = 0;        ///< of time in which the zone is out by itself
  double own_rate = 0;         ///< reclaims of the zone alone while it is not out by itself, 1/h
  double reclaims_per_hour = 0;
};

/// Holds a whole solution for one share of shocks.
struct Solution {
  std::vector<Outage> zones;
  double shock_share_of_time = 0;
};

double highest_rate(const std::vector<Outage>& zones) {
  return std::max_element(zones.begin(), zones.end(), [](const Outage& a, const Outage& b) {
           return a.reclaims_per_hour < b.reclaims_per_hour;
         })->reclaims_per_hour;
}

/// Finds the zones' own outages for a share of shocks, or nothing where shocks alone would be out more than a zone is.
std::optional<Solution> solve(const TraceMoments& moments, double shock_share, double shock_dry_hours) {
  Solution solution;
  for (const TraceMoments::Zone& zone : moments.zones) {
    solution.zones.push_back({.reclaims_per_hour = zone.availability / zone.mean_up_hours});
  }
  // Overlapping causes hide some of each other's reclaims, so the rate of all causes is above that of the gaps.
  for (int step = 0; step < fixed_point_steps; ++step) {
    const double highest = highest_rate(solution.zones);
    solution.shock_share_of_time = shock_share * highest * shock_dry_hours;
    if (solution.shock_share_of_time >= 1) return std::nullopt;
    for (std::size_t i = 0; i < solution.zones.size(); ++i) {
      Outage& zone = solution.zones[i];
      zone.hit_probability = zone.reclaims_per_hour / highest;
      const double shocked = solution.shock_share_of_time * zone.hit_probability;
      const double shock_rate = shocked / shock_dry_hours;
      zone.own_share = 1 - moments.zones[i].availability / (1 - shocked);
      zone.own_rate = 1 / moments.zones[i].mean_up_hours - shock_rate / (1 - shocked);
      if (zone.own_share <= 0 || zone.own_rate <= 0) return std::nullopt;
      zone.reclaims_per_hour = (1 - zone.own_share) * zone.own_rate + shock_rate;
    }
  }
  return solution;
}

double correlation(const Outage& a, const Outage& b, double shocked) {
  const double up_a = (1 - a.own_share) * (1 - shocked * a.hit_probability);
  const double up_b = (1 - b.own_share) * (1 - shocked * b.hit_probability);
  const double neither = 1 - shocked + shocked * (1 - a.hit_probability) * (1 - b.hit_probability);
  const double both_up = (1 - a.own_share) * (1 - b.own_share) * neither;
  return (both_up - up_a * up_b) / std::sqrt(up_a * (1 - up_a) * up_b * (1 - up_b));
}

double mean_correlation(const Solution& solution) {
  double sum = 0;
  int pairs = 0;
  for (std::size_t i = 0; i < solution.zones.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j, ++pairs) {
      sum += correlation(solution.zones[i], solution.zones[j], solution.shock_share_of_time);
    }
  }
  return pairs > 0 ? sum / pairs : 0;
}

/// Averages the gaps of all zones, as often as each has one.
double mean_gap_hours(const TraceMoments& moments) {
  double gaps = 0;
  double out = 0;
  for (const TraceMoments::Zone& zone : moments.zones) {
    gaps += zone.availability / zone.mean_up_hours;
    out += 1 - zone.availability;
  }
  return out / gaps;
}

void check(const TraceMoments& moments) {
  const auto is_wrong = [](const TraceMoments::Zone& zone) {
    return !(zone.availability > 0 && zone.availability < 1 && zone.mean_up_hours > 0);
  };
  if (moments.zones.empty() || std::any_of(moments.zones.begin(), moments.zones.end(), is_wrong)) {
    throw std::invalid_argument("spot: moments need zones with an availability between 0 and 1 and up-times above 0 h");
  }
  if (!(moments.mean_correlation >= 0 && moments.mean_correlation < 1)) {
    throw std::invalid_argument("spot: the mean correlation of zones must be at least 0 and below 1");
  }
}

}  // namespace

TraceMoments moments_of(TraceProfile profile) {
  // behaviour 8.3 and validation/spot_moments, computed from github skypilot-org/spot-traces (2023): availability and
  // mean up-time of single nodes by zone; shares lost by fleets of 16, of the region where there are some.
  switch (profile) {
    case TraceProfile::r5_us_east_1_2023:
      return {{{0.8505, 1.93}, {0.6393, 0.75}, {0.9400, 5.06}}, 0.238, 0.761, 0.584};
    case TraceProfile::v100_us_east_1_2023:
      return {{{0.1667, 0.72}, {0.4665, 1.48}, {0.4473, 1.66}, {0.5912, 2.18}}, 0.397, 0.761, 0.584};
    case TraceProfile::v100_us_east_2_2023:
      return {{{0.7593, 5.51}, {0.6822, 4.27}}, 0.588, 0.609, 0.360};
    case TraceProfile::v100_us_west_2_2023:
      return {{{0.8831, 5.76}, {0.9050, 9.75}, {0.8913, 6.48}}, 0.450, 0.839, 0.698};
    case TraceProfile::advisor: break;
  }
  throw std::logic_error("spot: the advisor's profile has no trace");
}

TraceFit fit(const TraceMoments& moments) {
  check(moments);
  TraceFit fitted;
  fitted.shock_dry_hours = shock_dry_factor * mean_gap_hours(moments);
  double low = 0;
  double high = 1;
  for (int i = 0; i < bisections; ++i) {
    const double share = 0.5 * (low + high);
    const std::optional<Solution> solution = solve(moments, share, fitted.shock_dry_hours);
    (solution && mean_correlation(*solution) <= moments.mean_correlation ? low : high) = share;
  }
  fitted.shock_share = low;
  const Solution solution = solve(moments, low, fitted.shock_dry_hours).value();
  for (const Outage& zone : solution.zones) {
    fitted.zones.push_back({zone.reclaims_per_hour, zone.own_share / (1 - zone.own_share) / zone.own_rate});
  }
  return fitted;
}

}  // namespace fleetcast::models::spot
