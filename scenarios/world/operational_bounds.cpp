#include "scenarios/world/operational_bounds.hpp"

#include <algorithm>

namespace fleetcast::scenarios::world {

std::optional<double> excess_over_bounds(const sim::traffic::TimeAccount& account,
                                         std::optional<double> server_ticks) {
  const double present = account.present_told();
  if (present <= 0) return std::nullopt;
  double excess = (account.measures.busy_ticks - present) / present;
  if (server_ticks) excess = std::max(excess, (account.measures.busy_ticks - *server_ticks) / *server_ticks);
  return excess;
}

}  // namespace fleetcast::scenarios::world
