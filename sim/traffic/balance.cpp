// Pools: who may be picked, and who is.
#include <algorithm>

#include "sim/traffic/kernel.hpp"

namespace fleetcast::sim::traffic {

std::uint32_t Kernel::pick(PoolState& pool, std::uint32_t node, const Request& request,
                           const Instruction& instruction) {
  const std::vector<std::uint32_t>& candidates = pool.candidates[node];
  ++pool.picks;
  if (pool.config.algorithm == Algorithm::by_object) {
    if (pool.members.empty()) return Request::none;
    return pool.members[request.object % pool.members.size()];
  }
  if (candidates.empty()) return Request::none;
  if (pool.is_open[node]) ++pool.measures.fail_open;
  const auto size = static_cast<double>(candidates.size());
  switch (pool.config.algorithm) {
    case Algorithm::round_robin: {
      std::uint32_t& cursor = pool.cursors[node];
      if (cursor >= candidates.size()) cursor = 0;
      std::uint32_t chosen = candidates[cursor++];
      if (pool.config.slow_start.ticks == 0) return chosen;
      // The turn of one that is held back goes to the next, which may be held back too; the draw is stretched each time
      // so that it is uniform again.
      double u = draw(request, instruction);
      for (std::size_t tries = 1; tries < candidates.size() && is_held_back(pool, chosen, u); ++tries) {
        const auto age = static_cast<double>(now_ - members_[chosen].healthy_since);
        const double share = age / static_cast<double>(pool.config.slow_start.ticks);
        u = (u - share) / (1 - share);
        if (cursor >= candidates.size()) cursor = 0;
        chosen = candidates[cursor++];
      }
      return chosen;
    }
    case Algorithm::random: return candidates[static_cast<std::size_t>(draw(request, instruction) * size)];
    case Algorithm::two_choices: {
      const double u = draw(request, instruction) * size;
      const auto first = static_cast<std::size_t>(u);
      if (candidates.size() == 1) return candidates[0];
      auto second = static_cast<std::size_t>((u - static_cast<double>(first)) * (size - 1));
      if (second >= first) ++second;
      const bool is_second = outstanding_[candidates[second]] < outstanding_[candidates[first]];
      return candidates[is_second ? second : first];
    }
    case Algorithm::weighted: return pick_weighted(candidates, draw(request, instruction));
    default: return pick_least(candidates, draw(request, instruction));
  }
}

/// Picks at random by weight; where all weigh nothing yet, evenly.
std::uint32_t Kernel::pick_weighted(const std::vector<std::uint32_t>& candidates, double u) const {
  double sum = 0;
  for (const std::uint32_t member : candidates) sum += members_[member].weight;
  if (sum <= 0) return candidates[static_cast<std::size_t>(u * static_cast<double>(candidates.size()))];
  double left = u * sum;
  for (const std::uint32_t member : candidates) {
    left -= members_[member].weight;
    if (left < 0) return member;
  }
  return candidates.back();
}

/// Tells whether a member in slow start passes on a request: its share grows linearly from nothing to full.
bool Kernel::is_held_back(const PoolState& pool, std::uint32_t member, double u) const {
  const std::int64_t ramp = pool.config.slow_start.ticks;
  const std::int64_t age = now_ - members_[member].healthy_since;
  return age < ramp && u >= static_cast<double>(age) / static_cast<double>(ramp);
}

std::uint32_t Kernel::pick_least(const std::vector<std::uint32_t>& candidates, double u) const {
  std::uint32_t least = Request::none;
  std::uint32_t ties = 0;
  for (const std::uint32_t member : candidates) {
    const std::uint32_t outstanding = outstanding_[member];
    if (outstanding < least) {
      least = outstanding;
      ties = 1;
    } else if (outstanding == least) {
      ++ties;
    }
  }
  auto wanted = static_cast<std::uint32_t>(u * ties);
  for (const std::uint32_t member : candidates) {
    if (outstanding_[member] == least && wanted-- == 0) return member;
  }
  return candidates.back();
}

/// Works out again which members each entry node of a pool may send to.
void Kernel::rebuild(PoolId id) {
  ++pacing_.changes;
  PoolState& pool = pools_[id.value];
  for (std::uint32_t node = 0; node < zones_; ++node) {
    std::vector<std::uint32_t>& candidates = pool.candidates[node];
    candidates.clear();
    std::vector<std::uint32_t> all;
    for (const std::uint32_t index : pool.members) {
      const Member& member = members_[index];
      if (member.state != MemberState::registered) continue;
      if (!pool.config.cross_zone && member.zone != node) continue;
      if (member.zone != node && ((pool.shifted_zones >> member.zone) & 1u) != 0) continue;
      all.push_back(index);
      if (((member.healthy_nodes >> node) & 1u) != 0) candidates.push_back(index);
    }
    pool.is_open[node] = candidates.size() < pool.config.fail_open_below && !all.empty();
    if (pool.is_open[node]) candidates = std::move(all);
  }
}

MemberId Kernel::add_member(PoolId id, const MemberConfig& config) {
  PoolState& pool = pools_.at(id.value);
  pool.discipline = config.discipline;
  const std::uint32_t index = take_member();
  Member& member = members_[index];
  member.pool = id;
  member.state = MemberState::registered;
  member.reachability = config.reachability;
  member.weight = 1;
  member.picked = 0;
  member.never_healthy = config.never_healthy;
  member.zone = config.zone;
  member.key = config.key;
  outstanding_[index] = 0;
  member.passes.assign(zones_, 0);
  member.failures.assign(zones_, 0);
  member.healthy_since = now_;
  const std::uint32_t capacity = config.backlog >= Request::none - config.slots ? Request::none
                                                                                  : config.slots + config.backlog;
  reset_station(member.slots, {pool.config.name, Discipline::first_come, config.slots, capacity, 1, false}, nullptr);
  reset_station(member.processor,
                {pool.config.name, config.discipline, config.servers, Request::none, config.speed, false}, pool.record);
  pool.members.push_back(index);
  const std::uint32_t all_nodes = zones_ == 32 ? 0xFFFFFFFFu : (1u << zones_) - 1;
  const bool checks = pool.config.health_check.is_on;
  member.healthy_nodes = checks ? 0 : all_nodes;
  member.seen_nodes = member.healthy_nodes;
  if (checks) watch(index);
  rebuild(id);
  return {index};
}

void Kernel::drain_member(MemberId id) {
  Member& member = members_.at(id.value);
  if (member.state != MemberState::registered) return;
  member.state = MemberState::draining;
  unwatch(member);
  rebuild(member.pool);
}

void Kernel::remove_member(MemberId id) {
  Member& member = members_.at(id.value);
  if (member.state == MemberState::unused) return;
  if (outstanding_[id.value] > 0) interrupt_member(id.value, true);
  PoolState& pool = pools_[member.pool.value];
  pool.members.erase(std::find(pool.members.begin(), pool.members.end(), id.value));
  retire_usage(pool, member);
  unwatch(member);
  member.state = MemberState::unused;
  ++member.version;
  free_members_.push_back(id.value);
  rebuild(member.pool);
}

void Kernel::set_reachability(MemberId id, Reachability reachability) {
  Member& member = members_.at(id.value);
  if (member.state == MemberState::unused || member.reachability == reachability) return;
  ++pacing_.changes;
  member.reachability = reachability;
  const bool breaks_off = reachability == Reachability::refusing || reachability == Reachability::silent;
  if (breaks_off && outstanding_[id.value] > 0) {
    interrupt_member(id.value, reachability == Reachability::refusing);
  }
  if (member.state == MemberState::registered && pools_[member.pool.value].config.health_check.is_on) watch(id.value);
}

}  // namespace fleetcast::sim::traffic
