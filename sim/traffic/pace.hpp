#pragma once
#include <cstdint>

#include "sim/time.hpp"

namespace fleetcast::sim::traffic {

/// Shortest time between a signal's instant and its delivery to the control plane.
inline constexpr Duration signal_delay = seconds(1);

/// Decides how traffic advances when the control plane asks for it: which stretches are simulated request by request.
class Pace {
 public:
  /// Tells what the caller will do when traffic is there.
  enum class Purpose : std::uint8_t {
    anything,  ///< read measures, or change what requests see
    signals,   ///< take signals and nothing else
  };
  virtual ~Pace() = default;
  /// Brings traffic up to an instant.
  virtual void advance(Instant until, Purpose purpose) = 0;
};

/// A kernel's pace, and what it counts for it.
struct Pacing {
  Pace* pace = nullptr;       ///< none while every request is simulated
  std::uint64_t changes = 0;  ///< of what requests can feel
  std::uint64_t losses = 0;   ///< times that parts of stores were lost
};

}  // namespace fleetcast::sim::traffic
