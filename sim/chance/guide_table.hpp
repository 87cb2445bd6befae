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
    // Most searches take no step or one: neither is worth a branch, which would often be guessed wrongly.
    at += static_cast<std::uint32_t>(below_[at + 1] <= u);
    while (below_[at + 1] <= u) [[unlikely]] ++at;
    return at;
  }
  [[nodiscard]] std::size_t size() const { return below_.size() - 1; }
  /// Returns P(index < at), for at up to the size.
  [[nodiscard]] double below(std::size_t at) const { return below_[at]; }
  /// Returns P(index <= at).
  [[nodiscard]] double cumulative(std::size_t at) const { return below_[at + 1]; }
  /// Returns the sum of the weights.
  [[nodiscard]] double total() const { return total_; }

 private:
  static constexpr std::size_t buckets_per_weight = 4;

  double buckets_ = 0;
  double total_ = 0;
  std::vector<double> below_;  ///< P(index < at) for each index and the end
  std::vector<std::uint32_t> guide_;
};

}  // namespace fleetcast::sim::chance
