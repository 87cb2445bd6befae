#include "scenarios/decisions/frontier.hpp"

#include <gtest/gtest.h>

namespace fleetcast::scenarios::decisions {
namespace {

TEST(Frontier, IsWhatNobodyBeatsInBoth) {
  const std::vector<Outlay> candidates{{{10, 12}, {0.02, 0.02}},    // cheap and bad
                                       {{20, 22}, {0.01, 0.01}},    // dear and good
                                       {{21, 23}, {0.015, 0.015}},  // beaten by the second
                                       {{11, 13}, {0.03, 0.03}}};   // beaten by the first
  const std::vector<Standing> standings = standings_of(candidates);
  EXPECT_TRUE(standings[0].is_on_frontier);
  EXPECT_TRUE(standings[1].is_on_frontier);
  EXPECT_EQ(standings[2].dominated_by, 1U);
  EXPECT_EQ(standings[3].dominated_by, 0U);
}

TEST(Frontier, EqualsAreBothOnIt) {
  const std::vector<Standing> standings = standings_of(std::vector<Outlay>{{{10}, {0.1}}, {{10}, {0.1}}});
  EXPECT_TRUE(standings[0].is_on_frontier);
  EXPECT_TRUE(standings[1].is_on_frontier);
}

TEST(Frontier, SaysHowSureItIs) {
  const std::vector<Outlay> candidates{{{10, 11, 10, 12, 11}, {0.010, 0.011, 0.012, 0.010, 0.011}},
                                       // dearer by about one and worse by about 0.005, always
                                       {{11, 12.1, 11.05, 13, 12}, {0.015, 0.0161, 0.017, 0.0151, 0.016}},
                                       // a little worse in the mean, but better as often
                                       {{13, 9, 10, 13, 10}, {0.013, 0.009, 0.014, 0.010, 0.0105}}};
  const std::vector<Standing> standings = standings_of(candidates);
  EXPECT_TRUE(standings[1].is_surely_dominated());
  EXPECT_TRUE(standings[2].dominated_by);
  EXPECT_FALSE(standings[2].is_surely_dominated());
}

TEST(Frontier, OneReplicationCannotBeSure) {
  const std::vector<Standing> standings = standings_of(std::vector<Outlay>{{{10}, {0.1}}, {{11}, {0.2}}});
  EXPECT_EQ(standings[1].dominated_by, 0U);
  EXPECT_FALSE(standings[1].joint_p_value);
}

TEST(Frontier, NothingLostAnywhereLeavesTheCheapest) {
  const std::vector<Standing> standings =
      standings_of(std::vector<Outlay>{{{10, 11, 12}, {0, 0, 0}}, {{11, 12.2, 13}, {0, 0, 0}}});
  EXPECT_EQ(standings[1].dominated_by, 0U);
  EXPECT_TRUE(standings[1].is_surely_dominated());
}

}  // namespace
}  // namespace fleetcast::scenarios::decisions
