#pragma once
#include <string_view>

namespace fleetcast::pricing::importers {

/// Returns the prefix of usage types in a region, such as "USW2-"; empty for a region that is not in the table.
[[nodiscard]] std::string_view usage_prefix(std::string_view region);

/// Returns a usage type without the prefix of its region; "BoxUsage:m5.large" of "EU-BoxUsage:m5.large".
[[nodiscard]] std::string_view without_region(std::string_view usage_type, std::string_view region);

/// Tells whether a location of the price list, such as "Europe (Ireland)", is a region.
[[nodiscard]] bool is_location_of(std::string_view location, std::string_view region);

}  // namespace fleetcast::pricing::importers
