#include "models/spot/profile_config.hpp"

#include <cmath>

#include "models/spot/trace_profile.hpp"

namespace fleetcast::models::spot {

namespace {

// Up-times between all causes together are less spread than those of each: with this shape of each, pools have the
// 0.57 to 0.79 of the traces (behaviour 8.3).
constexpr double profile_shape = 0.6;

double median_seconds(double mean_hours, double sigma) { return 3600 * mean_hours * std::exp(-0.5 * sigma * sigma); }

}  // namespace

SpotConfig with_fit(SpotConfig config, const TraceFit& fitted) {
  config.region_shock_share = fitted.shock_share;
  config.zone_shock_share = 0;
  config.shock_hit_probability = 1;
  config.single_share = 0;
  config.up_time_shape = profile_shape;
  config.dry_median = median_seconds(fitted.shock_dry_hours, config.dry_sigma.value());
  return config;
}

SpotPoolConfig with_fit(SpotPoolConfig pool, const TraceFit::Zone& zone, double dry_sigma) {
  pool.time_between_reclaims = 3600 / zone.reclaims_per_hour;
  pool.dry_median = median_seconds(zone.own_dry_hours, dry_sigma);
  return pool;
}

SpotConfig with_profile(const SpotConfig& config) {
  const bool is_advised = config.profile == TraceProfile::advisor;
  SpotConfig made = is_advised ? config : with_fit(config, fit(moments_of(config.profile)));
  if (made.is_independent) made.region_shock_share = made.zone_shock_share = 0;
  return made;
}

SpotPoolConfig profile_pool(const SpotConfig& config, ZoneIndex zone) {
  const TraceMoments moments = moments_of(config.profile);
  const TraceFit fitted = fit(moments);
  SpotPoolConfig pool =
      with_fit(config.defaults, fitted.zones[zone % fitted.zones.size()], config.dry_sigma.value());
  pool.mean_share_lost = moments.mean_share_lost;
  pool.whole_pool_probability = moments.whole_pool_probability;
  return pool;
}

}  // namespace fleetcast::models::spot
