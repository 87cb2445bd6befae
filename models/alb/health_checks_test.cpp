// How long health checks take to find out, against what the documented intervals and thresholds imply.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "models/alb/alb.hpp"

namespace fleetcast::models::alb {
namespace {

using sim::traffic::Kernel;
using Kind = Kernel::Signal::Kind;

constexpr TaskId targets = 2000;

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

/// A load balancer of one node before many targets, each of which is checked in a phase of its own.
struct World {
  World() : alb(simulation, kernel, metering, {}, "front", 1) {
    TargetGroupConfig group;
    group.lost_target_delay = 1000;  // so that health checks alone find out
    alb.add_target_group("api", group, {.slots = 1, .backlog = 0, .vcpus = 1});
    for (TaskId task = 0; task < targets; ++task) alb.on(TaskStarted{place(task)});
  }
  static TaskPlace place(TaskId task) {
    TaskPlace made;
    made.task = task;
    made.service = "api";
    return made;
  }
  void run(double until) {
    simulation.run_until(at(until));
    kernel.advance_to(at(until));
  }
  /// Returns the times of a kind of signal, in seconds after an instant, ascending.
  std::vector<double> times_of(Kind kind, double since) {
    std::vector<double> times;
    for (const Kernel::Signal& signal : kernel.take_signals()) {
      if (signal.kind == kind) times.push_back(signal.at.seconds() - since);
    }
    std::sort(times.begin(), times.end());
    return times;
  }

  sim::control::Simulation simulation;
  pricing::UsageLedger ledger;
  Metering metering{ledger, sim::Calendar(1'700'002'800), {"main", "us-east-1", {"us-east-1a"}, {}}};
  Kernel kernel{sim::chance::Chance(3), 1};
  Alb alb;
};

/// Kolmogorov and Smirnov's test that sorted values are uniform on [low, high], at the level 0.001.
void expect_uniform(const std::vector<double>& sorted, double low, double high) {
  ASSERT_EQ(sorted.size(), targets);
  EXPECT_GE(sorted.front(), low - 1e-6);
  EXPECT_LE(sorted.back(), high + 1e-6);
  const auto count = static_cast<double>(sorted.size());
  double distance = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double expected = (sorted[i] - low) / (high - low);
    distance = std::max({distance, expected - static_cast<double>(i) / count,
                         static_cast<double>(i + 1) / count - expected});
  }
  EXPECT_LT(distance, 1.95 / std::sqrt(count));
}

TEST(HealthChecks, FirstPassOfANewTargetComesWithinAnInterval) {
  World world;
  world.run(40);
  expect_uniform(world.times_of(Kind::member_healthy, 0), 0, 30);
}

TEST(HealthChecks, ACrashedTargetIsFoundOutByItsSecondRefusedCheck) {
  World world;
  world.run(1000);
  ASSERT_EQ(world.times_of(Kind::member_unhealthy, 0).size(), 0U);
  for (TaskId task = 0; task < targets; ++task) {
    const auto member = world.kernel.find_member(world.alb.pool("api"), task);
    world.kernel.set_reachability(*member, sim::traffic::Reachability::refusing);
  }
  world.run(1100);
  expect_uniform(world.times_of(Kind::member_unhealthy, 1000), 30, 60);
}

TEST(HealthChecks, AHangingTargetIsFoundOutATimeOutLater) {
  World world;
  world.run(1000);
  ASSERT_EQ(world.times_of(Kind::member_unhealthy, 0).size(), 0U);
  for (TaskId task = 0; task < targets; ++task) {
    world.alb.on(TaskStopped{World::place(task), StopCause::instance_lost});
  }
  world.run(1100);
  expect_uniform(world.times_of(Kind::member_unhealthy, 1000), 35, 65);
}

}  // namespace
}  // namespace fleetcast::models::alb
