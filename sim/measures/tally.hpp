#pragma once
#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

namespace fleetcast::sim::measures {

/// Summarises observed numbers: how many, mean, variance, extremes; stable for any offset (Welford, 1962).
class Tally {
 public:
  /// Adds one observed number.
  void record(double value) {
    ++count_;
    const double delta = value - mean_;
    mean_ += delta / static_cast<double>(count_);
    squares_ += delta * (value - mean_);
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
  }

  /// Adds the observations of another tally (Chan, Golub, LeVeque, 1979); merge in a fixed order for fixed bits.
  void merge(const Tally& other) {
    if (other.count_ == 0) return;
    const double share = static_cast<double>(other.count_) / static_cast<double>(count_ + other.count_);
    const double delta = other.mean_ - mean_;
    squares_ += other.squares_ + delta * delta * static_cast<double>(count_) * share;
    mean_ += delta * share;
    count_ += other.count_;
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
  }

  [[nodiscard]] std::uint64_t count() const { return count_; }
  /// Returns the mean, or nothing before the first observation.
  [[nodiscard]] std::optional<double> mean() const { return unless_empty(mean_); }
  /// Returns the unbiased sample variance, or nothing before the second observation.
  [[nodiscard]] std::optional<double> variance() const {
    return count_ < 2 ? std::nullopt : std::optional(squares_ / static_cast<double>(count_ - 1));
  }
  [[nodiscard]] std::optional<double> min() const { return unless_empty(min_); }
  [[nodiscard]] std::optional<double> max() const { return unless_empty(max_); }

 private:
  [[nodiscard]] std::optional<double> unless_empty(double value) const {
    return count_ == 0 ? std::nullopt : std::optional(value);
  }

  std::uint64_t count_ = 0;
  double mean_ = 0;
  double squares_ = 0;
  double min_ = std::numeric_limits<double>::infinity();
  double max_ = -std::numeric_limits<double>::infinity();
};

}  // namespace fleetcast::sim::measures
