#include "scenarios/world/queue_bounds.hpp"

#include <algorithm>
#include <cmath>

namespace fleetcast::scenarios::world {

using sim::chance::Distribution;
using sim::traffic::Discipline;

double erlang_c(double servers, double offered_load) {
  // Erlang's B by its recursion, which never overflows.
  double blocked = 1;
  for (double n = 1; n <= servers; ++n) blocked = offered_load * blocked / (n + offered_load * blocked);
  const double utilisation = offered_load / servers;
  return blocked / (1 - utilisation * (1 - blocked));
}

std::optional<double> mean_present_at_most(const UnlimitedStation& station, double rate) {
  const double mean = station.work.mean();
  const double scv = station.work.scv();
  const double load = rate * mean;
  const double spare = 1 - load / station.servers;
  if (!(spare > 0) || !std::isfinite(scv)) return std::nullopt;
  const bool is_shared = station.discipline == Discipline::processor_sharing;
  if (is_shared || station.work.form() == Distribution::Form::exponential) {
    return load + erlang_c(station.servers, load) * (load / station.servers) / spare;
  }
  if (station.servers == 1) return load + load * load * (1 + scv) / (2 * spare);
  // rate * (var(interarrival) + var(work) / c + (c - 1) / c^2 * mean^2) / (2 * spare) is the bound of the mean wait.
  const double c = station.servers;
  const double waiting = (1 + load * load * (scv / c + (c - 1) / (c * c))) / (2 * spare);
  return load + waiting;
}

double capped_mean_at_least(const Distribution& work, double cap_seconds) {
  // Quantiles grow, so that each cell's lowest value bounds it.
  constexpr int cells = 2000;
  double sum = 0;
  for (int i = 0; i < cells; ++i) sum += std::min(work.quantile(static_cast<double>(i) / cells), cap_seconds);
  return sum / cells;
}

}  // namespace fleetcast::scenarios::world
