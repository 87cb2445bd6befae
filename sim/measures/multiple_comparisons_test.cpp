#include "sim/measures/multiple_comparisons.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace fleetcast::sim::measures {
namespace {

TEST(MultipleComparisons, HolmMultipliesByWhatIsStillOpenAndNeverFalls) {
  // Sorted: 0.005 * 4, 0.01 * 3, 0.03 * 2, then 0.04 * 1, which may not fall below the one before.
  const std::vector<double> adjusted = holm_adjusted(std::vector<double>{0.01, 0.04, 0.03, 0.005});
  EXPECT_DOUBLE_EQ(adjusted[0], 0.03);
  EXPECT_DOUBLE_EQ(adjusted[1], 0.06);
  EXPECT_DOUBLE_EQ(adjusted[2], 0.06);
  EXPECT_DOUBLE_EQ(adjusted[3], 0.02);
}

TEST(MultipleComparisons, OneTestStaysAsItIsAndNoneExceedsOne) {
  EXPECT_EQ(holm_adjusted(std::vector<double>{0.2}), std::vector<double>{0.2});
  EXPECT_EQ(holm_adjusted(std::vector<double>{0.6, 0.7}), (std::vector<double>{1, 1}));
  EXPECT_TRUE(holm_adjusted({}).empty());
  EXPECT_THROW(static_cast<void>(holm_adjusted(std::vector<double>{1.5})), std::logic_error);
}

}  // namespace
}  // namespace fleetcast::sim::measures
