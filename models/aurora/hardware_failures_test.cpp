#include <gtest/gtest.h>

#include <cmath>

#include "models/aurora/aurora.hpp"

namespace fleetcast::models::aurora {
namespace {

struct World {
  explicit World(double failures_per_year)
      : database(simulation, kernel, sim::chance::Chance(3), metering, config_of(failures_per_year), "orders", 3) {
    database.incidents.connect([this](const Incident& incident) { incidents.push_back(incident); });
    database.start();
  }
  static AuroraConfig config_of(double failures_per_year) {
    AuroraConfig config;
    config.instance_failures_per_year = failures_per_year;
    config.failover_time = 15.0;
    config.replacement_time = 300.0;
    return config;
  }

  sim::control::Simulation simulation;
  pricing::UsageLedger ledger;
  Metering metering{
      ledger, sim::Calendar(1'700'002'800), {"main", "us-east-1", {"us-east-1a", "us-east-1b", "us-east-1c"}, {}}};
  sim::traffic::Kernel kernel{sim::chance::Chance(3), 3};
  Aurora database;
  std::vector<Incident> incidents;
};

TEST(AuroraHardwareFailures, ComeAtTheirRateAndHalfOfThemHitTheWriter) {
  World world(365.25 * 24 / 10);  // one in ten hours for each of two instances
  world.simulation.run_until(Instant{} + sim::hours(5000));
  const double expected = 2 * 5000.0 / 10;
  EXPECT_NEAR(static_cast<double>(world.database.figures().hardware_failures), expected, 4.5 * std::sqrt(expected));
  EXPECT_NEAR(static_cast<double>(world.incidents.size()), expected / 2, 4.5 * std::sqrt(expected / 2));
  EXPECT_EQ(world.incidents.front().cause, "hardware failure of an instance");
  EXPECT_EQ(world.incidents.front().duration, sim::seconds(15));
}

TEST(AuroraHardwareFailures, AreRareUnlessAskedFor) {
  World world(AuroraConfig{}.instance_failures_per_year.value());
  world.simulation.run_until(Instant{} + sim::hours(24 * 30));
  EXPECT_EQ(world.database.figures().hardware_failures, 0);
}

TEST(AuroraHardwareFailures, MayNotComeWithinTheAgeOfTheUniverse) {
  World world(1e-12);
  world.simulation.run_until(Instant{} + sim::hours(24 * 30));
  EXPECT_EQ(world.database.figures().hardware_failures, 0);
}

}  // namespace
}  // namespace fleetcast::models::aurora
