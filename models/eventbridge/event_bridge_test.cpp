#include "models/eventbridge/event_bridge.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace fleetcast::models::eventbridge {
namespace {

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

struct World {
  sim::control::Simulation simulation;
  sim::chance::Chance chance{7};
  pricing::UsageLedger ledger;
  Metering metering{ledger, sim::Calendar(1'793'491'200), {"main", "us-east-1", {"us-east-1a"}, {}}};
  std::vector<EventDelivered> delivered;

  void listen(EventBridge& bridge) {
    bridge.event_delivered.connect([this](const EventDelivered& message) { delivered.push_back(message); });
  }
};

EventBridgeConfig one_rule(const RuleConfig& rule) {
  EventBridgeConfig config;
  config.rules["rule"] = rule;
  config.delivery_latency = 0.25;
  config.duplicate_probability = 0;
  config.schedule_delay_max = 0;
  return config;
}

RuleConfig on_source(const char* source) { return {source, std::nullopt, {{"job", {}}}}; }

TEST(EventBridge, DeliversMatchingEventsAfterTheLatency) {
  World world;
  EventBridge bridge(world.simulation, world.chance, world.metering, one_rule(on_source("ecs.*")));
  world.listen(bridge);
  bridge.on(Event{"ecs.task_state_change", 1024, false});
  bridge.on(Event{"ec2.spot_interruption", 1024, false});
  world.simulation.run_until(at(0.2));
  EXPECT_TRUE(world.delivered.empty());
  world.simulation.run_until(at(0.3));
  ASSERT_EQ(world.delivered.size(), 1U);
  EXPECT_EQ(world.delivered[0].target, "job");
}

TEST(EventBridge, BillsCustomEventsBy64KiB) {
  World world;
  EventBridge bridge(world.simulation, world.chance, world.metering, {});
  bridge.on(Event{"shop.order", 65'536, true});
  bridge.on(Event{"shop.order", 65'537, true});
  bridge.on(Event{"ecs.task_state_change", 200'000, false});
  ASSERT_EQ(world.ledger.rows().size(), 1U);
  EXPECT_EQ(world.ledger.rows().begin()->second.billable, 3);
}

TEST(EventBridge, FiresSchedules) {
  World world;
  EventBridge bridge(world.simulation, world.chance, world.metering,
                     one_rule({std::nullopt, "rate(5 minutes)", {{"job", {}}, {"topic", {}}}}));
  world.listen(bridge);
  bridge.start();
  world.simulation.run_until(at(3601));
  EXPECT_EQ(bridge.figures().scheduled, 12);
  EXPECT_EQ(world.delivered.size(), 24U);
}

TEST(EventBridge, RetriesUntilTheControlPlaneIsBack) {
  World world;
  EventBridge bridge(world.simulation, world.chance, world.metering, one_rule(on_source("go")));
  world.listen(bridge);
  bridge.on(ControlPlaneChanged{false});
  bridge.on(Event{"go", 10, false});
  world.simulation.at(at(3600), 0, [&] { bridge.on(ControlPlaneChanged{true}); });
  world.simulation.run_until(at(3599));
  EXPECT_TRUE(world.delivered.empty());
  EXPECT_GT(bridge.figures().retries, 9);
  world.simulation.run_until(at(3600 + 601));
  EXPECT_EQ(world.delivered.size(), 1U);
  EXPECT_EQ(bridge.figures().dropped, 0);
}

TEST(EventBridge, DropsWhatIsOlderThanADay) {
  World world;
  EventBridge bridge(world.simulation, world.chance, world.metering, one_rule(on_source("go")));
  std::vector<Incident> incidents;
  bridge.incidents.connect([&](const Incident& incident) { incidents.push_back(incident); });
  bridge.on(ControlPlaneChanged{false});
  bridge.on(Event{"go", 10, false});
  world.simulation.run_until(at(90'000));
  EXPECT_EQ(bridge.figures().dropped, 1);
  EXPECT_LE(bridge.figures().retries, 185);
  ASSERT_EQ(incidents.size(), 1U);
  EXPECT_LE(incidents[0].duration, sim::hours(24));
}

TEST(EventBridge, TargetsWithoutControlPlaneKeepWorking) {
  World world;
  auto rule = on_source("go");
  rule.targets["job"].needs_control_plane = false;
  EventBridge bridge(world.simulation, world.chance, world.metering, one_rule(rule));
  bridge.on(ControlPlaneChanged{false});
  bridge.on(Event{"go", 10, false});
  world.simulation.run_until(at(1));
  EXPECT_EQ(bridge.figures().delivered, 1);
}

TEST(EventBridge, DeliversAtLeastOnce) {
  World world;
  auto config = one_rule(on_source("go"));
  config.duplicate_probability = 0.1;
  EventBridge bridge(world.simulation, world.chance, world.metering, config);
  const int events = 5000;
  for (int i = 0; i < events; ++i) bridge.on(Event{"go", 10, false});
  world.simulation.run_until(at(10));
  EXPECT_EQ(bridge.figures().delivered, events);
  EXPECT_NEAR(static_cast<double>(bridge.figures().duplicates), 500, 4 * std::sqrt(500 * 0.9));
}

TEST(EventBridge, RefusesARuleThatWaitsForNothing) {
  World world;
  EXPECT_THROW(EventBridge(world.simulation, world.chance, world.metering, one_rule({})), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::models::eventbridge
