#include "scenarios/experiment/variations.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace fleetcast::scenarios::experiment {
namespace {

const Variation* find(const Variations& variations, const std::string& pointer) {
  const auto found = std::ranges::find(variations.made, pointer, &Variation::pointer);
  return found == variations.made.end() ? nullptr : &*found;
}

TEST(Variations, HalveAndDoubleWhatIsAssumedAndNothingElse) {
  Scenario scenario;
  const Variations variations = variations_of(scenario);
  const Variation* one = find(variations, "/ec2/root_volume_size");
  ASSERT_NE(one, nullptr);
  EXPECT_EQ(one->low, "15 GiB");
  EXPECT_EQ(one->high, "60 GiB");
  EXPECT_EQ(one->with_high.ec2.root_volume_size.value(), 2 * scenario.ec2.root_volume_size.value());
  EXPECT_EQ(one->with_high.ec2.ready_median.value(), scenario.ec2.ready_median.value());
  EXPECT_EQ(find(variations, "/horizon"), nullptr);
}

TEST(Variations, WhatTheDocumentSetIsNoAssumptionAnyMore) {
  Scenario scenario;
  scenario.ec2.root_volume_size = 20 * 1073741824.0;
  EXPECT_EQ(find(variations_of(scenario), "/ec2/root_volume_size"), nullptr);
  scenario.ec2.root_volume_size.mark = sim::Mark::assumed;
  EXPECT_NE(find(variations_of(scenario), "/ec2/root_volume_size"), nullptr);
}

TEST(Variations, GoToTheEndsOfIntervals) {
  Scenario scenario;
  scenario.ec2.ready_median = sim::Parameter::interval(40, 70);
  scenario.ec2.ready_median.mark = sim::Mark::assumed;
  const Variations variations = variations_of(scenario);
  const Variation* one = find(variations, "/ec2/ready_median");
  ASSERT_NE(one, nullptr);
  EXPECT_EQ(one->value, "40 s .. 70 s");
  EXPECT_EQ(one->with_low.ec2.ready_median.value(), 40);
  EXPECT_EQ(one->with_high.ec2.ready_median.value(), 70);
  EXPECT_FALSE(one->with_high.ec2.ready_median.is_uncertain());
}

TEST(Variations, StayWithinBounds) {
  const Variations variations = variations_of(Scenario());
  const Variation* share = find(variations, "/ec2/missing_notice_share");
  ASSERT_NE(share, nullptr);
  EXPECT_EQ(share->with_low.ec2.missing_notice_share.value(), 0);
  EXPECT_EQ(share->with_high.ec2.missing_notice_share.value(), 0.05);
}

}  // namespace
}  // namespace fleetcast::scenarios::experiment
