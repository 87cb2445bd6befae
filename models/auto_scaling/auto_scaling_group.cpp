#include "models/auto_scaling/auto_scaling_group.hpp"

#include <algorithm>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "sim/chance/purpose.hpp"

namespace fleetcast::models::auto_scaling {

namespace {

// A pool whose instances were just recommended for rebalancing is no place for their replacements; the mean time to
// the reclaim is about as long (behaviour 8.4).
const Duration risk_time = sim::minutes(10);

}  // namespace

AutoScalingGroup::AutoScalingGroup(sim::control::Simulation& simulation, std::string name, std::vector<ZoneIndex> zones,
                                   AutoScalingGroupConfig config)
    : simulation_(simulation), name_(std::move(name)), zones_(std::move(zones)), config_(std::move(config)),
      fallback_(config_.fallback) {
  const std::string where = "auto_scaling: group " + name_ + ": ";
  if (zones_.empty()) throw std::invalid_argument(where + "has no zone; name at least one");
  if (config_.mixed_instances_policy.overrides.empty()) {
    throw std::invalid_argument(where + "has no instance type; name at least one in mixed_instances_policy/override");
  }
  if (config_.min_size.count() > config_.max_size.count()) {
    throw std::invalid_argument(where + "min_size is above max_size; raise the latter");
  }
  desired_ = config_.desired_capacity ? config_.desired_capacity->count() : config_.min_size.count();
  if (desired_ < config_.min_size.count() || desired_ > config_.max_size.count()) {
    throw std::invalid_argument(where + "desired_capacity must lie between min_size and max_size");
  }
}

void AutoScalingGroup::start() {
  has_started_ = true;
  below_since_ = desired_ > 0 ? std::optional(simulation_.now()) : std::nullopt;
  reconcile();
}

void AutoScalingGroup::on(const SetDesiredCapacity& message) {
  if (message.group != name_) return;
  const std::int64_t before = desired_;
  desired_ = std::clamp(message.desired, config_.min_size.count(), config_.max_size.count());
  // What stands in is the dearest, so it goes first.
  if (desired_ < before) fallback_.release(simulation_.now(), before - desired_);
  reconcile();
}

void AutoScalingGroup::on(const InstancePending& message) {
  if (message.group != name_) return;
  const Roster::Ask ask{message.pool, message.purchase};
  roster_.answer(ask);
  is_suspect_.erase(ask);
  ++report_.launches;
  Member member;
  member.id = message.instance;
  member.pool = message.pool;
  member.purchase = message.purchase;
  member.is_protected = config_.protect_from_scale_in;
  roster_.add(std::move(member));
  reconcile();
}

void AutoScalingGroup::on(const InstanceRunning& message) {
  Member* member = roster_.find(message.instance);
  if (member == nullptr || member->state != MemberState::pending) return;
  member->state = MemberState::in_service;
  member->in_service_at = simulation_.now();
  reconcile();
}

void AutoScalingGroup::on(const LaunchFailed& message) {
  if (message.group != name_) return;
  roster_.answer({message.pool, message.purchase});
  ++report_.failed_launches;
  if (!shortage_since_ && capacity().in_service < desired_) shortage_since_ = simulation_.now();
  switch (message.reason) {
    case LaunchFailure::insufficient_capacity:
      is_suspect_[{message.pool, message.purchase}] = true;
      close_pool(message.pool, message.purchase, config_.retry_interval.duration());
      break;
    case LaunchFailure::request_limit_exceeded:
      blocked_until_ = sim::control_instant(simulation_.now() + config_.throttled_retry_interval.duration());
      break;
    case LaunchFailure::control_plane_unavailable:
      blocked_until_ = sim::control_instant(simulation_.now() + config_.retry_interval.duration());
      break;
  }
  // The zone that lacks instances cannot have them yet: what was to move there stays where it is.
  undo_zone_balance();
  if (message.purchase == PurchaseOption::spot) undo_give_back(1);
  reconcile();
}

void AutoScalingGroup::on(const InstanceTerminated& message) {
  Member* member = roster_.find(message.instance);
  if (member == nullptr) return;
  if (member->drain_timer) simulation_.cancel(*member->drain_timer);
  const bool is_expected = message.cause == TerminationCause::owner || !member->counts();
  if (message.cause != TerminationCause::owner) ++report_.losses;
  if (is_expected) {
    roster_.remove(message.instance);
    reconcile();
    return;
  }
  member->state = MemberState::lost;
  member->drain_timer.reset();
  const InstanceId id = message.instance;
  simulation_.at(simulation_.now() + config_.loss_detection.duration(), order_key(), [this, id] {
    roster_.remove(id);
    reconcile();
  });
}

void AutoScalingGroup::on(const InterruptionNotice& message) {
  Member* member = roster_.find(message.instance);
  if (member == nullptr || member->state == MemberState::terminating) return;
  fallback_.note_interruption(simulation_.now());
  if (const std::optional<Duration> delay = fallback_.replacement_delay(simulation_.now())) {
    const InstanceId id = message.instance;
    const Instant at = sim::control_instant(simulation_.now() + *delay);
    simulation_.at(at, order_key(), [this, id] { replace_by_on_demand(id); });
    return;
  }
  if (!config_.capacity_rebalance) return;
  // A notice is certain, so nothing is weighed: the replacement is launched at once (behaviour 7.5).
  replace(*member, Replacement::interrupted);
}

void AutoScalingGroup::on(const RebalanceRecommendation& message) {
  Member* member = roster_.find(message.instance);
  if (member == nullptr || !config_.capacity_rebalance || !member->counts()) return;
  if (member->state != MemberState::in_service) return;
  const auto capacity_of = [this](const Pool& pool) {
    const auto found = offers_.find(pool);
    return found == offers_.end() ? 1.0 : found->second.capacity;
  };
  bool has_better = false;
  for (const ZoneIndex zone : zones_) {
    for (const LaunchTemplateOverride& type : config_.mixed_instances_policy.overrides) {
      const Pool other{type.instance_type, zone};
      if (other == member->pool || !is_open(other, PurchaseOption::spot)) continue;
      has_better = has_better || capacity_of(other) >= capacity_of(member->pool);
    }
  }
  if (!has_better) return;
  close_pool(member->pool, PurchaseOption::spot, risk_time);
  replace(*member, Replacement::at_risk);
}

void AutoScalingGroup::replace(Member& member, Replacement why) {
  const Replacement before = member.replacement;
  if (before == Replacement::none || before == Replacement::zone_balance) ++report_.rebalanced;
  member.replacement = why;
  reconcile();
}

void AutoScalingGroup::on(const DrainCompleted& message) { end_drain(message.instance); }

void AutoScalingGroup::on(const ScaleInProtection& message) {
  Member* member = roster_.find(message.instance);
  if (member == nullptr) return;
  member->is_protected = message.is_protected;
  if (!message.is_protected) reconcile();
}

void AutoScalingGroup::on(const PoolCapacity& message) { offers_[message.pool] = message; }

void AutoScalingGroup::on(const ControlPlaneChanged& message) {
  control_plane_is_available_ = message.is_available;
  if (message.is_available) reconcile();
}

void AutoScalingGroup::on(const ZoneChanged& message) {
  const bool is_down = message.condition == ZoneCondition::down;
  const auto lost = std::ranges::find(lost_zones_, message.zone);
  if (is_down == (lost != lost_zones_.end())) return;
  if (is_down) {
    lost_zones_.push_back(message.zone);
    return;
  }
  lost_zones_.erase(lost);
  balances_from_ = sim::control_instant(simulation_.now() + config_.zone_rebalance_delay.duration());
  reconcile();
}

void AutoScalingGroup::finish(Instant now) {
  account(now);
  if (shortage_since_) {
    incidents.send({*shortage_since_, "capacity_shortage", "launches fail",
                    "group " + name_ + " is below its desired capacity", now - *shortage_since_});
    shortage_since_.reset();
  }
}

GroupCapacity AutoScalingGroup::capacity() const {
  GroupCapacity made;
  made.group = name_;
  made.desired = desired_;
  made.pending = roster_.asked();
  for (const auto& [id, member] : roster_.members()) {
    if (member.state == MemberState::pending) ++made.pending;
    if (member.state != MemberState::in_service && member.state != MemberState::lost) continue;
    // One lost before it ran was never in service.
    if (!member.in_service_at) continue;
    ++made.in_service;
    made.in_service_spot += member.purchase == PurchaseOption::spot;
  }
  return made;
}

void AutoScalingGroup::account(Instant now) {
  if (below_since_) report_.below_desired = report_.below_desired + (now - *below_since_);
  const GroupCapacity current = capacity();
  below_since_ = current.in_service < current.desired ? std::optional(now) : std::nullopt;
}

void AutoScalingGroup::publish() {
  const GroupCapacity current = capacity();
  const Instant now = simulation_.now();
  account(now);
  if (!below_since_ && shortage_since_) {
    incidents.send({*shortage_since_, "capacity_shortage", "launches fail",
                    "group " + name_ + " is below its desired capacity", now - *shortage_since_});
    shortage_since_.reset();
  }
  const auto figures = [](const GroupCapacity& c) {
    return std::tuple(c.desired, c.pending, c.in_service, c.in_service_spot);
  };
  if (!published_.group.empty() && figures(current) == figures(published_)) return;
  published_ = current;
  group_capacity.send(current);
}

void AutoScalingGroup::close_pool(const Pool& pool, PurchaseOption purchase, Duration length) {
  const Instant until = sim::control_instant(simulation_.now() + length);
  Instant& closed = closed_until_[{pool, purchase}];
  closed = std::max(closed, until);
}

std::uint64_t AutoScalingGroup::order_key() const {
  return (std::uint64_t{130} << 32) + (sim::chance::hash_of_name(name_) >> 32);
}

}  // namespace fleetcast::models::auto_scaling
