#include <gtest/gtest.h>

#include <cmath>

#include "models/elasticache/elasticache.hpp"

namespace fleetcast::models::elasticache {
namespace {

TEST(ElastiCacheHardwareFailures, ComeAtTheirRateAndHalfOfThemHitAPrimary) {
  sim::control::Simulation simulation;
  pricing::UsageLedger ledger;
  Metering metering{
      ledger, sim::Calendar(1'700'002'800), {"main", "us-east-1", {"us-east-1a", "us-east-1b", "us-east-1c"}, {}}};
  sim::traffic::Kernel kernel{sim::chance::Chance(3), 3};
  ElastiCacheConfig config;
  config.num_node_groups = 3;
  config.replicas_per_node_group = 1;
  config.node_failures_per_year = 365.25 * 24 / 10;  // one in ten hours for each of six nodes
  ElastiCache cache(simulation, kernel, sim::chance::Chance(3), metering, config, "sessions", 3);
  cache.start();
  simulation.run_until(Instant{} + sim::hours(2000));
  // A node that is down cannot fail: it is built anew within minutes, two hundredths of the time between failures.
  const double expected = 6 * 2000.0 / 10;
  const double seen = static_cast<double>(cache.figures().hardware_failures);
  EXPECT_NEAR(seen, expected, 4.5 * std::sqrt(expected) + 0.02 * expected);
  EXPECT_NEAR(static_cast<double>(cache.figures().failovers), seen / 2, 4.5 * std::sqrt(seen / 4) + 0.02 * expected);
}

TEST(ElastiCacheHardwareFailures, MayNotComeWithinTheAgeOfTheUniverse) {
  sim::control::Simulation simulation;
  pricing::UsageLedger ledger;
  Metering metering{ledger, sim::Calendar(1'700'002'800), {"main", "us-east-1", {"us-east-1a"}, {}}};
  sim::traffic::Kernel kernel{sim::chance::Chance(3), 1};
  ElastiCacheConfig config;
  config.node_failures_per_year = 1e-12;
  ElastiCache cache(simulation, kernel, sim::chance::Chance(3), metering, config, "sessions", 1);
  cache.start();
  simulation.run_until(Instant{} + sim::hours(24 * 30));
  EXPECT_EQ(cache.figures().hardware_failures, 0);
}

}  // namespace
}  // namespace fleetcast::models::elasticache
