#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>

#include "sim/measures/wide_integer.hpp"
#include "sim/time.hpp"

namespace fleetcast::sim::measures {

/// Follows a whole-numbered level over time (queue length, running tasks) and integrates it exactly.
class Level {
 public:
  /// Starts to follow a level at an instant.
  explicit Level(Instant start, std::int64_t level = 0)
      : start_(start), changed_(start), level_(level), min_(level), max_(level) {}

  /// Sets the level from an instant on; throws std::logic_error if the instant lies before the last change.
  void set(Instant at, std::int64_t level) {
    if (at < changed_) refuse(at);
    integral_ += WideInteger{level_} * (at - changed_).ticks;
    changed_ = at;
    level_ = level;
    min_ = std::min(min_, level);
    max_ = std::max(max_, level);
  }
  /// Raises (or, below zero, lowers) the level from an instant on; throws like set.
  void change(Instant at, std::int64_t by) { set(at, level_ + by); }

  [[nodiscard]] std::int64_t level() const { return level_; }
  [[nodiscard]] std::int64_t min() const { return min_; }
  [[nodiscard]] std::int64_t max() const { return max_; }
  [[nodiscard]] Instant start() const { return start_; }

  /// Returns the exact integral of the level from the start to an instant, in level times ticks; throws like set.
  [[nodiscard]] WideInteger integral(Instant until) const {
    if (until < changed_) refuse(until);
    return integral_ + WideInteger{level_} * (until - changed_).ticks;
  }
  /// Returns the integral from the start to an instant, in level times seconds.
  [[nodiscard]] double integral_s(Instant until) const;
  /// Returns the mean level from the start to an instant, or nothing if that is no time at all.
  [[nodiscard]] std::optional<double> mean(Instant until) const;

  /// Forgets what came before an instant and follows the present level from there; throws like set.
  void restart(Instant at);

 private:
  [[noreturn]] void refuse(Instant at) const;

  Instant start_;
  Instant changed_;
  std::int64_t level_;
  std::int64_t min_;
  std::int64_t max_;
  WideInteger integral_ = 0;
};

}  // namespace fleetcast::sim::measures
