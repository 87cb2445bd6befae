#pragma once
#include <cstdint>

#include "sim/chance/guide_table.hpp"

namespace fleetcast::sim::chance {

/// Models popularity: of n objects, the one with rank i (from 0) is asked for with probability ~ (i + 1)^-alpha.
///
/// Needs about 12 bytes an object.
class Zipf {
 public:
  /// Builds the table; throws std::invalid_argument unless 1 <= objects < 2^32 and alpha >= 0.
  Zipf(std::uint64_t objects, double alpha);

  /// Returns the rank that a uniform variate in (0, 1) selects; grows with u.
  [[nodiscard]] std::uint32_t rank(double u) const { return table_.index(u); }
  /// Returns the probability of the object at a rank.
  [[nodiscard]] double probability(std::uint32_t rank) const;
  /// Returns the probability of all objects up to and including a rank.
  [[nodiscard]] double cumulative(std::uint32_t rank) const { return table_.cumulative(rank); }
  [[nodiscard]] std::uint32_t objects() const { return static_cast<std::uint32_t>(table_.size()); }
  [[nodiscard]] double alpha() const { return alpha_; }

 private:
  double alpha_;
  GuideTable table_;
};

}  // namespace fleetcast::sim::chance
