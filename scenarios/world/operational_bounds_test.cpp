#include "scenarios/world/operational_bounds.hpp"

#include <gtest/gtest.h>

namespace fleetcast::scenarios::world {
namespace {

/// Returns the account of a station with two servers over 1000 ticks: 1500 of them worked, 500 waited.
sim::traffic::TimeAccount account() {
  sim::traffic::TimeAccount account{"desk", {}, {}};
  account.measures.busy_ticks = 1500;
  account.measures.present_ticks = 2000;
  account.measures.sojourn_ticks = 1900;
  account.ages.present = 150;
  account.measures.ages_at_begin.present = 50;
  return account;
}

TEST(OperationalBounds, HoldWithRoomToSpare) {
  EXPECT_DOUBLE_EQ(excess_over_bounds(account(), std::nullopt).value(), -0.25);
  EXPECT_DOUBLE_EQ(excess_over_bounds(account(), 2000).value(), -0.25);
}

TEST(OperationalBounds, AreBrokenByResponsesShorterThanTheirService) {
  sim::traffic::TimeAccount corrupted = account();
  corrupted.measures.sojourn_ticks = 1100;
  EXPECT_DOUBLE_EQ(excess_over_bounds(corrupted, 2000).value(), 0.25);
}

TEST(OperationalBounds, AreBrokenByServersThatWorkMoreThanAllTheTime) {
  EXPECT_DOUBLE_EQ(excess_over_bounds(account(), 1200).value(), 0.25);
}

TEST(OperationalBounds, SayNothingOfAStationThatNobodyVisited) {
  EXPECT_FALSE(excess_over_bounds({"desk", {}, {}}, 1000));
}

}  // namespace
}  // namespace fleetcast::scenarios::world
