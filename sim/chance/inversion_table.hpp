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
/// Knots lie k = 32 or 64 to an octave of u below the median and of 1 - u above it, down to 2^-53, so that relative
/// resolution is the same in the body and in both tails; between knots a monotone cubic with exact slopes is used.
/// Where the quantile goes like the m-th power of either, its relative error is at most about m (m - 1) (m - 2) (m - 3)
/// / 384 / k^4, its sign aside; quantiles that bend within less than 1/k of it are less exact there.
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

  /// Builds the table from a function that returns the exact quantile and slope at a given place; fewer knots take less
  /// of the processor's cache.
  enum class Density { knots_32, knots_64 };
  InversionTable(const std::function<Knot(const Place& place)>& exact, Density density);

  /// Returns the quantile at u; a u nearer to 0 or 1 than 2^-53 is moved there.
  [[nodiscard]] double at(double u) const {
    const bool is_above = u > 0.5;
    double nearest = is_above ? 1.0 - u : u;
    nearest = nearest < lowest ? lowest : nearest;
    nearest = nearest > highest ? highest : nearest;
    // Bits of positive doubles are ordered and, within an octave, linear: their head is the cell, their tail the place.
    const std::uint64_t bits = std::bit_cast<std::uint64_t>(nearest);
    const auto& cell = cells_[(bits >> fraction_bits_) - first_cell_ + (is_above ? cells_per_side_ : 0)];
    const double place = static_cast<double>(static_cast<std::int64_t>(bits & fraction_mask_)) * fraction_unit_;
    return cell[0] + place * (cell[1] + place * (cell[2] + place * cell[3]));
  }

 private:
  static constexpr double lowest = 0x1p-53;
  static constexpr double highest = 0.5 - 0x1p-54;

  int fraction_bits_;  ///< of a double's bits, those that tell the place within a cell
  std::uint64_t fraction_mask_;
  double fraction_unit_;
  std::uint64_t first_cell_;
  std::uint64_t cells_per_side_;
  /// Four coefficients of a cubic: first the cells below the median, from 0 on, then those above it, from 1 on.
  std::vector<std::array<double, 4>> cells_;
};

}  // namespace fleetcast::sim::chance
