#pragma once
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace fleetcast::sim::chance {

/// Tabulates a quantile function that is slow or has no closed form, over all of the generator's range, tails included.
///
/// Knots lie 64 to an octave of u below the median and of 1 - u above it, down to 2^-53, so that relative resolution is
/// the same in the body and in both tails; between knots a monotone cubic with exact slopes is used. Relative error is
/// about (m / 64)^4 / 384, where the quantile grows like the m-th power of either at worst; quantiles that bend within
/// less than 1/64 of it are less exact there.
class InversionTable {
 public:
  /// Names a place on the unit interval by both its ends, each to full accuracy.
  struct Place {
    double below;  ///< u
    double above;  ///< 1 - u
  };
  /// Holds the exact quantile and its derivative by u at one place.
  struct Knot {
    double value;
    double slope;
  };

  /// Builds the table from a function that returns the exact quantile and slope at a given place.
  explicit InversionTable(const std::function<Knot(const Place& place)>& exact);

  /// Returns the quantile at u; a u nearer to 0 or 1 than 2^-53 is moved there.
  [[nodiscard]] double at(double u) const {
    const bool is_above = u > 0.5;
    double nearest = is_above ? 1.0 - u : u;
    nearest = nearest < lowest ? lowest : nearest;
    nearest = nearest > highest ? highest : nearest;
    // Bits of positive doubles are ordered and, within an octave, linear: their head is the cell, their tail the place.
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(nearest);
    const auto& cell = cells_[(bits >> fraction_bits) - first_cell + (is_above ? cells_per_side : 0)];
    const double place = static_cast<double>(static_cast<std::int64_t>(bits & fraction_mask)) * 0x1p-46;
    return cell[0] + place * (cell[1] + place * (cell[2] + place * cell[3]));
  }

 private:
  static constexpr int fraction_bits = 46;
  static constexpr std::uint64_t fraction_mask = (std::uint64_t{1} << fraction_bits) - 1;
  static constexpr double lowest = 0x1p-53;
  static constexpr double highest = 0.5 - 0x1p-54;
  static constexpr std::uint64_t first_cell = std::bit_cast<std::uint64_t>(lowest) >> fraction_bits;
  static constexpr std::uint64_t end_cell = std::bit_cast<std::uint64_t>(0.5) >> fraction_bits;
  static constexpr std::uint64_t cells_per_side = end_cell - first_cell;

  /// Four coefficients of a cubic: first the cells below the median, from 0 on, then those above it, from 1 on.
  std::vector<std::array<double, 4>> cells_;
};

}  // namespace fleetcast::sim::chance
