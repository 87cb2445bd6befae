#pragma once
#include <cstdint>
#include <optional>

namespace fleetcast::pricing::focus {

/// Says what a forecast rests on, for the columns that tell its rows from those of an invoice.
struct Forecast {
  /// Number of simulated runs whose bills were averaged; none where the usage does not come from runs.
  std::optional<std::int64_t> replications{};
};

}  // namespace fleetcast::pricing::focus
