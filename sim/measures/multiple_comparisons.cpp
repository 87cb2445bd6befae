#include "sim/measures/multiple_comparisons.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <stdexcept>
#include <string>

namespace fleetcast::sim::measures {

std::vector<double> holm_adjusted(std::span<const double> p_values) {
  for (const double value : p_values) {
    if (!(value >= 0 && value <= 1)) throw std::logic_error("measures: " + std::to_string(value) + " is no p-value");
  }
  std::vector<std::size_t> order(p_values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::less(), [&](std::size_t i) { return p_values[i]; });
  std::vector<double> adjusted(p_values.size());
  double largest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const auto still_open = static_cast<double>(order.size() - rank);
    largest = std::max(largest, std::min(1.0, still_open * p_values[order[rank]]));
    adjusted[order[rank]] = largest;
  }
  return adjusted;
}

}  // namespace fleetcast::sim::measures
