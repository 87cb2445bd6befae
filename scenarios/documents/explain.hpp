#pragma once
#include <string>
#include <string_view>

#include "scenarios/documents/shape.hpp"

namespace fleetcast::scenarios::documents {

/// Explains one place of a document: type, unit, range, default, mark, source and help; an object lists its fields.
///
/// Any name stands for an entry of a map and any number (or '*') for an element of a list. Throws
/// std::invalid_argument with a suggestion if the pointer leads nowhere.
[[nodiscard]] std::string explain(const Shape& document, std::string_view pointer);

/// Returns the reference documentation of a document as Markdown, one table for each kind of object.
[[nodiscard]] std::string reference_markdown(const Shape& document, std::string_view title);

}  // namespace fleetcast::scenarios::documents
