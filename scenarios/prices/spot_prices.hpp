#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "pricing/spot_prices.hpp"

namespace fleetcast::scenarios::prices {

/// Says which hours spot prices are wanted for, and which recorded prices those are.
struct SpotPriceRequest {
  std::string file;
  std::string region;
  std::int64_t start_utc_second = 0;
  std::int64_t end_utc_second = 0;
  std::optional<std::string> from{};           ///< UTC instant of the history at the start; the start unless given
  std::map<std::string, std::string> zones{};  ///< of the history, by those that are billed
};

/// Reads a history of spot prices and lays it over the hours; throws pricing::InvalidDocument for a file that is none,
/// and std::invalid_argument for an instant that is none.
[[nodiscard]] pricing::HourlySpotPrices read_spot_prices(const SpotPriceRequest& request);

/// Describes the hours over which nobody confirmed prices, a line each, at most ten and how many more there are.
[[nodiscard]] std::vector<std::string> describe_gaps(const pricing::HourlySpotPrices& prices);

}  // namespace fleetcast::scenarios::prices
