#include "models/auto_scaling/allocation.hpp"

#include <gtest/gtest.h>

namespace fleetcast::models::auto_scaling {
namespace {

using Strategy = SpotAllocationStrategy;

TEST(Allocation, OnDemandShareIsBaseAndRoundedUpPercentage) {
  // Behaviour 18: base 2, 30 % above, desired 11: on-demand 2 + ceil(2.7) = 5, spot 6.
  EXPECT_EQ(on_demand_share(11, 2, 30), 5);
  EXPECT_EQ(on_demand_share(12, 2, 30), 5);
  EXPECT_EQ(on_demand_share(1, 2, 30), 1);
  EXPECT_EQ(on_demand_share(10, 0, 100), 10);
  EXPECT_EQ(on_demand_share(10, 3, 0), 3);
  EXPECT_EQ(on_demand_share(100, 0, 7), 7);
}

std::vector<SpotOffer> offers() {
  return {{{"m6i.large", 0}, 0.4, 0.30, 5},
          {{"m5.large", 0}, 0.85, 0.40, 3},
          {{"c6i.xlarge", 0}, 0.95, 0.50, 1},
          {{"r6i.large", 0}, 0.90, 0.35, 0}};
}

TEST(Allocation, StrategiesPickWhatTheyPromise) {
  EXPECT_EQ(pick_offer(Strategy::price_capacity_optimized, 2, offers()), 3U);
  EXPECT_EQ(pick_offer(Strategy::capacity_optimized, 2, offers()), 2U);
  EXPECT_EQ(pick_offer(Strategy::capacity_optimized_prioritized, 2, offers()), 1U);
  EXPECT_EQ(pick_offer(Strategy::diversified, 2, offers()), 3U);
}

TEST(Allocation, LowestPriceSpreadsOverTheCheapestPools) {
  std::vector<SpotOffer> open = offers();
  EXPECT_EQ(pick_offer(Strategy::lowest_price, 2, open), 3U);
  open[3].instances = 6;
  EXPECT_EQ(pick_offer(Strategy::lowest_price, 2, open), 0U);
  EXPECT_EQ(pick_offer(Strategy::lowest_price, 1, open), 0U);
  EXPECT_EQ(pick_offer(Strategy::lowest_price, 3, open), 1U);
}

TEST(Allocation, NothingToPickFromIsAProgramError) {
  EXPECT_THROW(pick_offer(Strategy::diversified, 2, {}), std::logic_error);
}

}  // namespace
}  // namespace fleetcast::models::auto_scaling
