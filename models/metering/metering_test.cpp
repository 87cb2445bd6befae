#include "models/metering/metering.hpp"

#include <gtest/gtest.h>

#include <map>
#include <stdexcept>

namespace fleetcast::models {
namespace {

constexpr std::int64_t full_hour = 1'793'491'200;  // 2026-11-01T00:00:00Z
constexpr std::int64_t first_hour = full_hour / 3600;

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

/// A meter of a world that begins `offset_s` after a full UTC hour.
struct World {
  pricing::UsageLedger ledger;
  Metering metering;

  explicit World(Instant measured_from = {}, std::int64_t offset_s = 0)
      : metering(ledger, sim::Calendar(full_hour + offset_s), {"main", "us-east-1", {"us-east-1a"}, measured_from}) {}

  [[nodiscard]] pricing::UsageKey key() const { return metering.key("test.units"); }
  [[nodiscard]] pricing::UsageAmount in_hour(std::int64_t hour) const {
    for (const auto& [key, amount] : ledger.rows()) {
      if (key.utc_hour == first_hour + hour) return amount;
    }
    return {};
  }
  [[nodiscard]] std::map<std::int64_t, std::int64_t> by_hour() const {
    std::map<std::int64_t, std::int64_t> sums;
    for (const auto& [key, amount] : ledger.rows()) sums[key.utc_hour] += amount.billable;
    return sums;
  }
  [[nodiscard]] std::int64_t total() const {
    std::int64_t sum = 0;
    for (const auto& [key, amount] : ledger.rows()) sum += amount.billable;
    return sum;
  }
};

TEST(Metering, KeysNameAccountAndRegion) {
  World world;
  EXPECT_EQ(world.key().account, "main");
  EXPECT_EQ(world.key().region, "us-east-1");
  EXPECT_EQ(world.key().meter, "test.units");
}

TEST(Metering, AmountsFallIntoTheirUtcHour) {
  World world({}, 1800);
  world.metering.add_at(world.key(), at(1799), 5);
  world.metering.add_at(world.key(), at(1800), 7);
  EXPECT_EQ(world.in_hour(0).billable, 5);
  EXPECT_EQ(world.in_hour(1).billable, 7);
}

TEST(Metering, ThePreRollIsNotBilled) {
  World world(at(7200));
  world.metering.add_at(world.key(), at(7199), 1);
  world.metering.add_interval(world.key(), at(0), at(0), at(7300), 1);
  EXPECT_EQ(world.total(), 100);
}

TEST(Metering, IntervalsSplitByHour) {
  World world;
  world.metering.add_interval(world.key(), at(3000), at(3000), at(8000), 2);
  EXPECT_EQ(world.in_hour(0).billable, 2 * 600);
  EXPECT_EQ(world.in_hour(1).billable, 2 * 3600);
  EXPECT_EQ(world.in_hour(2).billable, 2 * 800);
}

TEST(Metering, RowsOfALifeCycleAddUpToItsStartedSeconds) {
  World whole;
  whole.metering.add_interval(whole.key(), at(0.25), at(0.25), at(5000.5), 1);
  World parts;
  Instant from = at(0.25);
  for (int i = 1; i <= 333; ++i) {
    const Instant to = at(0.25 + 5000.25 * i / 333.0);
    parts.metering.add_interval(parts.key(), at(0.25), from, to, 1);
    from = to;
  }
  EXPECT_EQ(whole.total(), 5001);
  EXPECT_EQ(parts.by_hour(), whole.by_hour());
}

TEST(Metering, AnIntervalBeforeItsLifeCycleIsAProgrammingError) {
  World world;
  EXPECT_THROW(world.metering.add_interval(world.key(), at(10), at(9), at(20), 1), std::logic_error);
}

TEST(Metering, EveryStartedHourCountsOnce) {
  World world({}, 600);
  world.metering.add_started_hours(world.key(), at(900), at(900), at(901));
  EXPECT_EQ(world.total(), 1);
  world.metering.add_started_hours(world.key(), at(900), at(901), at(4500));
  EXPECT_EQ(world.total(), 1);
  world.metering.add_started_hours(world.key(), at(900), at(4500), at(4501));
  EXPECT_EQ(world.total(), 2);
  EXPECT_EQ(world.in_hour(0).billable, 1);
  EXPECT_EQ(world.in_hour(1).billable, 1);
}

TEST(Metering, StartedHoursDoNotDependOnHowOftenTheyAreSettled) {
  World once;
  once.metering.add_started_hours(once.key(), at(100), at(100), at(100'000));
  World often;
  for (int i = 0; i < 1000; ++i) {
    often.metering.add_started_hours(often.key(), at(100), at(100 + 99.9 * i), at(100 + 99.9 * (i + 1)));
  }
  EXPECT_EQ(once.total(), 28);
  EXPECT_EQ(often.by_hour(), once.by_hour());
}

TEST(Metering, AMinimumAddsWhatIsMissingToTheBillOnly) {
  World world;
  world.metering.add_interval(world.key(), at(0), at(0), at(45), 3);
  world.metering.add_minimum(world.key(), at(45), 45, 60, 3);
  EXPECT_EQ(world.in_hour(0).raw, 3 * 45);
  EXPECT_EQ(world.in_hour(0).billable, 3 * 60);
  world.metering.add_minimum(world.key(), at(100), 61, 60, 3);
  EXPECT_EQ(world.in_hour(0).billable, 3 * 60);
}

}  // namespace
}  // namespace fleetcast::models
