// Health checks: simulated one by one while a member is not known to be calm, free otherwise.
#include <algorithm>

#include "sim/traffic/kernel.hpp"

namespace fleetcast::sim::traffic {

namespace {

/// A station whose first waiter has waited longer than a health check may take fails the check.
bool waits_longer_than(const Station& station, const Slots& slots, std::int64_t now, Duration limit) {
  return station.head != Request::none && now - slots[station.head].entered > limit.ticks;
}

/// Tells whether a planned check belongs to the watch that is on; the tag is the node and the number of the watch.
bool is_current(const Member& member, std::uint32_t tag) {
  return member.is_watched && ((member.watch << 5) & 0x0FFFFFFFu) == (tag & 0x0FFFFFE0u);
}

/// Tells whether a member that turns healthy grows into its share: only where another one already had its full share
/// when this one came, or came back. Until its first passed check, healthy_since is when a member was registered.
bool starts_slowly(const PoolState& pool, const std::vector<Member>& members, const Member& member, std::int64_t now) {
  const std::int64_t came = member.seen_nodes == 0 ? member.healthy_since : now;
  return std::ranges::any_of(pool.members, [&](std::uint32_t index) {
    const Member& other = members[index];
    const bool is_older = other.healthy_nodes != 0 && other.healthy_since + pool.config.slow_start.ticks <= came;
    return is_older && other.key != member.key;
  });
}

}  // namespace

bool Kernel::is_overloaded(const Member& member) const {
  const PoolState& pool = pools_[member.pool.value];
  if (!pool.config.health_check.is_on) return false;
  // A backlog is worth watching before its head has waited too long, or the first failure would be missed.
  return stations_[member.slots].waiting > stations_[member.slots].servers;
}

/// Begins to simulate a member's checks: each node keeps its own phase within the interval.
void Kernel::watch(std::uint32_t index) {
  Member& member = members_[index];
  if (member.is_watched || member.state != MemberState::registered) return;
  member.is_watched = true;
  ++watched_members_;
  const PoolState& pool = pools_[member.pool.value];
  const std::int64_t interval = pool.config.health_check.interval.ticks;
  for (std::uint32_t node = 0; node < zones_; ++node) {
    const double u = chance::uniform(pool_streams_[member.pool.value], member.key, node);
    const auto phase = static_cast<std::int64_t>(u * static_cast<double>(interval));
    const std::int64_t turns = (now_ - phase) / interval + (now_ >= phase ? 1 : 0);
    plan_check(index, node, phase + turns * interval);
  }
}

void Kernel::unwatch(Member& member) {
  if (!member.is_watched) return;
  member.is_watched = false;
  ++member.watch;
  --watched_members_;
}

void Kernel::plan_check(std::uint32_t index, std::uint32_t node, std::int64_t tick) {
  const Member& member = members_[index];
  const std::uint32_t tag = node | (member.watch << 5);
  schedule_other(index, tag, tick, EventKind::health_check, (member.key << 8) | node);
}

void Kernel::check_health(std::uint32_t index, std::uint32_t tag) {
  Member& member = members_[index];
  const std::uint32_t node = tag & 31u;
  if (!is_current(member, tag)) return;
  ++events_;
  const HealthCheckConfig& check = pools_[member.pool.value].config.health_check;
  const bool is_slow = waits_longer_than(stations_[member.slots], slots_, now_, check.time_out);
  const bool is_silent = member.reachability == Reachability::silent || is_slow;
  if (is_silent) {
    schedule_other(index, tag, now_ + check.time_out.ticks, EventKind::health_result, (member.key << 8) | node);
  } else {
    note_health(index, tag, member.seems_well() ? CheckResult::passed : CheckResult::failed);
  }
  if (members_[index].is_watched) plan_check(index, node, now_ + check.interval.ticks);
}

void Kernel::note_health(std::uint32_t index, std::uint32_t tag, CheckResult result) {
  Member& member = members_[index];
  const std::uint32_t node = tag & 31u;
  if (!is_current(member, tag)) return;
  const HealthCheckConfig& check = pools_[member.pool.value].config.health_check;
  const std::uint32_t bit = 1u << node;
  const bool passed = result == CheckResult::passed;
  const bool was_healthy = (member.healthy_nodes & bit) != 0;
  const bool was_seen = (member.seen_nodes & bit) != 0;
  member.passes[node] = passed ? static_cast<std::uint16_t>(member.passes[node] + 1) : std::uint16_t{0};
  member.failures[node] = passed ? std::uint16_t{0} : static_cast<std::uint16_t>(member.failures[node] + 1);
  if (passed && !was_healthy && (!was_seen || member.passes[node] >= check.healthy_threshold)) {
    turn_healthy(member, bit);
  } else if (!passed && was_healthy && member.failures[node] >= check.unhealthy_threshold) {
    count_verdict(member, result);
    turn_unhealthy(member, bit);
  } else if (!passed && !was_seen && member.failures[node] == check.unhealthy_threshold) {
    count_verdict(member, result);
    // Never healthy at this node: its owner learns of it, although no traffic was sent.
    signals_.push_back({Signal::Kind::member_unhealthy, now(), member.pool.value, member.key});
  }
  if (passed) member.seen_nodes |= bit;
  calm_down(member);
}

/// Counts why a node takes a member for unhealthy; the last check decides.
void Kernel::count_verdict(const Member& member, CheckResult result) {
  PoolMeasures& measures = pools_[member.pool.value].measures;
  ++(result == CheckResult::timed_out ? measures.checks_timed_out : measures.checks_failed);
}

void Kernel::turn_healthy(Member& member, std::uint32_t bit) {
  if (member.healthy_nodes == 0) {
    const PoolState& pool = pools_[member.pool.value];
    // One that takes its full share at once is as old as one at the end of its slow start.
    member.healthy_since = starts_slowly(pool, members_, member, now_) ? now_ : now_ - pool.config.slow_start.ticks;
    signals_.push_back({Signal::Kind::member_healthy, now(), member.pool.value, member.key});
  }
  member.healthy_nodes |= bit;
  rebuild(member.pool);
}

void Kernel::turn_unhealthy(Member& member, std::uint32_t bit) {
  member.healthy_nodes &= ~bit;
  if (member.healthy_nodes == 0) {
    signals_.push_back({Signal::Kind::member_unhealthy, now(), member.pool.value, member.key});
  }
  rebuild(member.pool);
}

/// Stops simulating checks once every node sees the member as healthy and nothing suggests that the next could fail.
void Kernel::calm_down(Member& member) {
  const std::uint32_t all_nodes = zones_ == 32 ? 0xFFFFFFFFu : (1u << zones_) - 1;
  for (const std::uint16_t failures : member.failures) {
    if (failures > 0) return;
  }
  const bool is_calm = member.healthy_nodes == all_nodes && member.seems_well() && !is_overloaded(member);
  if (is_calm) unwatch(member);
}

}  // namespace fleetcast::sim::traffic
