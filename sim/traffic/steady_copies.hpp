#pragma once
#include <cstdint>
#include <span>

#include "sim/chance/purpose.hpp"
#include "sim/time.hpp"
#include "sim/traffic/store.hpp"

namespace fleetcast::sim::traffic {

/// Says how often one object is asked for and how much room it takes.
struct ObjectDemand {
  double rate = 0;    ///< requests per second
  double weight = 1;  ///< in the unit of the store's capacity
};

/// Returns Che's characteristic time in seconds: the age at which an unused copy is evicted from a store of this
/// capacity; infinite if everything fits (Che et al., JSAC 2002).
[[nodiscard]] double characteristic_time(std::span<const ObjectDemand> demands, double capacity);

/// Returns the probability that a request for an object finds a fresh copy, given the characteristic time and the
/// seconds a copy stays fresh after it was stored (infinite for ever).
[[nodiscard]] double hit_probability(double rate, double characteristic_seconds, double time_to_live_seconds);

/// Returns the share of all requests that find a fresh copy in the long run.
[[nodiscard]] double hit_ratio(std::span<const ObjectDemand> demands, double characteristic_seconds,
                               double time_to_live_seconds);

/// Fills an empty store as it would be after a long run: objects first_object and up, with the recency, and the rest of
/// their time to live, that chance gives them.
void place_steady_copies(Store& store, std::span<const ObjectDemand> demands, std::uint32_t first_object,
                         double characteristic_seconds, double time_to_live_seconds, const chance::Stream& stream,
                         Instant now);

/// Tells a store how often its objects are asked for, so that copies come and go in time that is not simulated.
///
/// One `is_behind_another` store with the same time to live, and asked by it alone, gets its copies at the same time as
/// that one: by itself it has no demand.
void remember_demand(Store& store, std::span<const ObjectDemand> demands, std::uint32_t first_object,
                     double time_to_live_seconds, bool is_behind_another = false);

}  // namespace fleetcast::sim::traffic
