#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "sim/describe.hpp"

namespace fleetcast::scenarios::documents {

/// Returns what is wrong with a value under the field's bounds ("must be between 1 s and 1 h, not 0 s"), or nothing.
[[nodiscard]] std::optional<std::string> outside_bounds(double value, const sim::Field& field, std::string_view unit);

/// Returns the field's bounds in words ("between 0.25 and 192 vCPU", "at least 0"), or nothing if it has none.
[[nodiscard]] std::optional<std::string> bounds_in_words(const sim::Field& field, std::string_view unit);

}  // namespace fleetcast::scenarios::documents
