#include "pricing/usage_rules.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing {
namespace {

using namespace testdata;
using Bands = std::array<std::int64_t, 3>;

TEST(UsageRules, UsesAreBilledInWholeStepsWithAMinimum) {
  constexpr StepRule instance{1, 60};
  EXPECT_EQ(billed_steps(0, instance), 60);
  EXPECT_EQ(billed_steps(60, instance), 60);
  EXPECT_EQ(billed_steps(61, instance), 61);
  constexpr StepRule function{100, 0};
  EXPECT_EQ(billed_steps(0, function), 0);
  EXPECT_EQ(billed_steps(1, function), 1);
  EXPECT_EQ(billed_steps(100, function), 1);
  EXPECT_EQ(billed_steps(101, function), 2);
  constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(billed_steps(most, {2, 0}), most / 2 + 1);
  for (const StepRule rule : {StepRule{0, 0}, StepRule{-1, 0}, StepRule{1, -1}}) {
    EXPECT_THROW(static_cast<void>(billed_steps(1, rule)), std::invalid_argument);
  }
  EXPECT_THROW(static_cast<void>(billed_steps(-1, instance)), std::invalid_argument);
}

TEST(UsageRules, FastRestoreLastsAnHourAtLeast) {
  // https://aws.amazon.com/ebs/pricing/: 45 minutes cost $0.75, 90 minutes in three zones $3.375.
  EXPECT_EQ(billable_fast_restore_seconds(2700), 3600);
  EXPECT_EQ(billable_fast_restore_seconds(3600), 3600);
  EXPECT_EQ(billable_fast_restore_seconds(5400), 5400);
  EXPECT_EQ(price_of(row(meter::ebs_fast_restore_seconds), billable_fast_restore_seconds(2700)), usd("0.75"));
}

TEST(UsageRules, Io2IsBilledInBandsPerVolume) {
  EXPECT_EQ(io2_bands(0), (Bands{0, 0, 0}));
  EXPECT_EQ(io2_bands(32'000), (Bands{32'000, 0, 0}));
  EXPECT_EQ(io2_bands(32'001), (Bands{32'000, 1, 0}));
  EXPECT_EQ(io2_bands(64'000), (Bands{32'000, 32'000, 0}));
  EXPECT_EQ(io2_bands(100'000), (Bands{32'000, 32'000, 36'000}));
}

TEST(UsageRules, ServerlessCachesHoldAMinimum) {
  EXPECT_EQ(billable_cache_mib_seconds("valkey", 0), 368'640);  // 0.1 GB for an hour
  EXPECT_EQ(billable_cache_mib_seconds("valkey", 368'641), 368'641);
  EXPECT_EQ(billable_cache_mib_seconds("redis", 368'641), 3'686'400);
  EXPECT_THROW(static_cast<void>(billable_cache_mib_seconds("memcache", 1)), std::invalid_argument);
  EXPECT_EQ(processing_units(0), 1);
  EXPECT_EQ(processing_units(1024), 1);
  EXPECT_EQ(processing_units(1025), 2);
}

TEST(UsageRules, TheRestOfAMinimumTimeIsRoundedDownToTheHour) {
  // https://aws.amazon.com/ebs/pricing/: a snapshot archived for 70 d 11 h 5 min of 90 d has 19 d 12 h left.
  EXPECT_EQ(early_delete_hours(90, 70 * 86400 + 11 * 3600 + 5 * 60), 19 * 24 + 12);
  EXPECT_EQ(early_delete_hours(90, 90 * 86400), 0);
  EXPECT_EQ(early_delete_hours(90, 91 * 86400), 0);
}

}  // namespace
}  // namespace fleetcast::pricing
