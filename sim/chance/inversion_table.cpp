#include "sim/chance/inversion_table.hpp"

#include <algorithm>

namespace fleetcast::sim::chance {

namespace {

/// Keeps a slope between none and three times the secant's, where a cubic is monotone (Fritsch and Carlson, 1980).
double kept_monotone(double slope, double rise) {
  return rise >= 0 ? std::clamp(slope, 0.0, 3 * rise) : std::clamp(slope, 3 * rise, 0.0);
}

}  // namespace

InversionTable::InversionTable(const std::function<Knot(const Place& place)>& exact) {
  cells_.reserve(2 * cells_per_side);
  for (const bool is_above : {false, true}) {
    // Above the median cells go by 1 - u, along which the quantile falls.
    const auto knot_at = [&](std::uint64_t cell) {
      const double nearest = std::bit_cast<double>(cell << fraction_bits);
      if (!is_above) return exact({nearest, 1 - nearest});
      const Knot knot = exact({1 - nearest, nearest});
      return Knot{knot.value, -knot.slope};
    };
    Knot left = knot_at(first_cell);
    for (std::uint64_t cell = first_cell; cell < end_cell; ++cell) {
      const double width =
          std::bit_cast<double>((cell + 1) << fraction_bits) - std::bit_cast<double>(cell << fraction_bits);
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
