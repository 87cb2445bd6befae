#pragma once
#include <string>
#include <string_view>

#include "scenarios/documents/json.hpp"
#include "scenarios/documents/problems.hpp"

namespace fleetcast::scenarios::documents {

/// Parses JSON text; a key that occurs twice in one object is a problem, not a silent choice.
///
/// Throws InvalidDocument, with line and column, for text that is empty, cut off, binary, nested too deeply or
/// otherwise no JSON; origin names the text in the message.
[[nodiscard]] Json parse_json(std::string_view text, std::string_view origin);

/// Reads and parses a JSON file; throws InvalidDocument also if it is missing, unreadable or larger than 64 MiB.
[[nodiscard]] Json parse_json_file(const std::string& path);

}  // namespace fleetcast::scenarios::documents
