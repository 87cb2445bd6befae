#include "scenarios/world/chronicle.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace fleetcast::scenarios::world {
namespace {

using namespace fleetcast::models;
using results::CausalEvent;

const Pool pool{"m6i.large", 1};

struct Stage {
  sim::control::Simulation simulation;
  Chronicle chronicle{simulation, {"us-east-1a", "us-east-1b", "us-east-1c"}};

  void until(double second) { simulation.run_until(sim::Instant{} + sim::seconds(second)); }
  /// Launches instances of the group "spot" in zone b, each with two tasks of "api".
  void launch(InstanceId count) {
    for (InstanceId id = 1; id <= count; ++id) {
      chronicle.on(InstancePending{id, "spot", pool, PurchaseOption::spot});
      for (const TaskId task : {2 * id, 2 * id + 1}) chronicle.on(TaskStarted{place(task, id)});
    }
    chronicle.on(ServiceCounts{"api", static_cast<std::int64_t>(2 * count), static_cast<std::int64_t>(2 * count)});
  }
  static TaskPlace place(TaskId task, InstanceId instance) {
    TaskPlace made;
    made.task = task;
    made.service = "api";
    made.zone = pool.zone;
    made.instance = instance;
    return made;
  }
  void lose(InstanceId id, TerminationCause cause) {
    chronicle.on(InstanceTerminated{id, "spot", pool, PurchaseOption::spot, cause});
    const auto why = cause == TerminationCause::spot_interruption ? StopCause::spot_interruption
                                                                  : StopCause::instance_lost;
    for (const TaskId task : {2 * id, 2 * id + 1}) chronicle.on(TaskStopped{place(task, id), why});
  }
  /// Returns the texts from the root to the latest event of a kind.
  std::vector<std::string> chain_of(const std::string& kind) {
    const std::vector<CausalEvent> events = chronicle.events(sim::Instant{});
    std::vector<std::string> chain;
    for (std::size_t i = events.size(); i-- > 0;) {
      if (events[i].kind != kind) continue;
      for (std::optional<std::size_t> at = i; at; at = events[*at].cause) chain.push_back(events[*at].text);
      break;
    }
    std::ranges::reverse(chain);
    return chain;
  }
};

TEST(Chronicle, TasksOfAReclaimedPoolGoBackToTheReclaim) {
  Stage stage;
  stage.launch(3);
  stage.until(100);
  stage.chronicle.on(PoolReclaimed{pool, 1, sim::minutes(2)});
  for (const InstanceId id : {InstanceId{1}, InstanceId{2}}) stage.chronicle.on(InterruptionNotice{id, {}});
  stage.until(220);
  for (const InstanceId id : {InstanceId{1}, InstanceId{2}}) stage.lose(id, TerminationCause::spot_interruption);
  EXPECT_EQ(stage.chain_of("tasks_lost"),
            (std::vector<std::string>{"spot reclaim of m6i.large in us-east-1b", "2 instances of spot interrupted",
                                      "4 tasks of api lost"}));
}

TEST(Chronicle, NoticeLongAfterAReclaimIsASingleInterruption) {
  Stage stage;
  stage.launch(1);
  stage.chronicle.on(PoolReclaimed{pool, 1, sim::minutes(2)});
  stage.until(1000);
  stage.chronicle.on(InterruptionNotice{1, {}});
  EXPECT_EQ(stage.chain_of("instances_interrupted").front(), "spot interruption of one m6i.large in us-east-1b");
}

TEST(Chronicle, LossOfAZoneExplainsInstancesRefusalsAndReplacements) {
  Stage stage;
  stage.launch(2);
  stage.until(60);
  stage.chronicle.on(ZoneChanged{1, ZoneCondition::down, 1});
  stage.lose(1, TerminationCause::zone_outage);
  stage.chronicle.on(LaunchFailed{"spot", {"m6i.large", 0}, PurchaseOption::on_demand,
                                  LaunchFailure::insufficient_capacity});
  stage.chronicle.on(InstancePending{9, "spot", {"m6i.large", 2}, PurchaseOption::on_demand});
  const std::string root = "zone us-east-1b is lost";
  EXPECT_EQ(stage.chain_of("tasks_lost"),
            (std::vector<std::string>{root, "1 instance of spot lost", "2 tasks of api lost"}));
  EXPECT_EQ(stage.chain_of("launches_refused"),
            (std::vector<std::string>{root, "1 launch of spot refused for want of capacity"}));
  EXPECT_EQ(stage.chain_of("replacements_launched"),
            (std::vector<std::string>{root, "1 instance of spot lost", "1 replacement launched in spot"}));
}

TEST(Chronicle, LossIsFeltUntilTheServiceIsWholeAndHealthyAgain) {
  Stage stage;
  stage.launch(2);
  stage.until(60);
  stage.lose(1, TerminationCause::hardware_failure);
  stage.chronicle.on(ServiceCounts{"api", 4, 2});
  stage.until(120);
  stage.chronicle.settle([](const std::string&) { return 2; });
  stage.chronicle.on(ServiceCounts{"api", 4, 4});
  stage.until(180);
  stage.chronicle.settle([](const std::string&) { return 3; });
  stage.until(240);
  stage.chronicle.settle([](const std::string&) { return 4; });
  stage.until(900);
  const auto events = stage.chronicle.events(sim::Instant{});
  const auto lost = std::ranges::find(events, "tasks_lost", &CausalEvent::kind);
  ASSERT_NE(lost, events.end());
  EXPECT_DOUBLE_EQ(lost->at_s, 60);
  EXPECT_DOUBLE_EQ(lost->until_s, 240);
}

TEST(Chronicle, FailoverGoesBackToWhatWasAnnounced) {
  Stage stage;
  stage.until(30);
  stage.chronicle.note_loss("aurora_failover", "the database's writer is lost");
  const sim::Instant lost_at = stage.simulation.now();
  stage.until(50);
  stage.chronicle.on(Incident{lost_at, "failover", "scripted", "a reader took over", sim::seconds(20)});
  EXPECT_EQ(stage.chain_of("failover"),
            (std::vector<std::string>{"the database's writer is lost", "a reader took over"}));
  stage.until(500);
  EXPECT_DOUBLE_EQ(stage.chronicle.events(sim::Instant{})[0].until_s, 50);
}

TEST(Chronicle, AFlashCrowdIsFeltBetweenItsInstants) {
  Stage stage;
  stage.chronicle.note_flash_crowd(sim::Instant{} + sim::seconds(60), sim::Instant{} + sim::seconds(240), 2.5);
  stage.until(500);
  const CausalEvent crowd = stage.chronicle.events(sim::Instant{}).at(0);
  EXPECT_EQ(crowd.text, "flash crowd of 2.5 times the traffic");
  EXPECT_DOUBLE_EQ(crowd.at_s, 60);
  EXPECT_DOUBLE_EQ(crowd.until_s, 240);
}

TEST(Chronicle, RefusalsByAnImpairedControlPlaneGoBackToIt) {
  Stage stage;
  stage.chronicle.on(ControlPlaneChanged{false});
  for (int i = 0; i < 3; ++i) {
    stage.chronicle.on(LaunchFailed{"spot", pool, PurchaseOption::spot, LaunchFailure::control_plane_unavailable});
  }
  EXPECT_EQ(stage.chain_of("launches_refused"),
            (std::vector<std::string>{"the control plane is impaired",
                                      "3 launches of spot refused for want of control plane"}));
}

}  // namespace
}  // namespace fleetcast::scenarios::world
