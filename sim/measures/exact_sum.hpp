#pragma once
#include <cmath>
#include <span>

namespace fleetcast::sim::measures {

/// Adds up numbers in their order, as good as exactly (Neumaier, 1974).
class ExactSum {
 public:
  /// Adds one number.
  void add(double value) {
    const double next = sum_ + value;
    lost_ += std::fabs(sum_) >= std::fabs(value) ? (sum_ - next) + value : (value - next) + sum_;
    sum_ = next;
  }
  [[nodiscard]] double total() const { return sum_ + lost_; }

 private:
  double sum_ = 0;
  double lost_ = 0;
};

/// Returns the sum of numbers.
[[nodiscard]] inline double sum_of(std::span<const double> values) {
  ExactSum sum;
  for (const double value : values) sum.add(value);
  return sum.total();
}

}  // namespace fleetcast::sim::measures
