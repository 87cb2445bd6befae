#pragma once
#include <cstdint>
#include <vector>

#include "sim/chance/guide_table.hpp"

namespace fleetcast::sim::chance {

/// Models popularity: of n objects, the one with rank i (from 0) is asked for with probability ~ (i + 1)^-alpha.
///
/// The 2,048 most popular objects are drawn exactly. Rarer ones are drawn by classes of ranks that differ by less than
/// 0.28 %, evenly within a class, so that each probability is off by less than 0.14 % * alpha and the tables stay
/// within a processor's cache (some 50 KB) for any number of objects.
class Zipf {
 public:
  /// Builds the table; throws std::invalid_argument unless 1 <= objects < 2^32 and alpha >= 0.
  Zipf(std::uint64_t objects, double alpha);

  /// Returns the rank that a uniform variate in (0, 1) selects; grows with u.
  [[nodiscard]] std::uint32_t rank(double u) const {
    // The same steps whether the rank has an entry of its own or not: a branch would often be guessed wrongly.
    const std::uint32_t at = table_.index(u);
    const double below = table_.below(at);
    const double share = (u - below) / (table_.below(at + 1) - below);
    const std::uint32_t first = first_[at];
    const std::uint32_t width = first_[at + 1] - first;
    const auto step = static_cast<std::uint32_t>(share * width);
    return first + (step < width ? step : width - 1);
  }
  /// Returns the probability of the object at a rank by Zipf's law.
  [[nodiscard]] double probability(std::uint32_t rank) const;
  /// Returns the probability of drawing an object up to and including a rank.
  [[nodiscard]] double cumulative(std::uint32_t rank) const;
  /// Returns for every rank the probability with which it is drawn: by Zipf's law, or evenly within its class.
  [[nodiscard]] std::vector<double> drawn_probabilities() const;
  [[nodiscard]] std::uint32_t objects() const { return objects_; }
  [[nodiscard]] double alpha() const { return alpha_; }

 private:
  double alpha_;
  std::uint32_t objects_;
  std::uint32_t exact_;               ///< ranks with an entry of their own
  std::vector<std::uint32_t> first_;  ///< first rank of each entry of the table, and the end
  GuideTable table_;
};

}  // namespace fleetcast::sim::chance
