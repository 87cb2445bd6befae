#include "sim/sampling/linear_system.hpp"

#include <gtest/gtest.h>

namespace fleetcast::sim::sampling {
namespace {

TEST(LinearSystem, SolvesForSeveralRightSidesAtOnce) {
  std::vector<double> matrix = {4, 2, 2, 2, 5, 3, 2, 3, 6};
  // Columns x = (1, 2, 3) and (-1, 0, 2).
  std::vector<double> right = {14, 0, 21, 4, 26, 10};
  solve_positive(matrix, right, 3);
  const std::vector<double> expected = {1, -1, 2, 0, 3, 2};
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(right[i], expected[i], 1e-12) << i;
}

}  // namespace
}  // namespace fleetcast::sim::sampling
