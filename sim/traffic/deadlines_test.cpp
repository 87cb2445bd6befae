// A request has one armed deadline at most; the others are found out when their time comes.
#include "sim/traffic/deadlines.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "sim/traffic/program.hpp"

namespace fleetcast::sim::traffic {
namespace {

using chance::Distribution;

TEST(Deadlines, SameTimeOutsShareARing) {
  Deadlines deadlines;
  const std::uint32_t ten = deadlines.ring(10);
  EXPECT_NE(deadlines.ring(20), ten);
  EXPECT_EQ(deadlines.ring(10), ten);
  EXPECT_EQ(deadlines.next_tick(), Deadlines::none);
}

TEST(Deadlines, ComeOutInOrderFromSeveralRingsThatGrow) {
  Deadlines deadlines;
  const std::uint32_t shorter = deadlines.ring(7);
  const std::uint32_t longer = deadlines.ring(500);
  std::vector<std::pair<std::int64_t, std::uint64_t>> pushed;
  for (std::uint32_t i = 0; i < 1000; ++i) {
    // Pushes and pops are mixed, so that rings wrap around before they grow.
    for (const auto& [ring, time_out] : {std::pair{shorter, 7}, std::pair{longer, 500}}) {
      const std::int64_t tick = 3 * std::int64_t{i} + time_out;
      ASSERT_TRUE(deadlines.is_in_order(ring, tick));
      deadlines.push(ring, {tick, i * 2 + ring, i, 0});
      pushed.emplace_back(tick, i * 2 + ring);
    }
    if (i % 3 == 2) {
      const auto first = std::ranges::min_element(pushed);
      ASSERT_EQ(deadlines.next_tick(), first->first);
      const Deadlines::Entry entry = deadlines.pop();
      ASSERT_EQ(std::pair(entry.tick, entry.order), *first);
      pushed.erase(first);
    }
  }
  std::ranges::sort(pushed);
  for (const auto& [tick, order] : pushed) {
    const Deadlines::Entry entry = deadlines.pop();
    ASSERT_EQ(std::pair(entry.tick, entry.order), std::pair(tick, order));
  }
  EXPECT_EQ(deadlines.next_tick(), Deadlines::none);
}

TEST(Deadlines, TellsWhichEntriesWouldNotBeInOrder) {
  Deadlines deadlines;
  const std::uint32_t ring = deadlines.ring(10);
  deadlines.push(ring, {30, 0, 0, 0});
  EXPECT_TRUE(deadlines.is_in_order(ring, 30));
  EXPECT_FALSE(deadlines.is_in_order(ring, 29));
  EXPECT_TRUE(deadlines.is_in_order(deadlines.ring(20), 1));
}

TEST(Deadlines, DropsDeadEntriesAtTheFrontOfTheNextRingOnly) {
  Deadlines deadlines;
  const std::uint32_t ring = deadlines.ring(10);
  for (std::uint32_t slot = 0; slot < 5; ++slot) deadlines.push(ring, {10 + slot, slot, slot, 0});
  deadlines.purge([](const Deadlines::Entry& entry) { return entry.slot != 2; });
  EXPECT_EQ(deadlines.next_tick(), 12);
  EXPECT_EQ(deadlines.pop().slot, 2u);
  EXPECT_EQ(deadlines.pop().slot, 3u);
}

/// Plays the same program for many overlapping requests, so that entries of others stand in every ring.
struct World {
  World() : kernel(chance::Chance(21), 1), writer(kernel) {}

  void run(double rate = 5) {
    writer.finish();
    const ClassId one = kernel.add_class("one", 0, hours(1));
    kernel.add_open_source({"clients", {{Instant{}, Instant{} + seconds(200), rate, rate}}, {one}, {1.0}});
    kernel.advance_to(Instant{} + seconds(1000));
    EXPECT_GT(kernel.outcomes().offered(), 100u);
    EXPECT_EQ(kernel.in_flight(), 0u);
  }
  [[nodiscard]] const ClassOutcomes& outcome() const { return kernel.outcomes().classes[0]; }
  [[nodiscard]] std::uint64_t offered() const { return kernel.outcomes().offered(); }
  /// Asserts that every request was answered after the same time; ticks are exact.
  void expect_each_took(double time) {
    EXPECT_EQ(outcome().good, offered());
    EXPECT_TRUE(outcome().latency.sum() ==
                measures::WideInteger{seconds(time).ticks} * static_cast<measures::WideInteger>(offered()));
    // The mean alone could hide two that cancel out.
    EXPECT_EQ(outcome().latency.quantile(0), outcome().latency.quantile(1));
  }
  void wait(double time, std::string_view purpose) { writer.delay(Distribution::constant(time), purpose); }

  Kernel kernel;
  ProgramWriter writer;
  CauseId outer_late = kernel.add_cause("outer_late", false);
  CauseId inner_late = kernel.add_cause("inner_late", false);
};

TEST(ArmedDeadline, AnInnerTryOvertakesTheOuterOneWhichStillHolds) {
  World world;
  const auto after_outer = world.writer.label();
  const auto after_inner = world.writer.label();
  world.writer.attempt({.time_out = seconds(10), .time_out_cause = world.outer_late}, after_outer);
  world.wait(2, "before");  // the outer deadline is armed here
  world.writer.attempt({.time_out = seconds(1), .time_out_cause = world.inner_late}, after_inner);
  world.wait(5, "inner");  // ended at 3 s by the inner deadline
  world.writer.end_attempt();
  world.writer.place_label(after_inner);
  world.wait(50, "after");  // ended at 10 s by the outer one
  world.writer.end_attempt();
  world.writer.place_label(after_outer);
  world.writer.reply();
  world.run();
  world.expect_each_took(10);
  EXPECT_EQ(world.kernel.outcomes().time_outs, 2 * world.offered());
}

TEST(ArmedDeadline, ADeadlineThatWasOvertakenHoldsAfterTheInnerTryEndedWell) {
  World world;
  const auto after_outer = world.writer.label();
  world.writer.attempt({.time_out = seconds(10), .time_out_cause = world.outer_late}, after_outer);
  world.wait(2, "before");
  world.writer.attempt({.time_out = seconds(4), .time_out_cause = world.inner_late});
  world.wait(1, "inner");  // ends at 3 s; its deadline at 6 s is armed and finds nobody
  world.writer.end_attempt();
  world.wait(50, "after");
  world.writer.end_attempt();
  world.writer.place_label(after_outer);
  world.writer.reply();
  world.run();
  world.expect_each_took(10);
  EXPECT_EQ(world.kernel.outcomes().time_outs, world.offered());
}

TEST(ArmedDeadline, EachInnerTryOvertakesAnewAndTheOutermostOfTwoThatEndTogetherWins) {
  World world;
  const auto after_outer = world.writer.label();
  const auto again = world.writer.label();
  const auto after_inner = world.writer.label();
  world.writer.attempt({.time_out = seconds(6), .time_out_cause = world.outer_late, .cancels_work = true}, after_outer);
  world.wait(1, "before");
  world.writer.place_label(again);
  world.writer.attempt({.time_out = seconds(1), .time_out_cause = world.inner_late}, after_inner);
  world.wait(3, "inner");
  world.writer.end_attempt();
  world.writer.place_label(after_inner);
  world.writer.repeat(10, again);  // inner tries end at 2, 3, 4, 5 s; the one that would at 6 s is the outer one's
  world.writer.end_attempt();
  world.writer.place_label(after_outer);
  world.writer.reply();
  world.run();
  world.expect_each_took(6);
  EXPECT_EQ(world.kernel.outcomes().time_outs, 5 * world.offered());
}

TEST(ArmedDeadline, WorkThatGoesOnForNobodyKeepsTheDeadlinesOfItsOwn) {
  World world;
  const auto after_outer = world.writer.label();
  const auto again = world.writer.label();
  const auto after_inner = world.writer.label();
  world.writer.attempt({.time_out = seconds(2.5), .time_out_cause = world.outer_late}, after_outer);
  world.writer.place_label(again);
  world.writer.attempt({.time_out = seconds(1), .time_out_cause = world.inner_late}, after_inner);
  world.wait(3, "inner");
  world.writer.end_attempt();
  world.writer.place_label(after_inner);
  world.writer.repeat(10, again);
  world.writer.end_attempt();
  world.writer.place_label(after_outer);
  world.writer.reply();
  world.run();
  world.expect_each_took(2.5);
  // One for the client, and all ten for the work, eight of them when nobody waited any more.
  EXPECT_EQ(world.kernel.outcomes().time_outs, 11 * world.offered());
  EXPECT_EQ(world.kernel.outcomes().wasted, world.offered());
}

TEST(ArmedDeadline, LaterTriesWithLongerTimeOutsWaitForTheirTurn) {
  World world;
  const auto after_first = world.writer.label();
  const auto after_second = world.writer.label();
  world.writer.attempt({.time_out = seconds(1), .time_out_cause = world.inner_late}, after_first);
  world.wait(9, "first");
  world.writer.end_attempt();
  world.writer.place_label(after_first);
  world.writer.attempt({.time_out = seconds(7), .time_out_cause = world.inner_late}, after_second);
  world.wait(2, "second");
  world.writer.end_attempt();
  world.wait(30, "free");  // no deadline ends this
  world.writer.place_label(after_second);
  world.writer.reply();
  world.run();
  world.expect_each_took(33);
  EXPECT_EQ(world.kernel.outcomes().time_outs, world.offered());
}

TEST(ArmedDeadline, RetriesHaveDeadlinesOfTheirOwnWithinTheOuterOne) {
  World world;
  const CauseId retried = world.kernel.add_cause("retried", true);
  const auto after_outer = world.writer.label();
  world.writer.attempt({.time_out = seconds(10), .time_out_cause = world.outer_late, .cancels_work = true},
                       after_outer);
  world.writer.attempt({.time_out = seconds(2), .max_attempts = 100, .backoff = Distribution::constant(0.5),
                        .time_out_cause = retried, .purpose = "retry"});
  world.wait(60, "work");
  world.writer.end_attempt();
  world.writer.end_attempt();
  world.writer.place_label(after_outer);
  world.writer.reply();
  world.run();
  world.expect_each_took(10);
  // Tries end at 2, 4.5 and 7 s, one at 9.5 s; the pause after it is ended by the outer deadline.
  EXPECT_EQ(world.kernel.outcomes().time_outs, 5 * world.offered());
}

}  // namespace
}  // namespace fleetcast::sim::traffic
