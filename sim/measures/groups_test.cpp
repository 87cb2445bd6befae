#include "sim/measures/groups.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <stdexcept>

#include "sim/chance/normal.hpp"
#include "sim/chance/purpose.hpp"

namespace fleetcast::sim::measures {
namespace {

/// Draws standard normals.
class Normals {
 public:
  explicit Normals(std::uint64_t seed) : stream_(chance::Chance(seed, 0).stream("normals")) {}
  double draw() { return chance::normal_quantile(chance::uniform(stream_, 0, next_++)); }

 private:
  chance::Stream stream_;
  std::uint64_t next_ = 0;
};

TEST(MeansOfGroups, AreInOrder) {
  EXPECT_EQ(means_of_groups(std::vector<double>{1, 3, 5, 9}, 2), (std::vector<double>{2, 7}));
  EXPECT_THROW((void)means_of_groups(std::vector<double>{1, 2, 3}, 2), std::logic_error);
}

TEST(VarianceSplit, MatchesAWorkedExample) {
  // Groups (1, 3), (5, 7), (9, 11): mean squares 2 * (16 + 16) / 2 = 32 between and 3 * 2 / 3 = 2 within them, so that
  // F = 16 at (2, 3) degrees of freedom.
  const VarianceSplit split = variance_split(std::vector<double>{1, 3, 5, 7, 9, 11}, 2);
  EXPECT_DOUBLE_EQ(split.within, 2);
  EXPECT_DOUBLE_EQ(split.between, 15);
  EXPECT_FALSE(split.is_cut);
  // P(F > f) at (2, m) degrees of freedom is (1 + 2 f / m) ^ (-m / 2).
  EXPECT_NEAR(split.p_value, std::pow(1 + 2 * 16 / 3.0, -1.5), 1e-12);
}

TEST(VarianceSplit, NeverGoesBelowZero) {
  const VarianceSplit split = variance_split(std::vector<double>{1, 9, 2, 8}, 2);
  EXPECT_EQ(split.between, 0);
  EXPECT_TRUE(split.is_cut);
  EXPECT_EQ(split.share_between(), 0);
}

TEST(VarianceSplit, FindsKnownComponents) {
  // Each of 4,000 groups of 4 has a normal shift of variance 4, each value a normal error of variance 1. The estimates'
  // standard errors: within, sqrt(2 / (4000 * 3)); between, sqrt(2 (4 + 1/4)^2 / 4000 + small).
  Normals normal(7);
  std::vector<double> values;
  for (int group = 0; group < 4000; ++group) {
    const double shift = 2 * normal.draw();
    for (int i = 0; i < 4; ++i) values.push_back(shift + normal.draw());
  }
  const VarianceSplit split = variance_split(values, 4);
  EXPECT_NEAR(split.within, 1, 4 * std::sqrt(2 / 12000.0));
  EXPECT_NEAR(split.between, 4, 4 * 4.25 * std::sqrt(2 / 4000.0));
}

TEST(VarianceSplit, FTestIsUniformWithoutADifference) {
  Normals normal(11);
  const int trials = 2000;
  int below = 0;
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<double> values;
    for (int i = 0; i < 20; ++i) values.push_back(normal.draw());
    below += variance_split(values, 2).p_value < 0.05 ? 1 : 0;
  }
  EXPECT_NEAR(below, 0.05 * trials, 4 * std::sqrt(trials * 0.05 * 0.95));
}

}  // namespace
}  // namespace fleetcast::sim::measures
