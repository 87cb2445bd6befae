#pragma once
#include <cstdint>

#include "sim/time.hpp"

namespace fleetcast::sim {

/// Ties simulated time to UTC: the world begins at a given Unix second.
class Calendar {
 public:
  /// Takes the Unix time, in seconds, at which the world begins (the start of the pre-roll).
  explicit constexpr Calendar(std::int64_t unix_seconds_at_zero) : unix_seconds_at_zero_(unix_seconds_at_zero) {}

  /// Returns the Unix time of an instant, in whole seconds rounded down.
  [[nodiscard]] constexpr std::int64_t unix_seconds(Instant at) const {
    return unix_seconds_at_zero_ + floor_divide(at.ticks, ticks_per_second);
  }
  /// Returns the hours since 1970-01-01T00:00Z of an instant, rounded down.
  [[nodiscard]] constexpr std::int64_t utc_hour(Instant at) const { return floor_divide(unix_seconds(at), 3600); }
  /// Returns the instant at which a UTC hour begins.
  [[nodiscard]] constexpr Instant start_of_hour(std::int64_t utc_hour) const {
    return {(utc_hour * 3600 - unix_seconds_at_zero_) * ticks_per_second};
  }

 private:
  static constexpr std::int64_t floor_divide(std::int64_t a, std::int64_t b) {
    const std::int64_t quotient = a / b;
    return quotient - ((a % b != 0) && ((a < 0) != (b < 0)) ? 1 : 0);
  }
  std::int64_t unix_seconds_at_zero_;
};

}  // namespace fleetcast::sim
