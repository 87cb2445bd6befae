// What stations measured, and whether the time they kept is the time that their requests tell.
#include "sim/traffic/kernel.hpp"

namespace fleetcast::sim::traffic {

StationMeasures& StationMeasures::operator+=(const StationMeasures& other) {
  arrivals += other.arrivals;
  departures += other.departures;
  blocked += other.blocked;
  abandoned += other.abandoned;
  present_ticks += other.present_ticks;
  busy_ticks += other.busy_ticks;
  idle_ticks += other.idle_ticks;
  full_ticks += other.full_ticks;
  starting_ticks += other.starting_ticks;
  sojourn_ticks += other.sojourn_ticks;
  wait_ticks += other.wait_ticks;
  abandoned_ticks += other.abandoned_ticks;
  abandoned_wait_ticks += other.abandoned_wait_ticks;
  ages_at_begin.present += other.ages_at_begin.present;
  ages_at_begin.queued += other.ages_at_begin.queued;
  waited += other.waited;
  impatient += other.impatient;
  return *this;
}

const StationMeasures& Kernel::measures(StationId id) {
  Station& station = stations_.at(id.value);
  station.settle(now_);
  if (station.cold) measure_starts(station);
  return station.measures;
}

std::vector<StationAges> Kernel::ages() const {
  std::vector<StationAges> sums(stations_.size());
  for (std::uint32_t slot = 0; slot < slots_.made(); ++slot) {
    const Request& request = slots_[slot];
    if (request.state == Request::State::idle) continue;
    const auto age = static_cast<double>(now_ - request.entered);
    const bool is_queued = request.state == Request::State::queued;
    if (is_queued || request.state == Request::State::in_service) sums[request.station].present += age;
    if (is_queued) sums[request.station].queued += age;
    for (std::uint32_t i = request.base; i < request.depth; ++i) {
      const Frame& frame = request.frames[i];
      if (frame.kind == Frame::Kind::slot) sums[frame.resource].present += static_cast<double>(now_ - frame.since);
    }
  }
  return sums;
}

StationMeasures Kernel::processor_measures(PoolId id) {
  StationMeasures sum = pools_.at(id.value).retired_processors;
  for (const std::uint32_t member : pools_[id.value].members) sum += measures(StationId{members_[member].processor});
  return sum;
}

StationMeasures Kernel::slot_measures(PoolId id) {
  StationMeasures sum = pools_.at(id.value).retired_slots;
  for (const std::uint32_t member : pools_[id.value].members) sum += measures(StationId{members_[member].slots});
  return sum;
}

std::vector<TimeAccount> Kernel::time_accounts() {
  const std::vector<StationAges> present = ages();
  std::vector<TimeAccount> accounts;
  for (const auto& [index, name] : named_stations_) {
    accounts.push_back({name, measures(StationId{index}), present[index], stations_[index].discipline});
  }
  for (std::uint32_t i = 0; i < pools_.size(); ++i) {
    const PoolState& pool = pools_[i];
    TimeAccount processors{pool.config.name, processor_measures({i}), {}, pool.discipline};
    TimeAccount slots{pool.config.name + "/slots", slot_measures({i}), {}, Discipline::first_come};
    for (const std::uint32_t index : pool.members) {
      const Member& member = members_[index];
      processors.ages += present[member.processor];
      slots.ages += present[member.slots];
    }
    accounts.push_back(std::move(processors));
    accounts.push_back(std::move(slots));
  }
  return accounts;
}

void Kernel::retire_usage(PoolState& pool, const Member& member) {
  pool.retired_processors += measures(StationId{member.processor});
  pool.retired_slots += measures(StationId{member.slots});
}

double Kernel::busy_processor_seconds(PoolId id) {
  return processor_measures(id).busy_ticks / static_cast<double>(ticks_per_second);
}

double Kernel::busy_slot_seconds(PoolId id) {
  return slot_measures(id).busy_ticks / static_cast<double>(ticks_per_second);
}

std::uint32_t Kernel::present(PoolId id) const {
  std::uint32_t present = 0;
  for (const std::uint32_t index : pools_.at(id.value).members) present += outstanding_.at(index);
  return present;
}

std::vector<MemberLoad> Kernel::member_loads(PoolId id) const {
  std::vector<MemberLoad> loads;
  for (const std::uint32_t index : pools_.at(id.value).members) {
    const Member& member = members_[index];
    // Nothing is settled: who watches must not change how sums are rounded.
    const auto busy_seconds = [this](std::uint32_t index_of_station) {
      const Station& station = stations_[index_of_station];
      const double since = static_cast<double>(now_ - station.changed) * station.busy_servers();
      return (station.measures.busy_ticks + since) / static_cast<double>(ticks_per_second);
    };
    loads.push_back({.key = member.key,
                     .zone = member.zone,
                     .processors = static_cast<double>(stations_[member.processor].servers),
                     .busy_processor_seconds = busy_seconds(member.processor),
                     .slots = static_cast<double>(stations_[member.slots].servers),
                     .busy_slot_seconds = busy_seconds(member.slots)});
  }
  return loads;
}

}  // namespace fleetcast::sim::traffic
