#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace fleetcast::sim::chance {

/// Tabulates a quantile function without closed form, over all of the generator's range, tails included.
///
/// The argument is the cumulative hazard t = -ln(1 - u). Knots lie 64 to an octave of t from 2^-53 to 64, so that
/// relative resolution is the same in the body and in both tails; between knots a monotone cubic with exact
/// slopes is used. Relative error is about (m / 64)^4 / 384, where the quantile grows like t^m at worst; quantiles that
/// bend within less than 1/64 of t are less exact there.
class InversionTable {
 public:
  /// Holds the exact quantile and its derivative at one t.
  struct Knot {
    double value;
    double slope;
  };

  /// Builds the table from a function that returns the exact quantile and slope at a given t.
  explicit InversionTable(const std::function<Knot(double t)>& exact);

  /// Returns the quantile at t; a t outside [2^-53, 64) is moved to the nearest end.
  [[nodiscard]] double at(double t) const {
    t = t < lowest ? lowest : t;
    t = t > highest ? highest : t;
    // Bits of positive doubles are ordered and, within an octave, linear: their head is the cell, their tail the place.
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(t);
    const auto& cell = cells_[(bits >> fraction_bits) - first_cell];
    const double place = static_cast<double>(static_cast<std::int64_t>(bits & fraction_mask)) * 0x1p-46;
    return cell[0] + place * (cell[1] + place * (cell[2] + place * cell[3]));
  }

 private:
  static constexpr int fraction_bits = 46;
  static constexpr std::uint64_t fraction_mask = (std::uint64_t{1} << fraction_bits) - 1;
  static constexpr double lowest = 0x1p-53;
  static constexpr double highest = 64.0 - 0x1p-46;
  static constexpr std::uint64_t first_cell = std::bit_cast<std::uint64_t>(lowest) >> fraction_bits;
  static constexpr std::uint64_t end_cell = std::bit_cast<std::uint64_t>(64.0) >> fraction_bits;

  std::vector<std::array<double, 4>> cells_;
};

}  // namespace fleetcast::sim::chance
