// What the control plane may change and read while requests are in flight.
#include <algorithm>
#include <stdexcept>

#include "sim/traffic/kernel.hpp"

namespace fleetcast::sim::traffic {

void Kernel::begin_measuring() {
  ++measuring_epoch_;
  for (ClassOutcomes& one : outcomes_.classes) {
    one.offered = one.good = one.late = 0;
    std::fill(one.by_cause.begin(), one.by_cause.end(), 0);
    one.latency = {};
  }
  for (measures::Histogram& stage : outcomes_.stage_times) stage = {};
  for (auto& minutes_of_cause : outcomes_.bad_minutes_by_cause) minutes_of_cause.clear();
  outcomes_.minutes.clear();
  turn_minute();
  outcomes_.attempts = outcomes_.time_outs = outcomes_.wasted = 0;
  outcomes_.in_flight_at_begin = in_flight_;
  const std::vector<StationAges> present = ages();
  for (std::size_t i = 0; i < stations_.size(); ++i) {
    Station& station = stations_[i];
    station.settle(now_);
    if (station.cold) {
      measure_starts(station);
      station.cold->starting_ticks = station.cold->full_ticks = 0;
    }
    station.measures = {};
    station.measures.ages_at_begin = present[i];
    if (station.record) *station.record = {};
  }
  for (PoolState& pool : pools_) {
    pool.measures = {};
    pool.retired_processors = pool.retired_slots = {};
  }
  for (Store& store : stores_) store.reset_measures();
  for (Gate& gate : gates_) gate.admitted = gate.rejected = 0;
  for (Budget& budget : budgets_) budget.spent = budget.refused = 0;
  std::fill(counters_.begin(), counters_.end(), 0);
  std::fill(flows_.begin(), flows_.end(), 0);
}

void Kernel::advance_to(Instant until, Pace::Purpose purpose) {
  if (pacing_.pace == nullptr) return handle_until(until);
  pacing_.pace->advance(until, purpose);
}

void Kernel::set_knob(KnobId id, double value) {
  ++pacing_.changes;
  knobs_.at(id.value) = value;
}

void Kernel::set_member_weight(MemberId id, double weight) {
  ++pacing_.changes;
  members_.at(id.value).weight = weight;
}

void Kernel::set_servers(StationId id, std::uint32_t servers) {
  ++pacing_.changes;
  Station& station = stations_.at(id.value);
  station.settle(now_);
  if (station.cold) throw std::logic_error("traffic: servers that start on demand cannot be set");
  station.servers = servers;
  if (station.discipline == Discipline::processor_sharing) {
    plan_departure(id.value);
  } else {
    start_next(id.value);
    run_ready();
  }
}

void Kernel::set_speed(StationId id, double units_per_second) {
  ++pacing_.changes;
  Station& station = stations_.at(id.value);
  if (units_per_second <= 0) throw std::invalid_argument("traffic: a station's speed must be above 0");
  station.settle(now_);
  const double factor = station.speed / units_per_second;
  station.speed = units_per_second;
  station.ticks_per_unit = static_cast<double>(ticks_per_second) / units_per_second;
  // Shared jobs keep the work they have left; first-come services that have begun end as planned.
  for (Station::SharedJob& job : station.jobs) {
    job.finish = station.virtual_time + (job.finish - station.virtual_time) * factor;
  }
  if (station.discipline == Discipline::processor_sharing) {
    station.is_departure_planned = false;
    plan_departure(id.value);
  }
}

void Kernel::set_member_speed(MemberId id, double units_per_second) {
  set_speed({members_.at(id.value).processor}, units_per_second);
}

void Kernel::set_place_weight(PlacesId id, std::uint32_t place, double weight) {
  ++pacing_.changes;
  Places& places = places_.at(id.value);
  places.weights.at(place) = weight;
  double sum = 0;
  for (std::size_t i = 0; i < places.weights.size(); ++i) places.cumulative[i] = sum += places.weights[i];
}

void Kernel::set_gate(GateId id, double rate, double burst, double blocked_share) {
  ++pacing_.changes;
  Gate& gate = gates_.at(id.value);
  gate.rate = rate;
  gate.burst = burst;
  gate.blocked_share = blocked_share;
  gate.tokens = std::min(gate.tokens, burst);
}

void Kernel::set_network(double same_zone_seconds, double cross_zone_seconds) {
  same_zone_seconds_ = same_zone_seconds;
  cross_zone_seconds_ = cross_zone_seconds;
}

void Kernel::set_zone_impairment(std::uint32_t zone, double extra_seconds, double lost_share) {
  ++pacing_.changes;
  zone_extra_seconds_.at(zone) = extra_seconds;
  zone_lost_share_.at(zone) = lost_share;
  const auto is_set = [](double value) { return value > 0; };
  is_network_impaired_ = std::any_of(zone_extra_seconds_.begin(), zone_extra_seconds_.end(), is_set) ||
                         std::any_of(zone_lost_share_.begin(), zone_lost_share_.end(), is_set);
}

void Kernel::set_member_zone(MemberId id, std::uint32_t zone) {
  Member& member = members_.at(id.value);
  if (zone >= zones_) throw std::logic_error("traffic: there is no zone " + std::to_string(zone));
  member.zone = zone;
  if (member.state != MemberState::unused) rebuild(member.pool);
}

void Kernel::set_zone_shift(PoolId id, std::uint32_t zone, bool is_away) {
  PoolState& pool = pools_.at(id.value);
  const std::uint32_t bit = 1u << zone;
  pool.shifted_zones = is_away ? pool.shifted_zones | bit : pool.shifted_zones & ~bit;
  rebuild(id);
}

std::uint32_t Kernel::healthy_members(PoolId pool, std::uint32_t zone) const {
  std::uint32_t count = 0;
  for (const std::uint32_t index : pools_.at(pool.value).members) {
    const Member& member = members_[index];
    if (member.state == MemberState::registered && member.zone == zone && member.healthy_nodes != 0) ++count;
  }
  return count;
}

std::optional<MemberId> Kernel::find_member(PoolId pool, std::uint64_t key) const {
  for (const std::uint32_t member : pools_.at(pool.value).members) {
    if (members_[member].key == key) return MemberId{member};
  }
  return std::nullopt;
}

void Kernel::drop_store_part(StoreId store, std::uint32_t part) {
  ++pacing_.changes;
  ++pacing_.losses;
  stores_.at(store.value).drop_part(part, now_);
}

std::vector<Kernel::Signal> Kernel::take_signals() {
  std::vector<Signal> taken;
  taken.swap(signals_);
  return taken;
}

std::uint32_t Kernel::registered_members(PoolId id) const {
  std::uint32_t count = 0;
  for (const std::uint32_t member : pools_.at(id.value).members) {
    if (members_[member].state == MemberState::registered) ++count;
  }
  return count;
}

std::uint32_t Kernel::healthy_members(PoolId id) const {
  std::uint32_t count = 0;
  for (const std::uint32_t member : pools_.at(id.value).members) {
    if (members_[member].state == MemberState::registered && members_[member].healthy_nodes != 0) ++count;
  }
  return count;
}

}  // namespace fleetcast::sim::traffic
