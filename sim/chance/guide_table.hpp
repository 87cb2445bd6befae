#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fleetcast::sim::chance {

/// Inverts a discrete distribution over 0 .. size-1 in constant expected time, monotone in u (Chen and Asau, 1974).
class GuideTable {
 public:
  /// Builds the table from weights that are not negative and have a positive sum; throws std::invalid_argument else.
  explicit GuideTable(std::span<const double> weights);

  /// Returns the smallest index whose cumulative probability exceeds u, which lies in (0, 1).
  [[nodiscard]] std::uint32_t index(double u) const {
    std::uint32_t at = guide_[static_cast<std::size_t>(u * buckets_)];
    while (cumulative_[at] <= u) ++at;
    return at;
  }
  [[nodiscard]] std::size_t size() const { return cumulative_.size(); }
  /// Returns P(index <= at).
  [[nodiscard]] double cumulative(std::size_t at) const { return cumulative_[at]; }
  /// Returns the sum of the weights.
  [[nodiscard]] double total() const { return total_; }

 private:
  double buckets_ = 0;
  double total_ = 0;
  std::vector<double> cumulative_;
  std::vector<std::uint32_t> guide_;
};

}  // namespace fleetcast::sim::chance
