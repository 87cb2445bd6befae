#include "sim/chance/zipf_probabilities.hpp"

#include <gtest/gtest.h>

namespace fleetcast::sim::chance {
namespace {

TEST(ZipfProbabilities, AreThoseOfSingleObjects) {
  const Zipf popularity(20'000, 0.9);
  const std::vector<double> all = probabilities_of(popularity);
  ASSERT_EQ(all.size(), 20'000u);
  double sum = 0;
  for (std::uint32_t rank = 0; rank < all.size(); ++rank) {
    sum += all[rank];
    ASSERT_NEAR(all[rank] / popularity.probability(rank), 1, 1e-14) << rank;
  }
  EXPECT_NEAR(sum, 1, 1e-11);
}

}  // namespace
}  // namespace fleetcast::sim::chance
