#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "models/spot/market.hpp"
#include "models/spot/profile_config.hpp"

namespace fleetcast::models::spot {
namespace {

const Pool recorded{"m6i.large", 0};
const Pool other{"m6i.large", 1};

struct Stage {
  Stage(SpotConfig config, std::map<std::string, AvailabilityTrace> traces)
      : market(simulation, chance, {"us-east-1a", "us-east-1b"}, {recorded, other}, std::move(config),
               std::move(traces)) {
    market.pool_capacity.connect(
        [this](const PoolCapacity& m) { capacity[m.pool].emplace_back(minutes(), m.capacity); });
    market.pool_reclaimed.connect(
        [this](const PoolReclaimed& m) { reclaims[m.pool].emplace_back(minutes(), m.share); });
    market.pool_at_risk.connect([this](const PoolAtRisk& m) { risks[m.pool].push_back(minutes()); });
  }
  [[nodiscard]] double minutes() const { return simulation.now().seconds() / 60; }
  [[nodiscard]] double capacity_at(const Pool& pool, double minute) const {
    double found = -1;
    for (const auto& [at, score] : capacity.at(pool)) {
      if (at <= minute) found = score;
    }
    return found;
  }
  sim::control::Simulation simulation;
  sim::chance::Chance chance{11};
  SpotMarket market;
  std::map<Pool, std::vector<std::pair<double, double>>> capacity;
  std::map<Pool, std::vector<std::pair<double, double>>> reclaims;
  std::map<Pool, std::vector<double>> risks;
};

SpotConfig busy() {
  SpotConfig config;
  config.defaults.monthly_interruptions = 0.9999;
  config.price_update_period = 1e8;
  return config;
}

TEST(SpotReplay, FallsOfTheSeriesReclaimAndItsRisesEndTheDryTime) {
  // 5 min a step: 16, 16, 4, 8, 0, 16, and from the beginning again.
  const AvailabilityTrace trace{sim::minutes(5), {16, 16, 4, 8, 0, 16}, {}};
  Stage stage(busy(), {{"m6i.large/us-east-1a", trace}});
  stage.market.start();
  stage.simulation.run_until(Instant{} + sim::minutes(59));
  const std::vector<std::pair<double, double>> expected = {{10, 0.75}, {20, 1}, {40, 0.75}, {50, 1}};
  ASSERT_EQ(stage.reclaims[recorded].size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_NEAR(stage.reclaims[recorded][i].first, expected[i].first, 1e-6);
    EXPECT_DOUBLE_EQ(stage.reclaims[recorded][i].second, expected[i].second);
  }
  EXPECT_GE(stage.capacity_at(recorded, 9), 0.8);
  EXPECT_EQ(stage.capacity_at(recorded, 12), 0);
  EXPECT_NEAR(stage.capacity_at(recorded, 17), 0.4, 0.1);  // it gives again, if not all
  EXPECT_EQ(stage.capacity_at(recorded, 22), 0);
  EXPECT_GE(stage.capacity_at(recorded, 27), 0.8);
}

TEST(SpotReplay, BeginsAtItsOffsetAndNothingElseStrikes) {
  const AvailabilityTrace trace{sim::minutes(5), {0, 0, 1, 1}, sim::minutes(7)};
  Stage stage(busy(), {{"m6i.large/us-east-1a", trace}});
  stage.market.start();
  stage.simulation.run_until(Instant{} + sim::hours(2000));
  EXPECT_EQ(stage.capacity_at(recorded, 2.9), 0);
  EXPECT_GE(stage.capacity_at(recorded, 3.1), 0.8);
  // One reclaim a round of 20 min, the first when 13 min have passed; the other pool has chance of its own.
  ASSERT_EQ(stage.reclaims[recorded].size(), 6000U);
  EXPECT_NEAR(stage.reclaims[recorded][0].first, 13, 1e-6);
  EXPECT_GT(stage.reclaims[other].size(), 10U);
  EXPECT_EQ(stage.market.report()[0].expected_reclaims_per_hour, 0);
}

TEST(SpotReplay, ATraceOfNoPoolIsRefused) {
  EXPECT_THROW(Stage(busy(), {{"m7i.large/us-east-1a", {sim::minutes(5), {1}, {}}}}), std::invalid_argument);
}

TEST(SpotRecommendations, SomeAreFalse) {
  SpotConfig config = busy();
  config.defaults.monthly_interruptions = 0;
  config.false_recommendations = 4;
  Stage stage(config, {});
  stage.market.start();
  stage.simulation.run_until(Instant{} + sim::hours(730 * 500));
  const auto count = static_cast<double>(stage.risks[recorded].size());
  EXPECT_NEAR(count, 2000, 4 * std::sqrt(2000.0));
  EXPECT_TRUE(stage.reclaims.empty());
}

TEST(SpotPools, StateTheirOwnRateSharesAndDryTimes) {
  SpotConfig config;
  config.region_shock_share = 0;
  config.zone_shock_share = 0;
  config.single_share = 0.1;
  config.dry_sigma = 0;
  config.price_update_period = 1e8;
  config.defaults.monthly_interruptions = 0;
  SpotPoolConfig& pool = config.pools["m6i.large/us-east-1a"];
  pool.time_between_reclaims = 3600 * 10;
  pool.dry_median = 3600;
  pool.whole_pool_probability = 1;
  pool.mean_share_lost = 1;
  Stage stage(config, {});
  stage.market.start();
  stage.simulation.run_until(Instant{} + sim::hours(20000));
  const auto& reclaims = stage.reclaims[recorded];
  // Renewals of shape 0.65, whose counts vary 2.5 times as much as their mean.
  EXPECT_NEAR(static_cast<double>(reclaims.size()), 2000, 4 * std::sqrt(2.5 * 2000));
  for (const auto& [at, share] : reclaims) EXPECT_EQ(share, 1);
  EXPECT_EQ(stage.capacity_at(recorded, reclaims[0].first + 59), 0);
  EXPECT_GT(stage.capacity_at(recorded, reclaims[0].first + 61), 0);
  EXPECT_TRUE(stage.reclaims[other].empty());
}

TEST(SpotProfile, ReplacesShocksAndDefaultsButNotPoolsOfTheirOwn) {
  SpotConfig config;
  config.profile = TraceProfile::v100_us_east_2_2023;
  config.pools["m6i.large/us-east-1b"].monthly_interruptions = 0;
  const SpotConfig made = with_profile(config);
  EXPECT_EQ(made.zone_shock_share.value(), 0);
  EXPECT_GT(made.region_shock_share.value(), 0.3);
  Stage stage(config, {});
  EXPECT_GT(stage.market.report()[0].expected_reclaims_per_hour, 0.1);
  EXPECT_EQ(stage.market.report()[1].expected_reclaims_per_hour, 0);
}

TEST(TraceFit, RefusesMomentsOutOfRange) {
  EXPECT_THROW(static_cast<void>(fit({})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(fit({{{1.2, 3}}, 0, 1, 1})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(fit({{{0.5, 3}}, 1, 1, 1})), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(moments_of(TraceProfile::advisor)), std::logic_error);
}

}  // namespace
}  // namespace fleetcast::models::spot
