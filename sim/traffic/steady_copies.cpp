#include "sim/traffic/steady_copies.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "sim/chance/logarithm.hpp"

namespace fleetcast::sim::traffic {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// Returns the probability that nothing came in a time during which `expected` would have come.
double none_of(double expected) { return expected > 700 ? 0 : chance::exponential(-expected); }

/// Returns the share of time in which an object has a fresh copy if only its time to live ends it.
double share_fresh(double rate, double time_to_live_seconds) {
  return rate * time_to_live_seconds / (1 + rate * time_to_live_seconds);
}

/// Neighbours of nearly the same rate count as one: popularity changes slowly along the tail.
struct Group {
  double rate = 0;
  double weight = 0;
};

std::vector<Group> grouped(std::span<const ObjectDemand> demands) {
  std::vector<Group> groups;
  double first_rate = -1;
  double members = 0;
  for (const ObjectDemand& demand : demands) {
    if (std::abs(demand.rate - first_rate) > 0.02 * first_rate) {
      groups.push_back({});
      first_rate = demand.rate;
      members = 0;
    }
    Group& group = groups.back();
    members += 1;
    group.rate += (demand.rate - group.rate) / members;
    group.weight += demand.weight;
  }
  return groups;
}

double room_taken(const std::vector<Group>& groups, double time) {
  double room = 0;
  for (const Group& group : groups) room += group.weight * (1 - none_of(group.rate * time));
  return room;
}

/// Objects whose randomness is drawn together.
constexpr std::size_t at_once = 1024;

struct Copy {
  double age = 0;  ///< seconds since it was last asked for
  std::uint32_t index = 0;
  std::int64_t time_to_live = 0;  ///< ticks that are left of it
};

/// Finds the probabilities that copies are resident, whether they are fresh or not.
void find_residents(std::span<const ObjectDemand> demands, double characteristic_seconds, std::span<double> resident) {
  if (characteristic_seconds == infinite) {
    for (std::size_t i = 0; i < demands.size(); ++i) resident[i] = demands[i].rate > 0 ? 1.0 : 0.0;
    return;
  }
  for (std::size_t i = 0; i < demands.size(); ++i) {
    resident[i] = 1 - chance::exponential(-(demands[i].rate * characteristic_seconds));
  }
}

/// Turns uniform variates into the ticks for which resident copies are still fresh: at least one, since a stale copy is
/// a copy. A share min(1, fresh / resident) of them is fresh, with an even rest of their time to live.
void find_rests(std::span<const ObjectDemand> demands, std::span<const double> resident, double time_to_live_seconds,
                std::span<double> rests) {
  const double time_to_live = time_to_live_seconds * static_cast<double>(ticks_per_second);
  for (std::size_t i = 0; i < demands.size(); ++i) {
    const double expected = demands[i].rate * time_to_live_seconds;
    const double stretched = std::max(1.0, resident[i] * (1 + expected) / expected);
    rests[i] = std::max(1.0, time_to_live * (1 - rests[i] * stretched));
  }
}

/// Places copies in a store with room for all: none is ever evicted, and how old they are does not matter.
void place_all(Store& store, std::span<const ObjectDemand> demands, std::uint32_t first_object,
               double time_to_live_seconds, const chance::Stream& stream, Instant now) {
  std::array<double, at_once> resident{};
  std::array<double, at_once> rest{};
  std::array<std::uint32_t, at_once> weights{};
  std::array<std::int64_t, at_once> times_to_live{};
  times_to_live.fill(std::numeric_limits<std::int64_t>::max());
  for (std::size_t first = 0; first < demands.size(); first += at_once) {
    const std::size_t count = std::min(at_once, demands.size() - first);
    const auto own = demands.subspan(first, count);
    find_residents(own, infinite, resident);
    if (time_to_live_seconds != infinite) {
      chance::uniforms(stream, first, 2, std::span(rest).first(count));
      find_rests(own, resident, time_to_live_seconds, rest);
      for (std::size_t i = 0; i < count; ++i) times_to_live[i] = static_cast<std::int64_t>(rest[i]);
    }
    for (std::size_t i = 0; i < count; ++i) {
      weights[i] = resident[i] > 0 ? static_cast<std::uint32_t>(std::max(1.0, own[i].weight)) : 0;
    }
    store.put_unordered(first_object + static_cast<std::uint32_t>(first), std::span(weights).first(count),
                        std::span(times_to_live).first(count), now.ticks);
  }
}

}  // namespace

double characteristic_time(std::span<const ObjectDemand> demands, double capacity) {
  double all = 0;
  for (const ObjectDemand& demand : demands) {
    if (demand.rate > 0) all += demand.weight;
  }
  if (all <= capacity) return infinite;
  const std::vector<Group> groups = grouped(demands);
  double low = 0;
  double high = 1;
  while (room_taken(groups, high) < capacity && high < 1e12) high *= 2;
  for (int step = 0; step < 60 && high - low > 1e-9 * high; ++step) {
    const double middle = 0.5 * (low + high);
    (room_taken(groups, middle) < capacity ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

double hit_probability(double rate, double characteristic_seconds, double time_to_live_seconds) {
  const double resident =
      characteristic_seconds == infinite ? (rate > 0 ? 1.0 : 0.0) : 1 - none_of(rate * characteristic_seconds);
  if (time_to_live_seconds == infinite) return resident;
  return std::min(resident, share_fresh(rate, time_to_live_seconds));
}

double hit_ratio(std::span<const ObjectDemand> demands, double characteristic_seconds, double time_to_live_seconds) {
  double hits = 0;
  double requests = 0;
  for (const ObjectDemand& demand : demands) {
    requests += demand.rate;
    hits += demand.rate * hit_probability(demand.rate, characteristic_seconds, time_to_live_seconds);
  }
  return requests > 0 ? hits / requests : 0;
}

void place_steady_copies(Store& store, std::span<const ObjectDemand> demands, std::uint32_t first_object,
                         double characteristic_seconds, double time_to_live_seconds, const chance::Stream& stream,
                         Instant now) {
  if (!store.is_ordered()) return place_all(store, demands, first_object, time_to_live_seconds, stream, now);
  const auto put = [&](const Copy& copy) {
    const auto weight = static_cast<std::uint32_t>(std::max(1.0, demands[copy.index].weight));
    if (time_to_live_seconds == infinite) {
      store.put(first_object + copy.index, weight, now.ticks);
    } else {
      store.put_for(first_object + copy.index, weight, now.ticks, copy.time_to_live);
    }
  };
  std::vector<Copy> copies;
  std::array<double, at_once> resident{};
  std::array<double, at_once> present{};
  std::array<double, at_once> age{};
  std::array<double, at_once> rest{};
  for (std::size_t first = 0; first < demands.size(); first += at_once) {
    const std::size_t count = std::min(at_once, demands.size() - first);
    find_residents(demands.subspan(first, count), characteristic_seconds, resident);
    chance::uniforms(stream, first, 0, std::span(present).first(count));
    chance::uniforms(stream, first, 1, std::span(age).first(count));
    if (time_to_live_seconds != infinite) {
      chance::uniforms(stream, first, 2, std::span(rest).first(count));
      find_rests(demands.subspan(first, count), resident, time_to_live_seconds, rest);
    }
    for (std::size_t i = 0; i < count; ++i) {
      const double rate = demands[first + i].rate;
      if (resident[i] <= 0 || present[i] >= resident[i]) continue;
      // Time since the last request, given that it was not longer ago than the characteristic time.
      Copy copy{.age = -chance::logarithm(1 - age[i] * resident[i]) / rate,
                .index = static_cast<std::uint32_t>(first + i)};
      if (time_to_live_seconds != infinite) copy.time_to_live = static_cast<std::int64_t>(rest[i]);
      copies.push_back(copy);
    }
  }
  // The copy used last goes in last, so that it is evicted last.
  std::sort(copies.begin(), copies.end(),
            [](const Copy& a, const Copy& b) { return a.age != b.age ? a.age > b.age : a.index < b.index; });
  for (const Copy& copy : copies) put(copy);
}

void remember_demand(Store& store, std::span<const ObjectDemand> demands, std::uint32_t first_object,
                     double time_to_live_seconds, bool is_behind_another) {
  if (!store.is_aging() || time_to_live_seconds == infinite) return;
  DemandRates rates(demands.size());
  for (std::size_t i = 0; i < demands.size() && !is_behind_another; ++i) {
    rates[i] = static_cast<float>(demands[i].rate);
  }
  store.remember_demand(first_object, std::move(rates), seconds(time_to_live_seconds).ticks);
}

}  // namespace fleetcast::sim::traffic
