#pragma once
#include <compare>
#include <cstdint>

namespace fleetcast::sim::control {

/// Names a zone of one simulation.
struct ZoneId {
  std::uint32_t index = 0;
  constexpr auto operator<=>(const ZoneId&) const = default;
};

/// Names a shared link of one simulation.
struct LinkId {
  std::uint32_t index = 0;
  constexpr auto operator<=>(const LinkId&) const = default;
};

/// Names a machine of one simulation.
struct MachineId {
  std::uint32_t index = 0;
  constexpr auto operator<=>(const MachineId&) const = default;
};

/// Names a timer of one simulation; numbers are given in the order of registration and never used twice.
struct TimerId {
  std::uint64_t number = 0;
  constexpr auto operator<=>(const TimerId&) const = default;
};

}  // namespace fleetcast::sim::control
