#include <algorithm>
#include <stdexcept>
#include <utility>

#include "models/spot/market.hpp"
#include "models/spot/profile_config.hpp"
#include "sim/chance/logarithm.hpp"

namespace fleetcast::models::spot {

namespace {

constexpr double month_hours = 730;

std::string family_of(const std::string& instance_type) { return instance_type.substr(0, instance_type.find('.')); }

}  // namespace

SpotMarket::SpotMarket(sim::control::Simulation& simulation, sim::chance::Chance& chance,
                       std::vector<std::string> zones, const std::vector<Pool>& pools, const SpotConfig& config,
                       std::map<std::string, AvailabilityTrace> traces)
    : simulation_(simulation),
      zone_names_(std::move(zones)),
      config_(with_profile(config)),
      up_stream_(chance.stream("spot.up_time")),
      hit_stream_(chance.stream("spot.shock_hit")),
      share_stream_(chance.stream("spot.share_lost")),
      dry_stream_(chance.stream("spot.dry_time")),
      risk_stream_(chance.stream("spot.rebalance_lead")),
      score_stream_(chance.stream("spot.capacity_score")),
      price_stream_(chance.stream("spot.price")),
      false_warning_stream_(chance.stream("spot.false_recommendation")),
      zone_is_down_(zone_names_.size(), false) {
  std::vector<Pool> sorted = pools;
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  for (const Pool& pool : sorted) {
    const std::string name = pool.instance_type + "/" + zone_names_.at(pool.zone);
    index_by_pool_[pool] = pools_.size();
    pools_.push_back({.pool = pool, .config = config_of(pool), .hash = sim::chance::hash_of_name(name)});
    if (const auto trace = traces.find(name); trace != traces.end()) pools_.back().trace = std::move(trace->second);
    set_rates(pools_.back());
  }
  for (const auto& [name, unused] : config_.pools) require_known_pool(name);
  for (const auto& [name, unused] : traces) require_known_pool(name);
  add_causes();
}

SpotPoolConfig SpotMarket::config_of(const Pool& pool) const {
  const auto by_zone = config_.pools.find(pool.instance_type + "/" + zone_names_[pool.zone]);
  if (by_zone != config_.pools.end()) return by_zone->second;
  const auto by_type = config_.pools.find(pool.instance_type);
  if (by_type != config_.pools.end()) return by_type->second;
  return config_.profile == TraceProfile::advisor ? config_.defaults : profile_pool(config_, pool.zone);
}

double SpotMarket::whole_pool_probability(const SpotPoolConfig& pool) const {
  return pool.whole_pool_probability.value_or(config_.whole_pool_probability).value();
}

double SpotMarket::own_dry_median(const SpotPoolConfig& pool) const {
  return pool.dry_median.value_or(config_.dry_median).value();
}

void SpotMarket::set_rates(PoolState& pool) const {
  const double mean_share = pool.config.mean_share_lost.value();
  if (mean_share < whole_pool_probability(pool.config)) {
    throw std::invalid_argument("spot: mean_share_lost of " + pool.pool.instance_type +
                                " is below whole_pool_probability, which alone makes a higher mean; lower the latter");
  }
  // A recorded pool is reclaimed by its record alone.
  if (pool.trace) return;
  const double single_share = config_.single_share.value();
  double instance_hazard = -sim::chance::logarithm(1 - pool.config.monthly_interruptions.value()) / month_hours;
  if (const auto& between = pool.config.time_between_reclaims) {
    instance_hazard = 3600 / between->value() * mean_share / (1 - single_share);
  }
  pool.reclaims_per_hour = (1 - single_share) * instance_hazard / mean_share;
  pool.singles_per_hour = single_share * instance_hazard;
}

void SpotMarket::require_known_pool(const std::string& name) const {
  const bool is_known = std::any_of(pools_.begin(), pools_.end(), [&name, this](const PoolState& state) {
    return name == state.pool.instance_type || name == state.pool.instance_type + "/" + zone_names_[state.pool.zone];
  });
  if (!is_known) {
    throw std::invalid_argument("spot: " + name + " is no pool that a group can launch in; name an instance type of a "
                                "group, or \"<instance type>/<zone name>\"");
  }
}

void SpotMarket::add_causes() {
  const double region_share = config_.region_shock_share.value();
  const double zone_share = config_.zone_shock_share.value();
  const double own_share = 1 - region_share - zone_share;
  if (own_share < -1e-9) {
    throw std::invalid_argument(
        "spot: region_shock_share and zone_shock_share add up to more than 1; lower one of them");
  }
  std::map<std::string, std::vector<std::size_t>> by_family;
  std::map<ZoneIndex, std::vector<std::size_t>> by_zone;
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    const PoolState& pool = pools_[i];
    by_family[family_of(pool.pool.instance_type)].push_back(i);
    by_zone[pool.pool.zone].push_back(i);
    const std::string name = pool.pool.instance_type + "/" + zone_names_[pool.pool.zone];
    add_cause("pool " + name, {{i, 1}}, own_share * pool.reclaims_per_hour, own_dry_median(pool.config),
              pool.pool.zone);
  }
  for (const auto& [family, reach] : by_family) add_shock("family " + family, reach, region_share, std::nullopt);
  for (const auto& [zone, reach] : by_zone) add_shock("zone " + zone_names_[zone], reach, zone_share, zone);
}

void SpotMarket::add_shock(const std::string& name, const std::vector<std::size_t>& reach, double share,
                           std::optional<ZoneIndex> zone) {
  double highest = 0;
  for (const std::size_t i : reach) highest = std::max(highest, pools_[i].reclaims_per_hour);
  if (highest <= 0) return;
  const double hit = config_.shock_hit_probability.value();
  std::vector<Exposure> exposures;
  // Thinning keeps each pool's own rate: (share * highest / hit) * (hit * rate / highest) = share * rate.
  for (const std::size_t i : reach) exposures.push_back({i, hit * pools_[i].reclaims_per_hour / highest});
  add_cause(name, std::move(exposures), share * highest / hit, config_.dry_median.value(), zone);
}

void SpotMarket::add_cause(std::string name, std::vector<Exposure> exposures, double events_per_hour,
                           double dry_median, std::optional<ZoneIndex> zone) {
  if (events_per_hour <= 1e-12) return;
  const double sigma = config_.dry_sigma.value();
  const double mean_dry = dry_median * sim::chance::exponential(0.5 * sigma * sigma);
  const double mean_up = 3600 / events_per_hour - mean_dry;
  if (mean_up <= 0) {
    throw std::invalid_argument("spot: reclaims of " + name +
                                " would come faster than dry times end; lower "
                                "monthly_interruptions or dry_median");
  }
  Cause cause;
  cause.hash = sim::chance::hash_of_name(name);
  cause.name = std::move(name);
  cause.exposures = std::move(exposures);
  cause.zone = zone;
  cause.dry_median = dry_median;
  cause.up_time = UpTime(config_.up_time_shape.value(), sim::seconds(mean_up));
  causes_.push_back(std::move(cause));
}

}  // namespace fleetcast::models::spot
