#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace fleetcast::scenarios::documents {

/// Holds the ends of an interval, in the unit of the field; a constant has equal ends.
struct Interval {
  double low = 0;
  double high = 0;
};

/// Reads "90 s", "1 d 14:00", "512 MiB", "1000/s", "10 Gbit/s", "70 %" or "12" as a number in a field's unit.
///
/// Throws std::invalid_argument that says what is wrong and which units fit.
[[nodiscard]] double parse_quantity(std::string_view text, std::string_view unit);

/// Reads "3000..5000", "1..2 min" or a single quantity; throws std::invalid_argument.
[[nodiscard]] Interval parse_interval(std::string_view text, std::string_view unit);

/// Writes a number with its unit in the shortest form that reads back as the same number: "30 d", "2 GiB", "4 vCPU".
[[nodiscard]] std::string format_quantity(double value, std::string_view unit);

/// Writes a number in the shortest form that reads back as the same number, whatever the locale.
[[nodiscard]] std::string format_number(double value);

/// Tells whether quantities of a unit are written as text in documents: durations, sizes and data rates are.
[[nodiscard]] bool is_written_as_text(std::string_view unit);

/// Returns a number for an example in messages: 90 s, 512 MiB or 1 Gbit/s in the given unit, otherwise 1.
[[nodiscard]] double example_quantity(std::string_view unit);

/// Returns the units a quantity may be given in for a field of some unit, such as s, ms, min; the field's unit is
/// first.
[[nodiscard]] std::vector<std::string> units_for(std::string_view unit);

}  // namespace fleetcast::scenarios::documents
