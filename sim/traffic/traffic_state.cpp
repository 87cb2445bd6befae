#include "sim/traffic/traffic_state.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/measures/fingerprint.hpp"

namespace fleetcast::sim::traffic {

std::uint64_t Surroundings::state() const {
  measures::Fingerprint folded;
  for (const double capacity : capacities) folded.add(std::uint64_t{capacity > 0});
  for (const double condition : conditions) {
    const double step = condition > 0 ? std::round(4 * std::log2(condition)) : -10000;
    folded.add(static_cast<std::uint64_t>(static_cast<std::int64_t>(step)));
  }
  return folded.value();
}

void TrafficState::age_stores(const SkippedDemand& skipped) {
  for (std::size_t i = 0; i < kernel_.stores_.size(); ++i) {
    kernel_.stores_[i].age_in(skipped, kernel_.chance_.stream("sampling/store/" + std::to_string(i)));
  }
}

std::string TrafficState::obstacle() const {
  if (!kernel_.object_lists_.empty()) return "objects are asked for in the order of a list, which cannot go on unseen";
  for (const Store& store : kernel_.stores_) {
    if (!store.can_age()) return "a cache has a time to live, but nothing says how often its objects are asked for";
  }
  for (const Station& station : kernel_.stations_) {
    if (station.is_cold) return "servers start on demand, which depends on every single arrival";
  }
  for (const ClosedSource& source : kernel_.closed_sources_) {
    if (!std::ranges::count(open_classes(), source.class_index)) continue;
    return "a class of requests comes both at a rate and from clients that wait for answers";
  }
  return {};
}

std::vector<std::uint32_t> TrafficState::open_classes() const {
  std::vector<std::uint32_t> found;
  for (const OpenSource& source : kernel_.open_sources_) {
    found.insert(found.end(), source.classes.begin(), source.classes.end());
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

void TrafficState::expect_arrivals(Instant begin, Instant end, std::vector<ExpectedArrivals>& by_class) {
  by_class.resize(kernel_.classes_.size());
  for (OpenSource& source : kernel_.open_sources_) {
    const ExpectedArrivals expected = source.arrivals.expected_next(begin, end);
    double before = 0;
    for (std::size_t i = 0; i < source.classes.size(); ++i) {
      const double share = (source.cumulative[i] - before) / source.cumulative.back();
      before = source.cumulative[i];
      by_class[source.classes[i]].random += share * expected.random;
      by_class[source.classes[i]].given += share * expected.given;
    }
  }
}

Instant TrafficState::next_jump(Instant after, double share) {
  Instant earliest{std::numeric_limits<std::int64_t>::max()};
  for (OpenSource& source : kernel_.open_sources_) {
    earliest = std::min(earliest, source.arrivals.next_jump(after, share));
  }
  return earliest;
}

namespace {

/// Tells whether an event is a health check or its result.
template <class Kind>
auto is_health_event(Kind check, Kind result) {
  return [check, result](std::uint64_t payload) {
    const auto kind = static_cast<Kind>(payload >> 60);
    return kind == check || kind == result;
  };
}

}  // namespace

std::int64_t TrafficState::next_health_check() {
  using Kind = Kernel::EventKind;
  return kernel_.events_queue_.earliest(is_health_event(Kind::health_check, Kind::health_result));
}

void TrafficState::skip_until(Instant end) {
  const std::int64_t step = end.ticks - kernel_.now_;
  if (step <= 0) return;
  using Kind = Kernel::EventKind;
  kernel_.events_queue_.put_off(step, is_health_event(Kind::health_check, Kind::health_result));
  kernel_.deadlines_.put_off(step);
  for (std::uint32_t slot = 0; slot < kernel_.slots_.made(); ++slot) {
    Request& request = kernel_.slots_[slot];
    if (request.state == Request::State::idle) continue;
    request.arrived += step;
    request.mark += step;
    request.entered += step;
    if (request.armed != Frame::no_deadline) request.armed += step;
    for (std::uint32_t i = 0; i < request.depth; ++i) {
      if (request.frames[i].since != Frame::no_deadline) request.frames[i].since += step;
    }
  }
  for (Station& station : kernel_.stations_) {
    station.changed += step;
    if (station.departure_due != std::numeric_limits<std::int64_t>::max()) station.departure_due += step;
  }
  for (Gate& gate : kernel_.gates_) gate.filled += step;
  for (OpenSource& source : kernel_.open_sources_) source.arrivals.skip_until(end);
  kernel_.find_next_source();
  kernel_.now_ = end.ticks;
}

void TrafficState::settle() {
  for (Station& station : kernel_.stations_) station.settle(kernel_.now_);
}

std::uint64_t TrafficState::waiting() const {
  std::uint64_t sum = 0;
  for (const Station& station : kernel_.stations_) sum += station.waiting;
  return sum;
}

Surroundings TrafficState::surroundings() const {
  Surroundings found;
  for (std::uint32_t i = 0; i < kernel_.pools_.size(); ++i) {
    double capacity = 0;
    for (const std::uint32_t index : working_members(i)) {
      const Member& member = kernel_.members_[index];
      const Station& processor = kernel_.stations_[member.processor];
      capacity += processor.servers * processor.speed;
      if (member.reachability != Reachability::up) found.is_disturbed = true;
    }
    found.capacities.push_back(capacity);
  }
  for (const auto& [index, name] : kernel_.named_stations_) {
    found.capacities.push_back(kernel_.stations_[index].servers * kernel_.stations_[index].speed);
  }
  found.conditions = kernel_.knobs_;
  for (const Gate& gate : kernel_.gates_) found.conditions.push_back(gate.blocked_share);
  for (const Places& places : kernel_.places_) {
    found.conditions.insert(found.conditions.end(), places.weights.begin(), places.weights.end());
  }
  found.is_disturbed = found.is_disturbed || kernel_.is_network_impaired_;
  return found;
}

std::pair<MinuteOutcomes&, std::size_t> TrafficState::minute_up_to(Instant end) {
  const auto index = static_cast<std::size_t>(std::max<std::int64_t>(0, end.ticks - 1) / minutes(1).ticks);
  std::vector<MinuteOutcomes>& all = kernel_.outcomes_.minutes;
  if (all.size() <= index) all.resize(index + 1);
  return {all[index], index};
}

StationMeasures TrafficState::pool_sum(std::uint32_t index, bool is_slots) const {
  const PoolState& pool = kernel_.pools_[index];
  StationMeasures sum = is_slots ? pool.retired_slots : pool.retired_processors;
  for (const std::uint32_t member : pool.members) {
    const Member& one = kernel_.members_[member];
    sum += kernel_.stations_[is_slots ? one.slots : one.processor].measures;
  }
  return sum;
}

std::vector<std::string> TrafficState::workplaces() const {
  std::vector<std::string> names;
  for (const PoolState& pool : kernel_.pools_) names.push_back(pool.config.name);
  for (const auto& [index, name] : kernel_.named_stations_) names.push_back(name);
  return names;
}

std::vector<Station*> TrafficState::lone_stations() {
  std::vector<Station*> found;
  for (const auto& [index, name] : kernel_.named_stations_) found.push_back(&kernel_.stations_[index]);
  return found;
}

std::vector<std::uint32_t> TrafficState::working_members(std::uint32_t index) const {
  std::vector<std::uint32_t> working;
  for (const std::uint32_t one : kernel_.pools_[index].members) {
    const Member& member = kernel_.members_[one];
    if (member.state == MemberState::registered && member.healthy_nodes != 0) working.push_back(one);
  }
  return working.empty() ? kernel_.pools_[index].members : working;
}

std::vector<measures::Histogram*> TrafficState::histograms() {
  std::vector<measures::Histogram*> found;
  for (ClassOutcomes& one : kernel_.outcomes_.classes) found.push_back(&one.latency);
  for (measures::Histogram& stage : kernel_.outcomes_.stage_times) found.push_back(&stage);
  const auto add = [&found](const std::shared_ptr<StationRecord>& record) {
    if (!record) return;
    found.push_back(&record->waits);
    found.push_back(&record->sojourns);
  };
  for (const auto& [index, name] : kernel_.named_stations_) add(kernel_.stations_[index].record);
  for (const PoolState& pool : kernel_.pools_) add(pool.record);
  return found;
}

}  // namespace fleetcast::sim::traffic
