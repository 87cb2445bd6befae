// Pools that a record decides.
#include <algorithm>

#include "models/spot/market.hpp"

namespace fleetcast::models::spot {

namespace {

constexpr std::uint64_t replay_order_base = (std::uint64_t{110} << 32) + (std::uint64_t{1} << 22);

}  // namespace

void SpotMarket::begin_replay(std::size_t index) {
  PoolState& pool = pools_[index];
  const AvailabilityTrace& trace = *pool.trace;
  const auto steps = static_cast<std::int64_t>(trace.instances.size());
  const std::int64_t at = trace.offset.ticks / trace.step.ticks % steps;
  const std::int64_t most = *std::max_element(trace.instances.begin(), trace.instances.end());
  const std::int64_t now_available = trace.instances[static_cast<std::size_t>(at)];
  pool.is_dry_by_trace = now_available == 0;
  pool.is_tight_by_trace = now_available < most;
  publish(index);
  const sim::Duration into_step{trace.offset.ticks % trace.step.ticks};
  replay(index, static_cast<std::size_t>(at), simulation_.now() - into_step);
}

void SpotMarket::replay(std::size_t index, std::size_t at, Instant begins_at) {
  const AvailabilityTrace& trace = *pools_[index].trace;
  const std::int64_t before = trace.instances[at];
  std::size_t next = at;
  std::int64_t steps = 0;
  do {
    next = (next + 1) % trace.instances.size();
    ++steps;
  } while (trace.instances[next] == before && next != at);
  if (next == at) return;  // a record without a change
  const Instant changes_at = begins_at + sim::Duration{steps * trace.step.ticks};
  simulation_.at(sim::control_instant(changes_at), replay_order_base + index, [this, index, next, before, changes_at] {
    PoolState& pool = pools_[index];
    const std::vector<std::int64_t>& instances = pool.trace->instances;
    const std::int64_t after = instances[next];
    // What has just been taken back is not given anew: the pool is dry until the record rises again.
    pool.is_dry_by_trace = after < before;
    pool.is_tight_by_trace = after < *std::max_element(instances.begin(), instances.end());
    if (after < before) {
      ++pool.reclaims;
      const double share = static_cast<double>(before - after) / static_cast<double>(before);
      pool_reclaimed.send({pool.pool, share, config_.notice_spread.duration()});
    }
    publish(index);
    replay(index, next, changes_at);
  });
}

}  // namespace fleetcast::models::spot
