#include <algorithm>
#include <cmath>
#include <utility>

#include "models/ec2/ec2.hpp"

namespace fleetcast::models::ec2 {

namespace {

using sim::chance::uniform;

constexpr std::uint64_t order_base = std::uint64_t{120} << 32;
// The draws of one instance: by pool event, offset by what is drawn.
constexpr std::uint64_t victim_draws = 0;
constexpr std::uint64_t spread_draws = std::uint64_t{1} << 40;
constexpr std::uint64_t recommendation_draws = std::uint64_t{2} << 40;
constexpr std::uint64_t zone_draws = std::uint64_t{3} << 40;
enum NoticeDraw : std::uint64_t { notice_kind, notice_lateness };

}  // namespace

void Ec2::on(const PoolCapacity& capacity) { pool_state(capacity.pool).has_spot_capacity = capacity.capacity > 0; }

void Ec2::on(const PoolHazard& hazard) { pool_state(hazard.pool).singles_per_hour = hazard.singles_per_hour; }

void Ec2::on(const ControlPlaneChanged& change) { control_plane_is_available_ = change.is_available; }

void Ec2::on(const PoolAtRisk& risk) {
  const std::uint64_t event = recommendation_draws + pool_state(risk.pool).reclaims;
  for (const InstanceId id : running_spot_in(risk.pool)) {
    if (uniform(victim_stream_, id, event) >= risk.recommended_share) continue;
    ++report_.recommendations;
    rebalance_recommendation.send({id});
  }
}

void Ec2::on(const PoolReclaimed& reclaim) {
  PoolState& pool = pool_state(reclaim.pool);
  const std::uint64_t event = pool.reclaims++;
  const Ids running = running_spot_in(reclaim.pool);
  const Ids victims = pick(running, reclaim.share, pool.hash, victim_draws + event);
  if (victims.empty()) return;
  for (const InstanceId id : victims) {
    const Duration after = sim::seconds(reclaim.spread.seconds() * uniform(victim_stream_, id, spread_draws + event));
    instances_.at(id).timers.push_back(
        simulation_.at(simulation_.now() + after, order_base + id, [this, id] { interrupt(id); }));
  }
  incidents.send(
      {simulation_.now(), "spot_interruption",
       reclaim.pool.instance_type + " in " + metering_.zone(reclaim.pool.zone) + " is reclaimed",
       std::to_string(victims.size()) + " of " + std::to_string(running.size()) + " instances are interrupted",
       reclaim.spread + config_.interruption_notice.duration()});
}

void Ec2::interrupt(InstanceId id) {
  Instance& instance = instances_.at(id);
  if (instance.is_doomed) return;
  instance.is_doomed = true;
  const Instant now = simulation_.now();
  const Instant ends_at = sim::control_instant(now + config_.interruption_notice.duration());
  instance.timers.push_back(
      simulation_.at(ends_at, order_base + id, [this, id] { terminate(id, TerminationCause::spot_interruption); }));
  // The instance ends when it would have ended anyway, so that notices alone make the difference.
  const double u = uniform(notice_stream_, id, notice_kind);
  const double missing = config_.missing_notice_share.value();
  if (u < missing) {
    ++report_.missing_notices;
  } else if (u < missing + config_.late_notice_share.value()) {
    ++report_.late_notices;
    const double late = (ends_at - now).seconds() * uniform(notice_stream_, id, notice_lateness);
    instance.timers.push_back(
        simulation_.at(now + sim::seconds(late), order_base + id, [this, id, ends_at] { give_notice(id, ends_at); }));
  } else {
    give_notice(id, ends_at);
  }
}

void Ec2::give_notice(InstanceId id, Instant ends_at) {
  ++report_.notices;
  interruption_notice.send({id, ends_at});
}

void Ec2::on(const ZoneChanged& change) {
  const bool is_down = change.condition == ZoneCondition::down;
  zone_is_down_.at(change.zone) = is_down;
  const bool any_is_down = std::find(zone_is_down_.begin(), zone_is_down_.end(), true) != zone_is_down_.end();
  bucket_.set_refill(simulation_.now(),
                     config_.api_refill.value() * (any_is_down ? config_.outage_refill_factor.value() : 1));
  if (!any_is_down) on_demand_in_outage_ = 0;
  if (!is_down) return;
  Ids there;
  for (const auto& [id, instance] : instances_) {
    if (instance.launch.pool.zone == change.zone) there.push_back(id);
  }
  const Ids lost = pick(there, change.share_lost, sim::chance::hash_of_name(metering_.zone(change.zone)),
                        zone_draws + zone_events_++);
  if (lost.empty()) return;
  incidents.send({simulation_.now(),
                  "instances_lost",
                  "outage of " + metering_.zone(change.zone),
                  std::to_string(lost.size()) + " of " + std::to_string(there.size()) + " instances are lost",
                  {}});
  for (const InstanceId id : lost) terminate(id, TerminationCause::zone_outage);
}

bool Ec2::another_zone_is_down(ZoneIndex zone) const {
  for (ZoneIndex other = 0; other < zone_is_down_.size(); ++other) {
    if (other != zone && zone_is_down_[other]) return true;
  }
  return false;
}

Ec2::Ids Ec2::running_spot_in(const Pool& pool) const {
  Ids found;
  for (const auto& [id, instance] : instances_) {
    const bool is_taken = instance.launch.purchase == PurchaseOption::spot && instance.launch.pool == pool;
    if (is_taken && instance.meter.running_at() && !instance.is_doomed) found.push_back(id);
  }
  return found;
}

Ec2::Ids Ec2::pick(const Ids& from, double share, std::uint64_t place, std::uint64_t event) const {
  // Rounding by chance keeps the mean share exact for small fleets; the chance belongs to the place that is struck.
  const double wanted = share * static_cast<double>(from.size()) + uniform(victim_stream_, place, event);
  const std::size_t count = std::min(from.size(), static_cast<std::size_t>(std::floor(wanted)));
  std::vector<std::pair<double, InstanceId>> lots;
  for (const InstanceId id : from) lots.emplace_back(uniform(victim_stream_, id, event), id);
  std::sort(lots.begin(), lots.end());
  Ids picked;
  for (std::size_t i = 0; i < count; ++i) picked.push_back(lots[i].second);
  std::sort(picked.begin(), picked.end());
  return picked;
}

}  // namespace fleetcast::models::ec2
