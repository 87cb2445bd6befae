#pragma once
#include <compare>
#include <cstdint>

namespace fleetcast::sim {

/// Number of ticks in a second: one tick is 2^-30 s, about a nanosecond, so halves and quarters of seconds are exact.
inline constexpr std::int64_t ticks_per_second = std::int64_t{1} << 30;

/// Number of ticks in one step of the control plane's clock: 2^-20 s, which a double holds exactly for centuries.
inline constexpr std::int64_t ticks_per_control_step = std::int64_t{1} << 10;

/// Represents a length of simulated time, in ticks of 2^-30 s.
struct Duration {
  std::int64_t ticks = 0;

  /// Returns the length in seconds.
  [[nodiscard]] constexpr double seconds() const { return static_cast<double>(ticks) / ticks_per_second; }

  constexpr auto operator<=>(const Duration&) const = default;
  constexpr Duration operator+(Duration other) const { return {ticks + other.ticks}; }
  constexpr Duration operator-(Duration other) const { return {ticks - other.ticks}; }
  constexpr Duration operator*(std::int64_t factor) const { return {ticks * factor}; }
};

/// Represents a point of simulated time, in ticks since the world began (the start of the pre-roll).
struct Instant {
  std::int64_t ticks = 0;

  /// Returns the seconds since the world began.
  [[nodiscard]] constexpr double seconds() const { return static_cast<double>(ticks) / ticks_per_second; }

  constexpr auto operator<=>(const Instant&) const = default;
  constexpr Instant operator+(Duration step) const { return {ticks + step.ticks}; }
  constexpr Instant operator-(Duration step) const { return {ticks - step.ticks}; }
  constexpr Duration operator-(Instant other) const { return {ticks - other.ticks}; }
};

/// Returns the duration nearest to a number of seconds.
constexpr Duration seconds(double value) {
  const double ticks = value * static_cast<double>(ticks_per_second);
  return {static_cast<std::int64_t>(ticks < 0 ? ticks - 0.5 : ticks + 0.5)};
}
constexpr Duration minutes(double value) { return seconds(value * 60.0); }
constexpr Duration hours(double value) { return seconds(value * 3600.0); }

/// Rounds an instant up to the control plane's clock step (2^-20 s).
constexpr Instant control_instant(Instant at) {
  const std::int64_t step = ticks_per_control_step;
  return {(at.ticks + step - 1) / step * step};
}

}  // namespace fleetcast::sim
