#include <algorithm>

#include "models/fargate/fargate.hpp"
#include "sim/chance/logarithm.hpp"

// How tasks end without ECS wanting it, and what all of them are billed.
namespace fleetcast::models::fargate {

namespace {

constexpr std::uint64_t order_base = std::uint64_t{510} << 32;
constexpr std::uint64_t order_of_reclaims = std::uint64_t{511} << 32;
constexpr std::int64_t minimum_seconds = 60;

// The draws of one reclaim, and of one victim in it.
constexpr std::uint64_t draws_per_reclaim = 2;

}  // namespace

void Fargate::start() {
  for (ZoneIndex zone = 0; zone < zones_.size(); ++zone) schedule_reclaim(zone);
}

void Fargate::schedule_reclaim(ZoneIndex zone) {
  const double share = config_.spot_reclaim_share.value();
  // Each reclaim takes this share, so that one task is hit at the configured rate.
  const double reclaims_per_second = config_.spot_interruption_rate.value() / share / 3600;
  if (reclaims_per_second <= 0) return;
  const double u = sim::chance::uniform(reclaim_chance_, zone, zones_[zone].reclaims * draws_per_reclaim);
  const double gap = -sim::chance::logarithm(u) / reclaims_per_second;
  simulation_.at(simulation_.now() + sim::seconds(gap), order_of_reclaims + zone, [this, zone, share] {
    reclaim(zone, share);
    schedule_reclaim(zone);
  });
}

void Fargate::reclaim(ZoneIndex zone, double share) {
  Zone& state = zones_.at(zone);
  const std::uint64_t number = state.reclaims++;
  const Instant now = simulation_.now();
  const double u = sim::chance::uniform(reclaim_chance_, zone, number * draws_per_reclaim + 1);
  state.dry_until = std::max(state.dry_until, now + sim::seconds(dry_time_.sample(u)));
  std::int64_t victims = 0;
  for (const auto& [task, live] : live_) {
    if (live.place.launch_type != LaunchType::fargate_spot || live.place.zone != zone || live.is_notified) continue;
    if (sim::chance::uniform(victim_chance_, task, number * draws_per_reclaim) >= share) continue;
    const double delay_share = sim::chance::uniform(victim_chance_, task, number * draws_per_reclaim + 1);
    const Instant at = now + sim::seconds(delay_share * config_.spot_reclaim_spread.value());
    simulation_.at(at, order_base + task, [this, id = task] { notify(id); });
    ++victims;
  }
  if (victims == 0) return;
  incidents.send({now, "spot_interruption", "Fargate Spot reclaims capacity in " + metering_.zone(zone),
                  std::to_string(victims) + " tasks interrupted", config_.spot_reclaim_spread.duration()});
}

void Fargate::notify(TaskId task) {
  const auto live = live_.find(task);
  if (live == live_.end() || live->second.is_notified) return;
  if (!live->second.is_prepared) return fail(task, "Capacity is unavailable at this time", true);
  live->second.is_notified = true;
  ++figures_.interruptions;
  const Instant stops_at = sim::control_instant(simulation_.now() + config_.spot_warning.duration());
  simulation_.at(stops_at, order_base + task, [this, task] { kill(task); });
  interruption_notices.send({task, stops_at});
}

void Fargate::kill(TaskId task) {
  const auto live = live_.find(task);
  if (live == live_.end()) return;
  ++figures_.killed_after_notice;
  end(live);
  task_lost.send({task, TaskLoss::spot_interruption});
}

void Fargate::on(const ZoneChanged& change) {
  Zone& zone = zones_.at(change.zone);
  const bool goes_down = zone.is_up && change.condition == ZoneCondition::down;
  zone.is_up = change.condition != ZoneCondition::down;
  if (!goes_down) return;
  const std::uint64_t number = zone.outages++;
  std::vector<TaskId> victims;
  for (const auto& [task, live] : live_) {
    if (live.place.zone != change.zone) continue;
    if (sim::chance::uniform(zone_loss_chance_, task, number) < change.share_lost) victims.push_back(task);
  }
  for (const TaskId task : victims) {
    const auto live = live_.find(task);
    if (live == live_.end()) continue;
    if (!live->second.is_prepared) {
      fail(task, "Capacity is unavailable at this time", true);
      continue;
    }
    ++figures_.lost_with_zone;
    end(live);
    task_lost.send({task, TaskLoss::zone_outage});
  }
}

void Fargate::end(std::map<TaskId, Live>::iterator live) {
  const Instant now = simulation_.now();
  if (live->second.pull_began_at) {
    meter(live->second, now);
    meter_minimum(live->second, now);
  }
  live_.erase(live);
}

std::vector<std::pair<std::string_view, std::int64_t>> Fargate::meters_of(const Live& live) const {
  std::vector<std::pair<std::string_view, std::int64_t>> meters{
      {pricing::meter::fargate_milli_vcpu_seconds, live.size.milli_vcpu},
      {pricing::meter::fargate_mib_seconds, live.size.memory_mib}};
  if (live.size.billed_storage_mib > 0) {
    meters.emplace_back(pricing::meter::fargate_storage_mib_seconds, live.size.billed_storage_mib);
  }
  if (live.has_public_address) meters.emplace_back(pricing::meter::public_ipv4_seconds, 1);
  return meters;
}

pricing::UsageKey Fargate::key_of(const Live& live, std::string_view meter) const {
  pricing::UsageKey key = metering_.key(meter);
  key.zone = metering_.zone(live.place.zone);
  key.service = live.place.service;
  key.fleet = live.place.capacity_provider;
  if (meter == pricing::meter::public_ipv4_seconds) return key;  // an address costs the same wherever it is
  key.purchase_option = live.place.launch_type == LaunchType::fargate_spot ? "fargate_spot" : "fargate";
  key.pool = live.architecture == Architecture::arm64 ? "arm64" : "x86_64";
  return key;
}

void Fargate::meter(Live& live, Instant until) {
  if (!live.pull_began_at || until <= live.metered_until) return;
  for (const auto& [meter, per_second] : meters_of(live)) {
    metering_.add_interval(key_of(live, meter), *live.pull_began_at, live.metered_until, until, per_second);
  }
  live.metered_until = until;
}

void Fargate::meter_minimum(const Live& live, Instant end) {
  const std::int64_t ticks = (end - *live.pull_began_at).ticks;
  const std::int64_t used_seconds = (ticks + sim::ticks_per_second - 1) / sim::ticks_per_second;
  for (const auto& [meter, per_second] : meters_of(live)) {
    metering_.add_minimum(key_of(live, meter), end, used_seconds, minimum_seconds, per_second);
  }
}

void Fargate::settle(Instant now) {
  for (auto& [task, live] : live_) meter(live, now);
}

}  // namespace fleetcast::models::fargate
