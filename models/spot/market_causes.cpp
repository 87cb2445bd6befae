#include <algorithm>
#include <stdexcept>
#include <utility>

#include "models/spot/market.hpp"
#include "sim/chance/logarithm.hpp"

namespace fleetcast::models::spot {

namespace {

std::string family_of(const std::string& instance_type) { return instance_type.substr(0, instance_type.find('.')); }

}  // namespace

SpotMarket::SpotMarket(sim::control::Simulation& simulation, sim::chance::Chance& chance,
                       std::vector<std::string> zones, const std::vector<Pool>& pools, SpotConfig config)
    : simulation_(simulation),
      zone_names_(std::move(zones)),
      config_(std::move(config)),
      up_stream_(chance.stream("spot.up_time")),
      hit_stream_(chance.stream("spot.shock_hit")),
      share_stream_(chance.stream("spot.share_lost")),
      dry_stream_(chance.stream("spot.dry_time")),
      risk_stream_(chance.stream("spot.rebalance_lead")),
      score_stream_(chance.stream("spot.capacity_score")),
      price_stream_(chance.stream("spot.price")),
      zone_is_down_(zone_names_.size(), false) {
  std::vector<Pool> sorted = pools;
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  for (const Pool& pool : sorted) {
    const std::string name = pool.instance_type + "/" + zone_names_.at(pool.zone);
    index_by_pool_[pool] = pools_.size();
    pools_.push_back({.pool = pool, .config = config_of(pool), .hash = sim::chance::hash_of_name(name)});
  }
  require_known_pools();
  add_causes();
}

SpotPoolConfig SpotMarket::config_of(const Pool& pool) const {
  const auto by_zone = config_.pools.find(pool.instance_type + "/" + zone_names_[pool.zone]);
  if (by_zone != config_.pools.end()) return by_zone->second;
  const auto by_type = config_.pools.find(pool.instance_type);
  return by_type != config_.pools.end() ? by_type->second : config_.defaults;
}

void SpotMarket::require_known_pools() const {
  for (const auto& [name, unused] : config_.pools) {
    const bool is_known = std::any_of(pools_.begin(), pools_.end(), [&name = name, this](const PoolState& state) {
      return name == state.pool.instance_type || name == state.pool.instance_type + "/" + zone_names_[state.pool.zone];
    });
    if (!is_known) {
      throw std::invalid_argument("spot: pools/" + name +
                                  " is no pool that a group can launch in; name an instance type "
                                  "of a group, or \"<instance type>/<zone name>\"");
    }
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
    PoolState& pool = pools_[i];
    if (pool.config.mean_share_lost.value() < config_.whole_pool_probability.value()) {
      throw std::invalid_argument(
          "spot: mean_share_lost of " + pool.pool.instance_type +
          " is below whole_pool_probability, which alone makes a higher mean; lower the latter");
    }
    const double instance_hazard = -sim::chance::logarithm(1 - pool.config.monthly_interruptions.value()) / 730;
    pool.reclaims_per_hour = (1 - config_.single_share.value()) * instance_hazard / pool.config.mean_share_lost.value();
    by_family[family_of(pool.pool.instance_type)].push_back(i);
    by_zone[pool.pool.zone].push_back(i);
    const std::string name = pool.pool.instance_type + "/" + zone_names_[pool.pool.zone];
    add_cause("pool " + name, {{i, 1}}, own_share * pool.reclaims_per_hour, pool.pool.zone);
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
  add_cause(name, std::move(exposures), share * highest / hit, zone);
}

void SpotMarket::add_cause(std::string name, std::vector<Exposure> exposures, double events_per_hour,
                           std::optional<ZoneIndex> zone) {
  if (events_per_hour <= 1e-12) return;
  const double sigma = config_.dry_sigma.value();
  const double mean_dry = config_.dry_median.value() * sim::chance::exponential(0.5 * sigma * sigma);
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
  cause.up_time = UpTime(config_.up_time_shape.value(), sim::seconds(mean_up));
  causes_.push_back(std::move(cause));
}

}  // namespace fleetcast::models::spot
