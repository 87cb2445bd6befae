#include "models/outages/outages.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

namespace fleetcast::models::outages {
namespace {

OutagesConfig without_chance() {
  OutagesConfig config;
  config.zone_outages_per_year = 0;
  config.control_plane_outages_per_year = 0;
  return config;
}

struct Stage {
  explicit Stage(OutagesConfig config)
      : outages(simulation, chance, {"us-east-1a", "us-east-1b", "us-east-1c"}, config) {
    outages.zone_changed.connect([this](const ZoneChanged& m) { zones.emplace_back(simulation.now(), m); });
    outages.control_plane_changed.connect(
        [this](const ControlPlaneChanged& m) { control_plane.emplace_back(simulation.now(), m.is_available); });
    outages.zone_shifted.connect(
        [this](const ZoneShifted& m) { shifts.emplace_back(simulation.now().seconds(), m.zone, m.is_away); });
    outages.incidents.connect([this](const Incident& m) { incidents.push_back(m); });
  }
  sim::control::Simulation simulation;
  sim::chance::Chance chance{7};
  Outages outages;
  std::vector<std::pair<Instant, ZoneChanged>> zones;
  std::vector<std::pair<Instant, bool>> control_plane;
  std::vector<std::tuple<double, ZoneIndex, bool>> shifts;
  std::vector<Incident> incidents;
};

Instant at_seconds(double value) { return Instant{} + sim::seconds(value); }

TEST(Outages, ScriptedZoneOutageBeginsAndEndsOnTime) {
  Stage stage(without_chance());
  stage.outages.script_zone_outage(1, at_seconds(100), sim::seconds(50), 0.4);
  stage.outages.start();
  stage.simulation.run_until(at_seconds(1000));
  ASSERT_EQ(stage.zones.size(), 2U);
  EXPECT_EQ(stage.zones[0].first, at_seconds(100));
  EXPECT_EQ(stage.zones[0].second.zone, 1U);
  EXPECT_EQ(stage.zones[0].second.condition, ZoneCondition::down);
  EXPECT_DOUBLE_EQ(stage.zones[0].second.share_lost, 0.4);
  EXPECT_EQ(stage.zones[1].first, at_seconds(150));
  EXPECT_EQ(stage.zones[1].second.condition, ZoneCondition::up);
  ASSERT_EQ(stage.incidents.size(), 1U);
  EXPECT_EQ(stage.incidents[0].effect, "us-east-1b is down with 40 % of its instances");
}

TEST(Outages, WorstOfOverlappingEventsShows) {
  Stage stage(without_chance());
  stage.outages.script_gray_zone(0, at_seconds(100), sim::seconds(100));
  stage.outages.script_zone_outage(0, at_seconds(150), sim::seconds(20));
  stage.outages.script_gray_zone(0, at_seconds(160), sim::seconds(5));
  stage.simulation.run_until(at_seconds(300));
  std::vector<std::pair<double, ZoneCondition>> seen;
  for (const auto& [at, change] : stage.zones) seen.emplace_back(at.seconds(), change.condition);
  const std::vector<std::pair<double, ZoneCondition>> expected = {
      {100, ZoneCondition::gray}, {150, ZoneCondition::down}, {170, ZoneCondition::gray}, {200, ZoneCondition::up}};
  EXPECT_EQ(seen, expected);
}

TEST(Outages, GrayZonesAreAsBadAsTheirEventOrTheConfigurationSays) {
  OutagesConfig config = without_chance();
  config.gray_latency = 0.03;
  config.gray_loss = 0.1;
  Stage stage(config);
  stage.outages.script_gray_zone(0, at_seconds(100), sim::seconds(100));
  stage.outages.script_gray_zone(0, at_seconds(120), sim::seconds(20), GrayExtent{0.01, 0.4});
  stage.simulation.run_until(at_seconds(300));
  std::vector<std::tuple<double, double, double>> seen;
  for (const auto& [at, change] : stage.zones) {
    seen.emplace_back(at.seconds(), change.extra_latency_seconds, change.lost_connections_share);
  }
  const std::vector<std::tuple<double, double, double>> expected = {
      {100, 0.03, 0.1}, {120, 0.03, 0.4}, {140, 0.03, 0.1}, {200, 0, 0}};
  EXPECT_EQ(seen, expected);
}

TEST(Outages, OneZoneAtATimeIsShiftedAway) {
  Stage stage(without_chance());
  stage.outages.script_zonal_shift(0, at_seconds(100), sim::seconds(60));
  stage.outages.script_zonal_shift(1, at_seconds(120), sim::seconds(60));
  stage.outages.script_zonal_shift(1, at_seconds(200), sim::seconds(60));
  stage.simulation.run_until(at_seconds(300));
  const std::vector<std::tuple<double, ZoneIndex, bool>> expected = {
      {100, 0, true}, {160, 0, false}, {200, 1, true}, {260, 1, false}};
  EXPECT_EQ(stage.shifts, expected);
  EXPECT_EQ(stage.outages.report().zonal_shifts_refused, 1);
}

TEST(Outages, AutoshiftFollowsTroubleThatLastsAndItsEnd) {
  OutagesConfig config = without_chance();
  config.zonal_autoshift = true;
  config.zonal_autoshift_delay = 60;
  config.zonal_autoshift_return = 30;
  Stage stage(config);
  stage.outages.script_gray_zone(2, at_seconds(100), sim::seconds(20));
  stage.outages.script_zone_outage(1, at_seconds(200), sim::seconds(300));
  stage.simulation.run_until(at_seconds(1000));
  const std::vector<std::tuple<double, ZoneIndex, bool>> expected = {{260, 1, true}, {530, 1, false}};
  EXPECT_EQ(stage.shifts, expected) << "trouble of 20 s is over before anybody shifts";
}

TEST(Outages, OverlappingControlPlaneOutagesAreOne) {
  Stage stage(without_chance());
  stage.outages.script_control_plane_outage(at_seconds(10), sim::seconds(100));
  stage.outages.script_control_plane_outage(at_seconds(50), sim::seconds(100));
  stage.simulation.run_until(at_seconds(1000));
  const std::vector<std::pair<Instant, bool>> expected = {{at_seconds(10), false}, {at_seconds(150), true}};
  EXPECT_EQ(stage.control_plane, expected);
}

TEST(Outages, UnknownZoneIsRefused) {
  Stage stage(without_chance());
  EXPECT_THROW(stage.outages.script_zone_outage(3, at_seconds(1), sim::seconds(1)), std::invalid_argument);
  EXPECT_THROW(stage.outages.script_gray_zone(0, at_seconds(1), Duration{}), std::invalid_argument);
}

TEST(Outages, ChanceKeepsTheStatedRateOfEachZoneWhateverTheCommonCauses) {
  OutagesConfig config;
  config.zone_outages_per_year = 10;
  config.gray_share = 0.3;
  config.common_cause_share = 0.5;
  config.zone_outage_median = 60;
  config.control_plane_outages_per_year = 0;
  Stage stage(config);
  stage.outages.start();
  const double years = 25;
  stage.simulation.run_until(at_seconds(years * 365.25 * 86400));
  const auto& report = stage.outages.report();
  const double events = static_cast<double>(report.zone_outages + report.gray_zones);
  const double expected = 3 * 10 * years;
  // A common cause makes events come in pairs, so the count's variance is that of 500 compound arrivals:
  // lambda * E[size^2] with sizes 1 and 2 at even odds.
  const double standard_error = std::sqrt(expected / 1.5 * 2.5);
  EXPECT_NEAR(events, expected, 4 * standard_error);
  EXPECT_NEAR(static_cast<double>(report.gray_zones) / events, 0.3, 4 * std::sqrt(0.21 / (expected / 2.5)));
}

}  // namespace
}  // namespace fleetcast::models::outages
