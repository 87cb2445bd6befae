#include "sim/chance/inversion_table.hpp"

#include <algorithm>

namespace fleetcast::sim::chance {

InversionTable::InversionTable(const std::function<Knot(double t)>& exact) {
  const auto knot_at = [&](std::uint64_t cell) { return exact(std::bit_cast<double>(cell << fraction_bits)); };
  cells_.reserve(end_cell - first_cell);
  Knot left = knot_at(first_cell);
  for (std::uint64_t cell = first_cell; cell < end_cell; ++cell) {
    const double begin = std::bit_cast<double>(cell << fraction_bits);
    const double width = std::bit_cast<double>((cell + 1) << fraction_bits) - begin;
    const Knot right = knot_at(cell + 1);
    const double rise = right.value - left.value;
    // Slopes of at most three times the secant keep a cubic monotone (Fritsch and Carlson, 1980).
    const double start = std::clamp(left.slope * width, 0.0, 3 * rise);
    const double end = std::clamp(right.slope * width, 0.0, 3 * rise);
    cells_.push_back({left.value, start, 3 * rise - 2 * start - end, start + end - 2 * rise});
    left = right;
  }
}

}  // namespace fleetcast::sim::chance
