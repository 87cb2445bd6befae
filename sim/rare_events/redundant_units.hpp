#pragma once
#include <cstdint>

#include "sim/chance/purpose.hpp"
#include "sim/rare_events/rare_estimate.hpp"

namespace fleetcast::sim::rare_events {

/// Describes units that fail and are repaired independently, after exponential times, and of which some are needed.
struct RedundantUnits {
  std::uint32_t units = 3;
  /// Fewest units that keep the system up.
  std::uint32_t needed = 1;
  /// Failures of one working unit per unit of time.
  double failure_rate = 0;
  /// Repairs that one crew completes per unit of time.
  double repair_rate = 0;
  /// Most units under repair at the same time.
  std::uint32_t crews = 3;
};

/// Estimates the share of time in which too few units work, with a 95 % interval.
///
/// Plays `cycles` cycles from all units up to all units up under balanced failure biasing for the time down, and as
/// many plain ones for the length of a cycle. Throws std::invalid_argument if the units are impossible or cycles are
/// fewer than 1,000, std::runtime_error if no cycle met a failure of the system: unknown is not zero.
RareEstimate unavailability(const RedundantUnits& system, std::uint64_t cycles, const chance::Stream& stream);

}  // namespace fleetcast::sim::rare_events
