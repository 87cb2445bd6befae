#pragma once
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "sim/describe.hpp"
#include "sim/time.hpp"

namespace fleetcast::sim {

/// Represents the law of a number that is not known.
class Law {
 public:
  virtual ~Law() = default;
  /// Returns the value below which a share u of [0, 1] lies; finite at 0 and 1.
  [[nodiscard]] virtual double quantile(double u) const = 0;
};

/// Holds a number of a scenario: a constant; or an interval, with a most likely value or without, or a law, from which
/// every replication draws one value.
///
/// Units are those of the field that holds it; see Field.
class Parameter {
 public:
  Parameter() = default;
  // Implicit, so that structs can write their defaults as plain numbers.
  Parameter(double constant) : low_(constant), high_(constant), value_(constant) {}
  /// Makes an uncertain parameter, uniform on [low, high]; until resolved its value is the midpoint.
  static Parameter interval(double low, double high) {
    Parameter made;
    made.low_ = low;
    made.high_ = high;
    made.value_ = 0.5 * (low + high);
    return made;
  }

  /// Makes an uncertain parameter with a most likely value: triangular on [low, high]; until resolved it has its mean.
  static Parameter triangular(double low, double mode, double high) {
    Parameter made = interval(low, high);
    made.mode_ = mode;
    made.value_ = (low + mode + high) / 3;
    return made;
  }

  /// Makes an uncertain parameter with a law; until resolved it has the law's mean, to a thousand points.
  static Parameter drawn(std::shared_ptr<const Law> law) {
    Parameter made = interval(law->quantile(0), law->quantile(1));
    constexpr int points = 1000;
    double sum = 0;
    for (int i = 0; i < points; ++i) sum += law->quantile((i + 0.5) / points);
    made.value_ = sum / points;
    made.law_ = std::move(law);
    return made;
  }

  [[nodiscard]] double value() const { return value_; }
  [[nodiscard]] std::int64_t count() const { return std::llround(value_); }
  [[nodiscard]] Duration duration() const { return seconds(value_); }
  [[nodiscard]] bool is_uncertain() const { return low_ != high_; }
  [[nodiscard]] double low() const { return low_; }
  [[nodiscard]] double high() const { return high_; }

  [[nodiscard]] const std::optional<double>& mode() const { return mode_; }
  /// Returns the law that is not uniform or triangular, or nullptr.
  [[nodiscard]] const Law* law() const { return law_.get(); }

  /// Fixes the value of an uncertain parameter for one replication, by inversion; u is uniform on (0, 1).
  void resolve(double u) {
    const double width = high_ - low_;
    if (law_) {
      value_ = law_->quantile(u);
    } else if (!mode_) {
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
  std::shared_ptr<const Law> law_{};
};

}  // namespace fleetcast::sim
