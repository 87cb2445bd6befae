#include "sim/traffic/steady_copies.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/chance/logarithm.hpp"

namespace fleetcast::sim::traffic {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// Returns the probability that nothing came in a time during which `expected` would have come.
double none_of(double expected) { return expected > 700 ? 0 : chance::exponential(-expected); }

/// Neighbours of nearly the same rate count as one: popularity changes slowly along the tail.
struct Group {
  double rate = 0;
  double weight = 0;
};

std::vector<Group> grouped(const std::vector<ObjectDemand>& demands) {
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

struct Copy {
  double age = 0;  ///< seconds since it was last asked for
  std::uint32_t index = 0;
};

}  // namespace

double characteristic_time(const std::vector<ObjectDemand>& demands, double capacity) {
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
  const double fresh = rate * time_to_live_seconds / (1 + rate * time_to_live_seconds);
  return std::min(resident, fresh);
}

double hit_ratio(const std::vector<ObjectDemand>& demands, double characteristic_seconds, double time_to_live_seconds) {
  double hits = 0;
  double requests = 0;
  for (const ObjectDemand& demand : demands) {
    requests += demand.rate;
    hits += demand.rate * hit_probability(demand.rate, characteristic_seconds, time_to_live_seconds);
  }
  return requests > 0 ? hits / requests : 0;
}

void place_steady_copies(Store& store, const std::vector<ObjectDemand>& demands, std::uint32_t first_object,
                         double characteristic_seconds, double time_to_live_seconds, const chance::Stream& stream,
                         Instant now) {
  std::vector<Copy> copies;
  for (std::uint32_t i = 0; i < demands.size(); ++i) {
    const double rate = demands[i].rate;
    const double resident = hit_probability(rate, characteristic_seconds, infinite);
    if (resident <= 0 || chance::uniform(stream, i, 0) >= resident) continue;
    // Time since the last request, given that it was not longer ago than the characteristic time.
    copies.push_back({-chance::logarithm(1 - chance::uniform(stream, i, 1) * resident) / rate, i});
  }
  // The copy used last goes in last, so that it is evicted last; with room for all none ever is.
  if (characteristic_seconds != infinite) {
    std::sort(copies.begin(), copies.end(),
              [](const Copy& a, const Copy& b) { return a.age != b.age ? a.age > b.age : a.index < b.index; });
  }
  for (const Copy& copy : copies) {
    const ObjectDemand& demand = demands[copy.index];
    const auto weight = static_cast<std::uint32_t>(std::max(1.0, demand.weight));
    const std::uint32_t object = first_object + copy.index;
    if (time_to_live_seconds == infinite) {
      store.put(object, weight, now.ticks);
      continue;
    }
    const double resident = hit_probability(demand.rate, characteristic_seconds, infinite);
    const double fresh = hit_probability(demand.rate, characteristic_seconds, time_to_live_seconds) / resident;
    const double u = chance::uniform(stream, copy.index, 2);
    const double rest = u < fresh ? time_to_live_seconds * (1 - u / fresh) : 0;
    store.put_for(object, weight, now.ticks, std::max<std::int64_t>(1, seconds(rest).ticks));
  }
}

}  // namespace fleetcast::sim::traffic
