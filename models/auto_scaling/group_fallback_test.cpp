#include <gtest/gtest.h>

#include <stdexcept>

#include "models/auto_scaling/group_stage_test.hpp"

namespace fleetcast::models::auto_scaling {
namespace {

const Pool only_pool{"m6i.large", 0};

/// Makes a group of four spot instances in one pool that is refused between two instants.
struct Shortage {
  explicit Shortage(const FallbackConfig& fallback, double from = 0, double until = 3000) : stage(with(fallback), {0}) {
    stage.at(from, [this] { stage.refused.insert({only_pool, PurchaseOption::spot}); });
    stage.at(until, [this] { stage.refused.clear(); });
  }
  static AutoScalingGroupConfig with(const FallbackConfig& fallback) {
    AutoScalingGroupConfig config = spot_config_of({"m6i.large"}, 20, 4);
    config.fallback = fallback;
    return config;
  }
  [[nodiscard]] std::int64_t on_demand() const { return stage.alive_as(PurchaseOption::on_demand); }
  [[nodiscard]] std::int64_t spot() const { return stage.alive_as(PurchaseOption::spot); }
  /// Gives an instance notice, and takes it two minutes later.
  void interrupt(double at, InstanceId id) {
    stage.at(at, [this, id, at] { stage.group.on(InterruptionNotice{id, at_seconds(at + 120)}); });
    stage.at(at + 120, [this, id] { stage.end(id, TerminationCause::spot_interruption); });
  }
  Stage stage;
};

FallbackConfig waiting(double delay, double give_back_interval = 900) {
  FallbackConfig config;
  config.wait_then_on_demand = WaitThenOnDemand{delay};
  config.give_back_interval = give_back_interval;
  return config;
}

FallbackConfig immediate() {
  FallbackConfig config;
  config.immediate = ImmediateFallback{10};
  return config;
}

TEST(GroupFallback, NoneLeavesTheGroupShort) {
  Shortage shortage({});
  shortage.stage.run_until(2990);
  EXPECT_EQ(shortage.on_demand() + shortage.spot(), 0);
  EXPECT_EQ(shortage.stage.group.report().stand_ins, 0);
}

TEST(GroupFallback, WaitingTriesSpotForItsDelay) {
  Shortage shortage(waiting(300));
  shortage.stage.run_until(299);
  EXPECT_EQ(shortage.on_demand(), 0);
  // The probe that is under way at 300 s has failed by 302 s, and the API takes its time.
  shortage.stage.run_until(306);
  EXPECT_EQ(shortage.on_demand(), 4);
  EXPECT_EQ(shortage.stage.group.report().stand_ins, 4);
  EXPECT_EQ(shortage.stage.group.capacity().desired, 4);
}

TEST(GroupFallback, WaitingHelpsNobodyWhoIsServedInTime) {
  Shortage shortage(waiting(300), 0, 200);
  shortage.stage.run_until(2000);
  EXPECT_EQ(shortage.on_demand(), 0);
  EXPECT_EQ(shortage.spot(), 4);
}

TEST(GroupFallback, StandInsAreGivenBackOnceSpotIsToBeHad) {
  Shortage shortage(waiting(300));
  std::size_t fewest = 4;
  for (int t = 400; t < 6000; ++t) {
    shortage.stage.at(t, [&] { fewest = std::min(fewest, shortage.stage.alive.size()); });
  }
  shortage.stage.run_until(2900);
  EXPECT_EQ(shortage.on_demand(), 4);  // every 900 s spot was asked for in vain
  shortage.stage.run_until(6000);
  EXPECT_EQ(shortage.on_demand(), 0);
  EXPECT_EQ(shortage.spot(), 4);
  EXPECT_EQ(fewest, 4U) << "new instances run before the old ones leave";
  EXPECT_EQ(shortage.stage.group.report().given_back, 4);
}

TEST(GroupFallback, ImmediateReplacesWhatHasNotice) {
  Shortage shortage(immediate(), 5000, 6000);
  shortage.interrupt(100, 2);
  shortage.interrupt(100, 3);
  shortage.stage.run_until(109);
  EXPECT_EQ(shortage.on_demand(), 0);
  shortage.stage.run_until(130);
  EXPECT_EQ(shortage.on_demand(), 2);
  shortage.stage.run_until(230);
  EXPECT_EQ(shortage.on_demand() + shortage.spot(), 4);
  EXPECT_EQ(shortage.stage.group.capacity().in_service, 4);
}

TEST(GroupFallback, ImmediateReplacesWhatIsRefused) {
  Shortage shortage(immediate());
  shortage.stage.run_until(30);
  EXPECT_EQ(shortage.on_demand(), 4);
}

TEST(GroupFallback, RateTriggerWaitsForEnoughInterruptions) {
  FallbackConfig config;
  config.rate_triggered = RateTriggeredFallback{3, 600, 10};
  Shortage shortage(config, 5000, 6000);
  shortage.interrupt(1000, 1);
  shortage.interrupt(1400, 2);
  shortage.stage.run_until(1700);
  EXPECT_EQ(shortage.on_demand(), 0) << "two within the window are too few";
  shortage.interrupt(1800, 3);
  shortage.stage.run_until(1900);
  EXPECT_EQ(shortage.on_demand(), 0) << "the first is out of the window";
  shortage.interrupt(1950, 4);
  shortage.stage.run_until(2000);
  EXPECT_EQ(shortage.on_demand(), 1);
  shortage.stage.run_until(4900);
  EXPECT_EQ(shortage.on_demand(), 0) << "given back when the window has passed";
  EXPECT_EQ(shortage.spot(), 4);
}

TEST(GroupFallback, HedgeKeepsMoreSpotThanDesired) {
  FallbackConfig config;
  config.hedge = HedgeFallback{2, 300};
  Shortage shortage(config, 50, 3000);
  shortage.stage.run_until(49);
  EXPECT_EQ(shortage.spot(), 6);
  shortage.interrupt(100, 1);
  shortage.interrupt(100, 2);
  shortage.stage.run_until(1000);
  EXPECT_EQ(shortage.spot(), 4);
  EXPECT_EQ(shortage.on_demand(), 0) << "what is above the desired capacity needs no stand-in";
  shortage.interrupt(1100, 3);
  shortage.stage.run_until(1100 + 120 + 90 + 250);
  EXPECT_EQ(shortage.on_demand(), 0);
  shortage.stage.run_until(1100 + 120 + 90 + 320);
  EXPECT_EQ(shortage.on_demand(), 1);
}

TEST(GroupFallback, ScaleInTakesStandInsFirst) {
  Shortage shortage(waiting(300), 0, 2500);
  shortage.stage.at(2600, [&] { shortage.stage.group.on(SetDesiredCapacity{"web", 8}); });
  shortage.stage.run_until(2700);
  EXPECT_EQ(shortage.on_demand(), 4);
  EXPECT_EQ(shortage.spot(), 4);
  shortage.stage.at(2800, [&] { shortage.stage.group.on(SetDesiredCapacity{"web", 5}); });
  shortage.stage.run_until(2820);
  EXPECT_EQ(shortage.on_demand(), 1);
  EXPECT_EQ(shortage.spot(), 4);
}

TEST(GroupFallback, TwoPoliciesAreRefused) {
  FallbackConfig config = waiting(300);
  config.immediate = ImmediateFallback{};
  EXPECT_THROW(SpotFallback{config}, std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::models::auto_scaling
