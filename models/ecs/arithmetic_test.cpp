#include "models/ecs/arithmetic.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace fleetcast::models::ecs {
namespace {

TEST(Bounds, RoundLowerUpAndUpperDown) {
  EXPECT_EQ(bounds_of(5, 50, 150).lower, 3);
  EXPECT_EQ(bounds_of(5, 50, 150).upper, 7);
  EXPECT_EQ(bounds_of(10, 100, 200).lower, 10);
  EXPECT_EQ(bounds_of(10, 100, 200).upper, 20);
}

TEST(CircuitBreaker, NeedsHalfTheDesiredCountBetween3And200) {
  EXPECT_EQ(circuit_breaker_threshold(1), 3);
  EXPECT_EQ(circuit_breaker_threshold(25), 13);
  EXPECT_EQ(circuit_breaker_threshold(1000), 200);
}

std::vector<std::int64_t> grown(const std::vector<StrategyItemConfig>& strategy, int tasks) {
  std::vector<std::int64_t> counts(strategy.size(), 0);
  for (int i = 0; i < tasks; ++i) ++counts[provider_to_grow(strategy, counts).value()];
  return counts;
}

TEST(ContainerInsights, KeepsElevenMetricsOfAClusterAndTwentyOneOfAService) {
  ClusterConfig config;
  EXPECT_EQ(unwatched_insights(config, 0), 11);
  // Two of a service's are published, so that alarms may look at them.
  EXPECT_EQ(unwatched_insights(config, 3), 11 + 3 * (21 - 2));
  config.container_insights_cluster_metrics = 20;
  config.container_insights_service_metrics = 30;
  config.container_insights_task_definition_metrics = 0;
  EXPECT_EQ(unwatched_insights(config, 3), 20 + 3 * (30 - 2));
}

TEST(CapacityProviderStrategy, FillsTheBaseAndThenFollowsTheWeights) {
  const std::vector<StrategyItemConfig> strategy{{"one", 2, 1}, {"two", 0, 3}};
  EXPECT_EQ(grown(strategy, 10), (std::vector<std::int64_t>{4, 6}));
  EXPECT_EQ(grown(strategy, 2), (std::vector<std::int64_t>{2, 0}));
  EXPECT_EQ(grown(strategy, 42), (std::vector<std::int64_t>{12, 30}));
}

TEST(CapacityProviderStrategy, NeverUsesAProviderWithoutWeightBeyondItsBase) {
  EXPECT_EQ(grown({{"one", 2, 0}, {"two", 0, 1}, {"three", 0, 0}}, 10), (std::vector<std::int64_t>{2, 8, 0}));
}

TEST(CapacityProviderStrategy, ShrinksBackAlongTheSameCounts) {
  const std::vector<StrategyItemConfig> strategy{{"one", 2, 1}, {"two", 0, 3}};
  std::vector<std::int64_t> counts = grown(strategy, 42);
  for (int tasks = 41; tasks >= 1; --tasks) {
    --counts[provider_to_shrink(strategy, counts).value()];
    if ((tasks - 2) % 4 == 0) {
      EXPECT_EQ(counts, grown(strategy, tasks)) << tasks;
    }
  }
  EXPECT_EQ(counts, (std::vector<std::int64_t>{1, 0}));
  EXPECT_EQ(provider_to_shrink(strategy, std::vector<std::int64_t>{0, 0}), std::nullopt);
}

}  // namespace
}  // namespace fleetcast::models::ecs
