#pragma once
#include <optional>

#include "pricing/spot_prices.hpp"
#include "scenarios/documents/document_kind.hpp"
#include "scenarios/scenario.hpp"

namespace fleetcast::scenarios::experiment {

/// Reads the recorded spot prices of a scenario whose paths are absolute; none where it names no history. Throws
/// pricing::InvalidDocument for a history that cannot be read.
[[nodiscard]] std::optional<pricing::HourlySpotPrices> spot_prices_of(const Scenario& scenario);

/// Checks that the history has a price for every spot pool and hour that the scenario may use, and warns of prices that
/// nobody confirmed.
void check_spot_price_history(const Scenario& scenario, documents::Findings& findings);

}  // namespace fleetcast::scenarios::experiment
