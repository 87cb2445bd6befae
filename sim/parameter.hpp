#pragma once
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>

#include "sim/describe.hpp"
#include "sim/time.hpp"

namespace fleetcast::sim {

/// Holds a number of a scenario: a constant, or an interval, with a most likely value or without, from which every
/// replication draws one value.
///
/// Units are those of the field that holds it; see Field.
class Parameter {
 public:
  constexpr Parameter() = default;
  // Implicit, so that structs can write their defaults as plain numbers.
  constexpr Parameter(double constant) : low_(constant), high_(constant), value_(constant) {}
  /// Makes an uncertain parameter, uniform on [low, high]; until resolved its value is the midpoint.
  static constexpr Parameter interval(double low, double high) {
    Parameter made;
    made.low_ = low;
    made.high_ = high;
    made.value_ = 0.5 * (low + high);
    return made;
  }

  /// Makes an uncertain parameter with a most likely value: triangular on [low, high]; until resolved it has its mean.
  static constexpr Parameter triangular(double low, double mode, double high) {
    Parameter made = interval(low, high);
    made.mode_ = mode;
    made.value_ = (low + mode + high) / 3;
    return made;
  }

  [[nodiscard]] constexpr double value() const { return value_; }
  [[nodiscard]] std::int64_t count() const { return std::llround(value_); }
  [[nodiscard]] constexpr Duration duration() const { return seconds(value_); }
  [[nodiscard]] constexpr bool is_uncertain() const { return low_ != high_; }
  [[nodiscard]] constexpr double low() const { return low_; }
  [[nodiscard]] constexpr double high() const { return high_; }

  [[nodiscard]] constexpr const std::optional<double>& mode() const { return mode_; }

  /// Fixes the value of an uncertain parameter for one replication, by inversion; u is uniform on (0, 1).
  void resolve(double u) {
    const double width = high_ - low_;
    if (!mode_) {
      value_ = low_ + u * width;
    } else if (const double left = *mode_ - low_; u * width < left) {
      value_ = low_ + std::sqrt(u * width * left);
    } else {
      value_ = high_ - std::sqrt((1 - u) * width * (high_ - *mode_));
    }
  }

  /// The user's own source and mark for this value, when the document states them.
  std::optional<std::string> source{};
  std::optional<Mark> mark{};

 private:
  double low_ = 0;
  double high_ = 0;
  double value_ = 0;
  std::optional<double> mode_{};
};

}  // namespace fleetcast::sim
