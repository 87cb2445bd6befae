#pragma once
#include <memory>
#include <optional>
#include <string>

#include "scenarios/documents/shape.hpp"

namespace fleetcast::scenarios::documents {

/// Returns what a value may be, in words: "whole number (tasks)", "list of text", "object by name".
[[nodiscard]] std::string type_in_words(const Shape& shape, const sim::Field& field);

/// Returns the default as a document would state it, or nothing for required fields, empty ones and objects.
[[nodiscard]] std::optional<std::string> default_in_words(const Shape& shape, const sim::Field& field,
                                                          void* default_value);

/// Returns the object that lies in a shape, through optionals, lists and maps; null if there is none.
[[nodiscard]] const ObjectShape* object_within(const Shape& shape);

/// Returns what the pointers of a shape's objects end with: nothing, or "/*" for each list or map around them.
[[nodiscard]] std::string pointer_suffix(const Shape& shape);

/// Returns a default value of the object that lies in a shape, taken from the enclosing default where it has one.
[[nodiscard]] std::shared_ptr<void> default_within(const Shape& shape, const std::shared_ptr<void>& default_value);

}  // namespace fleetcast::scenarios::documents
