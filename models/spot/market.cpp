#include "models/spot/market.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "sim/chance/logarithm.hpp"
#include "sim/chance/normal.hpp"

namespace fleetcast::models::spot {

namespace {

using sim::chance::exponential;
using sim::chance::logarithm;
using sim::chance::normal_quantile;
using sim::chance::power;
using sim::chance::uniform;

constexpr std::uint64_t order_base = std::uint64_t{110} << 32;
constexpr std::uint64_t pool_order_base = order_base + (std::uint64_t{1} << 20);
constexpr std::uint64_t price_order = order_base + (std::uint64_t{1} << 24);
constexpr double deep_score = 0.9;
constexpr double tight_score = 0.4;
// Allocation strategies see capacity through a noisy score (behaviour 7.3); the levels do not overlap.
constexpr double score_noise = 0.1;
constexpr double price_memory = 0.9;
constexpr double longest_lead_means = 6;
constexpr std::uint64_t scripted_draws = std::uint64_t{1} << 40;

}  // namespace

void SpotMarket::start() {
  for (std::size_t i = 0; i < pools_.size(); ++i) publish(i);
  for (const PoolState& pool : pools_) pool_hazard.send({pool.pool, pool.singles_per_hour});
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    if (pools_[i].trace) begin_replay(i);
    if (config_.false_recommendations.value() > 0) plan_false_warning(i);
  }
  for (std::size_t i = 0; i < causes_.size(); ++i) {
    Cause& cause = causes_[i];
    cause.up_time.begin_in_equilibrium(simulation_.now(), uniform(up_stream_, cause.hash, 0),
                                       uniform(up_stream_, cause.hash, 1));
    cause.up_time.set_factor(simulation_.now(), hazard_factor(cause));
    plan(i);
  }
  const Duration period = config_.price_update_period.duration();
  simulation_.every(period, simulation_.now() + period, price_order, [this] { move_prices(); });
}

void SpotMarket::on(const ZoneChanged& change) {
  const bool is_down = change.condition == ZoneCondition::down;
  if (zone_is_down_.at(change.zone) == is_down) return;
  zone_is_down_[change.zone] = is_down;
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    if (pools_[i].pool.zone == change.zone) publish(i);
  }
  for (std::size_t i = 0; i < causes_.size(); ++i) {
    causes_[i].up_time.set_factor(simulation_.now(), hazard_factor(causes_[i]));
    plan(i);
  }
}

void SpotMarket::reclaim(const Pool& pool, double share) {
  if (!(share > 0 && share <= 1)) {
    throw std::invalid_argument("spot: the share of " + pool.instance_type +
                                " to reclaim must be above 0 and at most 1");
  }
  PoolState& state = pools_[index_of(pool)];
  const std::uint64_t event = scripted_draws + static_cast<std::uint64_t>(state.reclaims);
  take(state, share, dry_time(own_dry_median(state.config), state.hash, event));
}

std::vector<SpotMarket::PoolReport> SpotMarket::report() const {
  std::vector<PoolReport> made;
  for (const PoolState& pool : pools_) made.push_back({pool.pool, pool.reclaims, pool.reclaims_per_hour});
  return made;
}

double SpotMarket::hazard_factor(const Cause& cause) const {
  for (ZoneIndex zone = 0; zone < zone_is_down_.size(); ++zone) {
    if (zone_is_down_[zone] && cause.zone != zone) return config_.outage_hazard_factor.value();
  }
  return 1;
}

bool SpotMarket::hits(const Cause& cause, const Exposure& exposure) const {
  return uniform(hit_stream_, cause.hash ^ pools_[exposure.pool].hash, cause.event) < exposure.hit_probability;
}

Duration SpotMarket::dry_time(double median, std::uint64_t hash, std::uint64_t event) const {
  const double z = normal_quantile(uniform(dry_stream_, hash, event));
  return sim::seconds(median * exponential(config_.dry_sigma.value() * z));
}

double SpotMarket::share_lost(const PoolState& pool, double u) const {
  const double whole = whole_pool_probability(pool.config);
  const double mean = pool.config.mean_share_lost.value();
  if (whole >= 1 || u >= 1 - whole) return 1;
  const double v = u / (1 - whole);
  const double rest = (mean - whole) / (1 - whole);
  if (rest >= 1) return 1;
  // Beta(1, b) below one half and Beta(a, 1) above: the beta variates with a simple inverse.
  return rest <= 0.5 ? 1 - power(1 - v, rest / (1 - rest)) : power(v, (1 - rest) / rest);
}

void SpotMarket::plan(std::size_t index) {
  Cause& cause = causes_[index];
  for (auto* timer : {&cause.event_timer, &cause.tight_timer, &cause.risk_timer}) {
    if (timer->has_value()) simulation_.cancel(**timer);
    timer->reset();
  }
  const Instant now = simulation_.now();
  const Instant due = std::max(now, cause.up_time.due());
  const double lead_means = std::min(longest_lead_means, -logarithm(uniform(risk_stream_, cause.hash, cause.event)));
  const Instant risk_at = std::max(now, due - sim::seconds(lead_means * config_.rebalance_lead.value()));
  const Instant tight_at = std::max(now, due - config_.tight_time.duration());
  const std::uint64_t key = order_base + index;
  cause.tight_timer = simulation_.at(tight_at, key, [this, index, due] {
    for (const Exposure& exposure : causes_[index].exposures) {
      if (hits(causes_[index], exposure)) tighten(exposure.pool, due);
    }
  });
  if (!cause.has_warned && config_.rebalance_probability.value() > 0) {
    cause.risk_timer = simulation_.at(risk_at, key, [this, index] {
      causes_[index].has_warned = true;
      for (const Exposure& exposure : causes_[index].exposures) {
        if (!hits(causes_[index], exposure)) continue;
        pool_at_risk.send({pools_[exposure.pool].pool, config_.rebalance_probability.value()});
      }
    });
  }
  cause.event_timer = simulation_.at(due, key, [this, index] { strike(index); });
}

void SpotMarket::strike(std::size_t index) {
  Cause& cause = causes_[index];
  // One dry time for all the pools that a shock hits: scarcity ends for them together.
  const Duration dry = dry_time(cause.dry_median, cause.hash, cause.event);
  for (const Exposure& exposure : cause.exposures) {
    if (!hits(cause, exposure)) continue;
    PoolState& pool = pools_[exposure.pool];
    take(pool, share_lost(pool, uniform(share_stream_, cause.hash ^ pool.hash, cause.event)), dry);
  }
  ++cause.event;
  cause.has_warned = false;
  cause.up_time.set_factor(simulation_.now(), hazard_factor(cause));
  cause.up_time.begin(simulation_.now() + dry, uniform(up_stream_, cause.hash, cause.event + 1));
  plan(index);
}

void SpotMarket::take(PoolState& pool, double share, Duration dry) {
  ++pool.reclaims;
  const auto index = static_cast<std::size_t>(&pool - pools_.data());
  const Instant end = sim::control_instant(simulation_.now() + dry);
  pool_reclaimed.send({pool.pool, share, config_.notice_spread.duration()});
  if (end > pool.dry_until) {
    pool.dry_until = end;
    simulation_.at(end, pool_order_base + index, [this, index, end] {
      if (pools_[index].dry_until == end) tighten(index, end + config_.tight_time.duration());
    });
  }
  publish(index);
}

void SpotMarket::tighten(std::size_t index, Instant until) {
  PoolState& pool = pools_[index];
  until = sim::control_instant(until);
  if (until > pool.tight_until) {
    pool.tight_until = until;
    simulation_.at(until, pool_order_base + index, [this, index, until] {
      if (pools_[index].tight_until == until) publish(index);
    });
  }
  publish(index);
}

void SpotMarket::publish(std::size_t index) {
  PoolState& pool = pools_[index];
  const Instant now = simulation_.now();
  const double price = std::min(1.0, pool.config.price_ratio.value() * exponential(pool.price_deviation));
  double score = 0;
  if (!zone_is_down_[pool.pool.zone] && now >= pool.dry_until && !pool.is_dry_by_trace) {
    const double noise = score_noise * (2 * uniform(score_stream_, pool.hash, pool.published) - 1);
    score = (now < pool.tight_until || pool.is_tight_by_trace ? tight_score : deep_score) + noise;
  }
  ++pool.published;
  pool_capacity.send({pool.pool, score, price});
}

void SpotMarket::move_prices() {
  for (std::size_t i = 0; i < pools_.size(); ++i) {
    const double z = normal_quantile(uniform(price_stream_, pools_[i].hash, price_moves_));
    pools_[i].price_deviation = price_memory * pools_[i].price_deviation + config_.price_step.value() * z;
    publish(i);
  }
  ++price_moves_;
}

void SpotMarket::plan_false_warning(std::size_t index) {
  constexpr double longest_gap_hours = 1e5;
  const PoolState& pool = pools_[index];
  const double mean_hours = 730 / config_.false_recommendations.value();
  const double gap = -logarithm(uniform(false_warning_stream_, pool.hash, pool.false_warnings)) * mean_hours;
  const Duration after = sim::hours(std::min(gap, longest_gap_hours));
  simulation_.at(simulation_.now() + after, pool_order_base + index, [this, index] {
    ++pools_[index].false_warnings;
    pool_at_risk.send({pools_[index].pool, config_.rebalance_probability.value()});
    plan_false_warning(index);
  });
}

std::size_t SpotMarket::index_of(const Pool& pool) const {
  const auto found = index_by_pool_.find(pool);
  if (found == index_by_pool_.end()) {
    throw std::invalid_argument("spot: there is no pool " + pool.instance_type + " in zone number " +
                                std::to_string(pool.zone) + "; a group must be able to launch it there");
  }
  return found->second;
}

}  // namespace fleetcast::models::spot
