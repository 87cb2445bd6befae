#pragma once
#include <cstdint>
#include <vector>

#include "sim/time.hpp"

namespace fleetcast::models::spot {

/// Holds a recorded series of how many instances of a pool could be had, step by step; it repeats after its end.
struct AvailabilityTrace {
  sim::Duration step;
  std::vector<std::int64_t> instances;
  sim::Duration offset{};  ///< time within the series that is laid over the start
};

}  // namespace fleetcast::models::spot
