#pragma once
#include <string_view>

#include "scenarios/documents/json.hpp"
#include "scenarios/documents/shape.hpp"

namespace fleetcast::scenarios::documents {

/// Returns the JSON Schema (draft 2020-12) of a whole document; a document that extends another needs only a part.
[[nodiscard]] OrderedJson schema_of(const Shape& document, std::string_view title, int schema_version);

}  // namespace fleetcast::scenarios::documents
