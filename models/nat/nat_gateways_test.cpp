#include "models/nat/nat_gateways.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace fleetcast::models::nat {
namespace {

using pricing::meter::inter_zone_bytes;
using pricing::meter::nat_hours;
using pricing::meter::nat_processed_bytes;
using pricing::meter::public_ipv4_seconds;

/// A world with three zones that begins at a full UTC hour.
struct World {
  sim::control::Simulation simulation;
  pricing::UsageLedger ledger;
  Metering metering{
      ledger, sim::Calendar(1'700'002'800), {"main", "us-east-1", {"us-east-1a", "us-east-1b", "us-east-1c"}, {}}};

  std::int64_t used(std::string_view meter, std::string_view zone = "") const {
    std::int64_t sum = 0;
    for (const auto& [key, amount] : ledger.rows()) {
      if (key.meter == meter && (zone.empty() || key.zone == zone)) sum += amount.billable;
    }
    return sum;
  }
};

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

TEST(NatGateways, BillStartedHoursAndAddresses) {
  World world;
  NatGateways nat(world.simulation, world.metering, {}, 3);
  nat.settle(at(3600));
  nat.settle(at(3600));
  nat.settle(at(5400));
  EXPECT_EQ(world.used(nat_hours), 3 * 2);
  EXPECT_EQ(world.used(nat_hours, "us-east-1b"), 2);
  EXPECT_EQ(world.used(public_ipv4_seconds), 3 * 5400);
}

TEST(NatGateways, SharedGatewayPaysBetweenZones) {
  World world;
  NatGateways nat(world.simulation, world.metering, {.placement = Placement::single, .availability_zone = "b"}, 3);
  nat.add_bytes(0, 1000, at(1));
  nat.add_bytes(1, 200, at(1));
  nat.add_internet_bytes(2, 30, 4, at(1));
  EXPECT_EQ(world.used(nat_processed_bytes, "us-east-1b"), 1234);
  EXPECT_EQ(world.used(inter_zone_bytes), 1034);
  EXPECT_EQ(world.used(inter_zone_bytes, "us-east-1b"), 0);
  EXPECT_EQ(world.used(pricing::meter::internet_out_bytes), 30);
}

TEST(NatGateways, OneAddressCarries55000ConnectionsToADestination) {
  World world;
  NatGateways nat(world.simulation, world.metering, {}, 3);
  EXPECT_EQ(nat.refused_share(55'000), 0.0);
  EXPECT_DOUBLE_EQ(nat.refused_share(55'001), 1.0 / 55'001);
  NatGateways wide(world.simulation, world.metering, {.public_ipv4_addresses = 8}, 3);
  EXPECT_EQ(wide.refused_share(440'000), 0.0);
  EXPECT_DOUBLE_EQ(wide.refused_share(880'000), 0.5);
}

TEST(NatGateways, LossOfASharedGatewayCutsOffEveryZone) {
  World world;
  NatGateways nat(world.simulation, world.metering, {.placement = Placement::single}, 3);
  std::vector<EgressChanged> heard;
  std::vector<Incident> incidents;
  nat.egress_changed.connect([&](const EgressChanged& change) { heard.push_back(change); });
  nat.incidents.connect([&](const Incident& incident) { incidents.push_back(incident); });
  world.simulation.at(at(100), 1, [&] { nat.on(ZoneChanged{1, ZoneCondition::down, 1}); });
  world.simulation.at(at(200), 1, [&] { nat.on(ZoneChanged{0, ZoneCondition::down, 1}); });
  world.simulation.at(at(260), 1, [&] { nat.on(ZoneChanged{0, ZoneCondition::up, 1}); });
  world.simulation.run_until(at(300));
  ASSERT_EQ(heard.size(), 6U);
  EXPECT_FALSE(heard[2].is_available);
  EXPECT_EQ(heard[2].zone, 2U);
  EXPECT_TRUE(heard[3].is_available);
  EXPECT_DOUBLE_EQ(nat.figures().zone_outage_s, 3 * 60.0);
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_EQ(incidents[0].duration, sim::seconds(60));
}

TEST(NatGateways, LossOfOneOfManyCutsOffItsZoneOnly) {
  World world;
  NatGateways nat(world.simulation, world.metering, {}, 3);
  nat.on(ZoneChanged{1, ZoneCondition::down, 1});
  EXPECT_TRUE(nat.is_available(0));
  EXPECT_FALSE(nat.is_available(1));
  EXPECT_TRUE(nat.is_available(2));
}

TEST(NatGateways, WithoutGatewaysThereIsNoEgress) {
  World world;
  NatGateways nat(world.simulation, world.metering, {.placement = Placement::none}, 3);
  EXPECT_FALSE(nat.is_available(0));
  nat.settle(at(7200));
  EXPECT_EQ(world.used(nat_hours), 0);
  EXPECT_THROW(nat.add_bytes(0, 1, at(1)), std::logic_error);
}

TEST(NatGateways, RefusesAnUnknownZone) {
  World world;
  EXPECT_THROW(NatGateways(world.simulation, world.metering, {.availability_zone = "f"}, 3), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::models::nat
