#pragma once
#include "scenarios/documents/json.hpp"
#include "scenarios/documents/shape.hpp"

namespace fleetcast::scenarios::documents {

/// Says how much of a value is written: what differs from the defaults (and what is required), or everything.
enum class Extent { changed, all };

/// Writes a value so that reading it over a default value gives the same value; an empty optional is null.
///
/// Both pointers are to values of the shape's type; neither is changed.
[[nodiscard]] OrderedJson write_value(const Shape& shape, const sim::Field& field, void* value, void* default_value,
                                      Extent extent);

/// Writes a number: as text where the unit is a duration, a size or a data rate, otherwise as a plain number.
[[nodiscard]] OrderedJson write_quantity(double value, std::string_view unit);

}  // namespace fleetcast::scenarios::documents
