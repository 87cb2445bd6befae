#pragma once
#include <optional>

#include "sim/traffic/station.hpp"

namespace fleetcast::scenarios::world {

/// Returns by how much a station breaks the bounds of operational analysis (Denning and Buzen, 1978), as a share of the
/// bound: not above zero if they hold, whatever the traffic; nothing for a station that nobody visited.
///
/// No response is shorter than the service in it, so that the mean time spent here is at least the mean service time.
/// Where the server-ticks of the span are given, the utilisation is at most one, and so the throughput at most that of
/// servers that are always busy.
[[nodiscard]] std::optional<double> excess_over_bounds(const sim::traffic::TimeAccount& account,
                                                       std::optional<double> server_ticks);

}  // namespace fleetcast::scenarios::world
