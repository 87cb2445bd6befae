#pragma once
#include <cstddef>
#include <string>

#include "scenarios/decisions/game_day.hpp"

namespace fleetcast::scenarios::decisions {

/// Writes a game day for a terminal: what each drill cost and lost, how fast the fleet was whole again, and item by
/// item where money and requests went.
[[nodiscard]] std::string game_day_report(const GameDay& day, std::size_t width);

/// Returns the game day as JSON text; the same game day gives the same bytes.
[[nodiscard]] std::string game_day_json(const GameDay& day);

}  // namespace fleetcast::scenarios::decisions
