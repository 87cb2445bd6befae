#pragma once
#include <cstdint>
#include <vector>

namespace fleetcast::sim::traffic {

/// One station's servers that are switched off while nobody needs them and take a time to start again.
///
/// An idle server is switched off at once. Each waiting request has at most one server started for it; a start that is
/// no longer needed, because another server became free, is called off.
struct ColdStart {
  std::uint32_t owned = 0;  ///< servers, on or off
  std::uint32_t draws = 0;  ///< what the time of a start is drawn from, by the ordinal of the start
  std::uint32_t begun = 0;
  std::vector<std::uint32_t> starting;  ///< ordinals of the starts under way
  std::int64_t changed = 0;             ///< tick up to which the integrals run
  double starting_ticks = 0;            ///< integral of the number of servers being started
  double full_ticks = 0;                ///< time with every server on

  /// Brings the integrals up to a tick, given the number of servers that are on; call before every change.
  void settle(std::int64_t now, std::uint32_t servers_on) {
    const auto step = static_cast<double>(now - changed);
    starting_ticks += step * static_cast<double>(starting.size());
    if (servers_on == owned) full_ticks += step;
    changed = now;
  }
};

}  // namespace fleetcast::sim::traffic
