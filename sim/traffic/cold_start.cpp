// Stations whose servers are started when somebody waits and switched off when nobody does.
#include "sim/traffic/cold_start.hpp"

#include <algorithm>

#include "sim/traffic/kernel.hpp"

namespace fleetcast::sim::traffic {

namespace {

constexpr std::uint32_t ordinal_bits = 0x0FFFFFFFu;

}  // namespace

/// Makes a station start its servers on demand; it has none at first.
void Kernel::make_cold(std::uint32_t index, const StationConfig& config) {
  if (config.discipline != Discipline::first_come) {
    throw std::invalid_argument("station " + config.name + ": only servers that take one request each can start cold");
  }
  Station& station = stations_[index];
  station.cold = std::make_shared<ColdStart>();
  station.is_cold = true;
  station.cold->owned = station.servers;
  station.cold->draws = add_draws(config.name + "/cold_start", *config.cold_start);
  station.cold->changed = now_;
  station.servers = 0;
}

/// Switches off servers that nobody needs, and starts one for each request that waits, or calls starts off.
void Kernel::adjust_servers(std::uint32_t index) {
  Station& station = stations_[index];
  ColdStart& cold = *station.cold;
  cold.settle(now_, station.servers);
  if (station.waiting == 0) station.servers = station.busy;
  const std::size_t needed = std::min(station.waiting, cold.owned - station.servers);
  if (cold.starting.size() > needed) cold.starting.resize(needed);
  while (cold.starting.size() < needed) {
    const std::uint32_t ordinal = cold.begun++ & ordinal_bits;
    cold.starting.push_back(ordinal);
    const std::int64_t ready = now_ + seconds(draws_[cold.draws].at(ordinal, 0)).ticks;
    schedule_other(index, ordinal, ready, EventKind::server_ready,
                   ((std::uint64_t{index} + 1) << 48) | (std::uint64_t{1} << 47) | ordinal);
  }
}

/// Gives a server that has started to whoever waits first.
void Kernel::finish_start(std::uint32_t index, std::uint32_t ordinal) {
  Station& station = stations_[index];
  ColdStart& cold = *station.cold;
  const auto found = std::find(cold.starting.begin(), cold.starting.end(), ordinal);
  if (found == cold.starting.end()) return;
  ++events_;
  station.settle(now_);
  cold.settle(now_, station.servers);
  cold.starting.erase(found);
  ++station.servers;
  start_next(index);
}

/// Copies into a station's measures what only servers that start cold measure.
void Kernel::measure_starts(Station& station) {
  station.cold->settle(now_, station.servers);
  station.measures.full_ticks = station.cold->full_ticks;
  station.measures.starting_ticks = station.cold->starting_ticks;
}

}  // namespace fleetcast::sim::traffic
