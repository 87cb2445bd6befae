#include "sim/chance/inversion_table.hpp"

#include <algorithm>

namespace fleetcast::sim::chance {

namespace {

/// Keeps a slope between none and three times the secant's, where a cubic is monotone (Fritsch and Carlson, 1980).
double kept_monotone(double slope, double rise) {
  return rise >= 0 ? std::clamp(slope, 0.0, 3 * rise) : std::clamp(slope, 3 * rise, 0.0);
}

}  // namespace

InversionTable::InversionTable(const std::function<Knot(const Place& place)>& exact, Density density)
    : fraction_bits_(density == Density::knots_64 ? 46 : 47),
      fraction_mask_((std::uint64_t{1} << fraction_bits_) - 1),
      fraction_unit_(1.0 / static_cast<double>(std::uint64_t{1} << fraction_bits_)),
      first_cell_(std::bit_cast<std::uint64_t>(lowest) >> fraction_bits_),
      cells_per_side_((std::bit_cast<std::uint64_t>(0.5) >> fraction_bits_) - first_cell_) {
  cells_.reserve(2 * cells_per_side_);
  for (const bool is_above : {false, true}) {
    // Above the median cells go by 1 - u, along which the quantile falls.
    const auto knot_at = [&](std::uint64_t cell) {
      const double nearest = std::bit_cast<double>(cell << fraction_bits_);
      if (!is_above) return exact({nearest, 1 - nearest});
      const Knot knot = exact({1 - nearest, nearest});
      return Knot{knot.value, -knot.slope};
    };
    Knot left = knot_at(first_cell_);
    for (std::uint64_t cell = first_cell_; cell < first_cell_ + cells_per_side_; ++cell) {
      const double width =
          std::bit_cast<double>((cell + 1) << fraction_bits_) - std::bit_cast<double>(cell << fraction_bits_);
      const Knot right = knot_at(cell + 1);
      const double rise = right.value - left.value;
      const double start = kept_monotone(left.slope * width, rise);
      const double end = kept_monotone(right.slope * width, rise);
      cells_.push_back({left.value, start, 3 * rise - 2 * start - end, start + end - 2 * rise});
      left = right;
    }
  }
}

}  // namespace fleetcast::sim::chance
