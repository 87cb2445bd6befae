#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace fleetcast::pricing::focus {

/// Writes "team=web;tier=1" as a JSON object; none without tags. A tag without "=" has the value true, as FOCUS asks;
/// of two tags with the same key the later one counts.
[[nodiscard]] std::optional<std::string> tags_as_json(std::string_view tags);

}  // namespace fleetcast::pricing::focus
