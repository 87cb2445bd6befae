#pragma once
#include <string_view>

namespace fleetcast::pricing::focus {

/// Returns AWS's display name of a region, such as "US East (N. Virginia)"; a region that is not in the table, such as
/// one of the user's own, is displayed by its id.
[[nodiscard]] std::string_view region_name(std::string_view region);

}  // namespace fleetcast::pricing::focus
