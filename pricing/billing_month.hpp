#pragma once
#include <compare>
#include <cstdint>
#include <string>

namespace fleetcast::pricing {

/// Holds a billing month: the UTC hours [first_hour, end_hour), counted from 1970-01-01T00:00Z.
struct BillingMonth {
  std::int64_t first_hour = 0;
  std::int64_t end_hour = 0;

  /// Returns the month's length in hours, such as 744 for March.
  [[nodiscard]] constexpr std::int64_t hours() const { return end_hour - first_hour; }
  constexpr auto operator<=>(const BillingMonth&) const = default;
};

/// Returns the calendar month (UTC) that an hour belongs to.
[[nodiscard]] BillingMonth calendar_month(std::int64_t utc_hour);

/// Returns the hour at which a UTC date begins; month and day count from 1.
[[nodiscard]] std::int64_t utc_hour_of(std::int64_t year, int month, int day);

/// Writes an hour as "2026-11-01T00:00:00Z".
[[nodiscard]] std::string to_iso(std::int64_t utc_hour);

/// Reads "2026-11-01T13:00:00Z" (or without the seconds); throws std::invalid_argument unless it is a whole UTC hour.
[[nodiscard]] std::int64_t utc_hour_from_iso(const std::string& text);

}  // namespace fleetcast::pricing
