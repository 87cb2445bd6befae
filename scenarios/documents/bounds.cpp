#include "scenarios/documents/bounds.hpp"

#include <cmath>

#include "scenarios/documents/quantity.hpp"

namespace fleetcast::scenarios::documents {

std::optional<std::string> bounds_in_words(const sim::Field& field, std::string_view unit) {
  const bool has_low = std::isfinite(field.at_least);
  const bool has_high = std::isfinite(field.at_most);
  if (!has_low && !has_high) return std::nullopt;
  if (!has_high) return "at least " + format_quantity(field.at_least, unit);
  if (!has_low) return "at most " + format_quantity(field.at_most, unit);
  const std::string low =
      is_written_as_text(unit) ? format_quantity(field.at_least, unit) : format_number(field.at_least);
  return "between " + low + " and " + format_quantity(field.at_most, unit);
}

std::optional<std::string> outside_bounds(double value, const sim::Field& field, std::string_view unit) {
  if (value >= field.at_least && value <= field.at_most) return std::nullopt;
  const std::string given = is_written_as_text(unit) ? format_quantity(value, unit) : format_number(value);
  return "must be " + bounds_in_words(field, unit).value_or("finite") + ", not " + given;
}

}  // namespace fleetcast::scenarios::documents
