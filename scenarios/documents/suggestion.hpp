#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace fleetcast::scenarios::documents {

/// Returns the candidate that a misspelt word probably means, or nothing if none is near; case and hyphens are free.
[[nodiscard]] std::optional<std::string> nearest(std::string_view word, std::span<const std::string> candidates);

/// Returns " (did you mean 'capacity'?)" for a near candidate, or nothing to add.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

/// Joins names for a sentence: "'a', 'b' or 'c'".
[[nodiscard]] std::string join_names(std::span<const std::string> names);

}  // namespace fleetcast::scenarios::documents
