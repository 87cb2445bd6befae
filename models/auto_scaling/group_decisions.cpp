#include <algorithm>
#include <tuple>
#include <utility>

#include "models/auto_scaling/auto_scaling_group.hpp"

namespace fleetcast::models::auto_scaling {

void AutoScalingGroup::reconcile() {
  if (!has_started_) return;
  // What a decision sets off may come back as a message before the decision is done.
  must_reconcile_again_ = true;
  if (is_reconciling_) return;
  is_reconciling_ = true;
  while (must_reconcile_again_) {
    must_reconcile_again_ = false;
    reconcile_once();
  }
  is_reconciling_ = false;
  publish();
}

void AutoScalingGroup::reconcile_once() {
  if (!control_plane_is_available_) return;
  note_shortage();
  launch_missing();
  give_back();
  remove_surplus();
  retire_replaced();
  balance_zones();
  plan_wake();
}

void AutoScalingGroup::plan_wake() {
  const Instant now = simulation_.now();
  const Duration warmup = config_.default_instance_warmup.duration();
  std::optional<Instant> next;
  const auto consider = [&](Instant at) {
    if (at > now && (!next || at < *next)) next = at;
  };
  consider(blocked_until_);
  if (const std::optional<Instant> look = fallback_.next_look(now)) consider(*look);
  consider(balances_from_);
  for (const auto& [ask, until] : closed_until_) consider(until);
  if (warmup.ticks > 0 && roster_.replaced() > 0) {
    for (const auto& [id, member] : roster_.members()) {
      if (member.in_service_at) consider(sim::control_instant(*member.in_service_at + warmup));
    }
  }
  if (!next || wakes_at_ == next) return;
  wakes_at_ = next;
  simulation_.at(*next, order_key(), [this] { reconcile(); });
}

std::int64_t AutoScalingGroup::on_demand_target() const {
  const InstancesDistribution& distribution = config_.mixed_instances_policy.instances_distribution;
  const std::int64_t share = on_demand_share(desired_, distribution.on_demand_base_capacity.count(),
                                             distribution.on_demand_percentage_above_base_capacity.value());
  return std::min(desired_, share + fallback_.stand_ins());
}

std::int64_t AutoScalingGroup::target_size() const {
  return std::min(desired_ + fallback_.extra(), std::max(desired_, config_.max_size.count()));
}

std::int64_t AutoScalingGroup::size_limit() const {
  // Replacements may exceed the maximum by 10 %, at least by one (behaviour 7.2, 7.5).
  const std::int64_t max = config_.max_size.count();
  return max + std::max<std::int64_t>(max / 10, 1);
}

void AutoScalingGroup::launch_missing() {
  if (simulation_.now() < blocked_until_) return;
  std::int64_t missing = target_size() - roster_.counted();
  missing = std::min(missing, size_limit() - roster_.counted() - roster_.replaced());
  std::int64_t on_demand = std::clamp<std::int64_t>(on_demand_target() - roster_.counted(PurchaseOption::on_demand), 0,
                                                    std::max<std::int64_t>(missing, 0));
  std::int64_t spot = missing - on_demand;
  // Each kind waits for its own capacity: spot that is not to be had never turns into on-demand.
  while (on_demand > 0 && launch_one(PurchaseOption::on_demand)) --on_demand;
  while (spot > 0 && launch_one(PurchaseOption::spot)) --spot;
  if (spot > 0) stand_in_for(spot);
}

bool AutoScalingGroup::launch_one(PurchaseOption purchase) {
  const std::optional<Pool> pool = place(purchase);
  if (!pool) return false;
  roster_.ask({*pool, purchase});
  launch_request.send({name_, *pool, purchase});
  return true;
}

std::optional<Pool> AutoScalingGroup::place(PurchaseOption purchase) const {
  std::vector<std::tuple<std::int64_t, std::int64_t, ZoneIndex>> order;
  for (const ZoneIndex zone : zones_) {
    order.emplace_back(roster_.counted_in(zone), roster_.counted_in(zone, purchase), zone);
  }
  std::sort(order.begin(), order.end());
  if (config_.capacity_distribution_strategy == CapacityDistribution::balanced_only) order.resize(1);
  for (const auto& [all, of_kind, zone] : order) {
    if (const std::optional<Pool> pool = open_pool_in(zone, purchase)) return pool;
  }
  return std::nullopt;
}

std::optional<Pool> AutoScalingGroup::open_pool_in(ZoneIndex zone, PurchaseOption purchase) const {
  const MixedInstancesPolicy& policy = config_.mixed_instances_policy;
  std::vector<SpotOffer> open;
  for (const LaunchTemplateOverride& type : policy.overrides) {
    const Pool pool{type.instance_type, zone};
    if (!is_open(pool, purchase)) continue;
    if (purchase == PurchaseOption::on_demand) return pool;
    const auto known = offers_.find(pool);
    const PoolCapacity offer = known == offers_.end() ? PoolCapacity{pool, 1, 1} : known->second;
    open.push_back({pool, offer.capacity, offer.price_ratio * type.relative_price.value(),
                    roster_.counted_in(pool, PurchaseOption::spot)});
  }
  if (open.empty()) return std::nullopt;
  const InstancesDistribution& distribution = policy.instances_distribution;
  return open[pick_offer(distribution.spot_allocation_strategy, distribution.spot_instance_pools.count(), open)].pool;
}

bool AutoScalingGroup::is_open(const Pool& pool, PurchaseOption purchase) const {
  const Roster::Ask ask{pool, purchase};
  const auto closed = closed_until_.find(ask);
  if (closed != closed_until_.end() && simulation_.now() < closed->second) return false;
  return !is_suspect_.contains(ask) || roster_.asked(ask) == 0;
}

void AutoScalingGroup::remove_surplus() {
  // Launches that were only asked for may still fail, so nothing leaves for their sake.
  while (roster_.counted() - roster_.asked() > target_size()) {
    const std::optional<InstanceId> victim = pick_victim();
    if (!victim) return;
    ++report_.scale_ins;
    begin_termination(*victim);
  }
}

std::optional<InstanceId> AutoScalingGroup::pick_victim() const {
  std::map<ZoneIndex, std::vector<const Member*>> removable;
  for (const auto& [id, member] : roster_.members()) {
    if (member.is_removable()) removable[member.pool.zone].push_back(&member);
  }
  if (removable.empty()) return std::nullopt;
  const auto fullest = std::max_element(removable.begin(), removable.end(), [this](const auto& a, const auto& b) {
    return roster_.counted_in(a.first) < roster_.counted_in(b.first);
  });
  const bool on_demand_is_over = roster_.counted(PurchaseOption::on_demand) > on_demand_target();
  const PurchaseOption wanted = on_demand_is_over ? PurchaseOption::on_demand : PurchaseOption::spot;
  // Members are ordered by launch, so the first match is the oldest.
  for (const Member* member : fullest->second) {
    if (member->purchase == wanted) return member->id;
  }
  return fullest->second.front()->id;
}

void AutoScalingGroup::retire_replaced() {
  const Duration warmup = config_.default_instance_warmup.duration();
  std::int64_t serving = 0;
  std::vector<InstanceId> replaced;
  for (const auto& [id, member] : roster_.members()) {
    if (member.counts() && member.state == MemberState::in_service &&
        *member.in_service_at + warmup <= simulation_.now()) {
      ++serving;
    }
    if (member.replacement == Replacement::at_risk || member.replacement == Replacement::zone_balance ||
        member.replacement == Replacement::give_back) {
      if (member.state == MemberState::in_service) replaced.push_back(id);
    }
  }
  const std::int64_t to_keep = std::max<std::int64_t>(0, target_size() - serving);
  for (std::size_t i = 0; i + static_cast<std::size_t>(to_keep) < replaced.size(); ++i) {
    Member& member = *roster_.find(replaced[i]);
    if (member.replacement == Replacement::zone_balance && member.is_protected) {
      member.replacement = Replacement::none;
      must_reconcile_again_ = true;
      continue;
    }
    if (member.replacement == Replacement::give_back) ++report_.given_back;
    if (member.replacement == Replacement::zone_balance) {
      ++report_.zone_moves;
      incidents.send({simulation_.now(), "zone_rebalance", "zones of group " + name_ + " are unequal",
                      "a healthy instance is terminated for one in another zone", {}});
    }
    begin_termination(replaced[i]);
  }
}

void AutoScalingGroup::balance_zones() {
  const bool is_settled = roster_.counted() == target_size() && roster_.asked() == 0 && roster_.replaced() == 0 &&
                          roster_.in_state(MemberState::pending) == 0 && roster_.in_state(MemberState::lost) == 0;
  if (!is_settled || simulation_.now() < std::max(blocked_until_, balances_from_)) return;
  const auto by_count = [this](ZoneIndex a, ZoneIndex b) { return roster_.counted_in(a) < roster_.counted_in(b); };
  const ZoneIndex low = *std::min_element(zones_.begin(), zones_.end(), by_count);
  const ZoneIndex high = *std::max_element(zones_.begin(), zones_.end(), by_count);
  const std::int64_t difference = roster_.counted_in(high) - roster_.counted_in(low);
  if (difference <= 1) return;
  std::int64_t moves = std::min(difference / 2, size_limit() - roster_.counted());
  std::vector<InstanceId> chosen;
  for (const auto& [id, member] : roster_.members()) {
    if (moves <= 0) break;
    if (member.pool.zone != high || !member.is_removable()) continue;
    const std::optional<Pool> pool = open_pool_in(low, member.purchase);
    if (!pool) continue;
    chosen.push_back(id);
    // One that failed last time is tried with a single instance.
    moves = is_suspect_.contains({*pool, member.purchase}) ? 0 : moves - 1;
  }
  for (const InstanceId id : chosen) roster_.find(id)->replacement = Replacement::zone_balance;
  must_reconcile_again_ = must_reconcile_again_ || !chosen.empty();
}

void AutoScalingGroup::undo_zone_balance() {
  std::vector<InstanceId> marked;
  for (const auto& [id, member] : roster_.members()) {
    if (member.replacement == Replacement::zone_balance && member.state == MemberState::in_service)
      marked.push_back(id);
  }
  for (const InstanceId id : marked) roster_.find(id)->replacement = Replacement::none;
}

void AutoScalingGroup::begin_termination(InstanceId id) {
  Member& member = *roster_.find(id);
  member.state = MemberState::terminating;
  if (!config_.managed_draining) {
    terminate_request.send({id});
    return;
  }
  member.drain_timer = simulation_.at(simulation_.now() + config_.heartbeat_timeout.duration(), order_key(),
                                      [this, id] { end_drain(id); });
  drain_requested.send({id});
}

void AutoScalingGroup::end_drain(InstanceId id) {
  Member* member = roster_.find(id);
  if (member == nullptr || member->state != MemberState::terminating || !member->drain_timer) return;
  simulation_.cancel(*member->drain_timer);
  member->drain_timer.reset();
  terminate_request.send({id});
}

}  // namespace fleetcast::models::auto_scaling
