#include "scenarios/decisions/recovery.hpp"

#include <gtest/gtest.h>

namespace fleetcast::scenarios::decisions {
namespace {

using results::RunResult;

RunResult run_with(std::vector<double> healthy) {
  RunResult run;
  run.minutes.resize(healthy.size());
  run.timeline["targets.api.healthy"] = healthy;
  run.timeline["targets.web.healthy"] = std::vector<double>(healthy.size(), 1);
  run.timeline["fleet.instances"] = std::vector<double>(healthy.size(), 9);
  return run;
}

TEST(Recovery, LastsFromTheEventUntilCapacityIsBack) {
  const RunResult without = run_with({4, 4, 4, 5, 5, 5, 5});
  EXPECT_EQ(minutes_to_recover(without, run_with({4, 4, 4, 2, 3, 5, 5}), 2), 3U);
  EXPECT_EQ(minutes_to_recover(without, run_with({4, 4, 4, 2, 3, 6, 4}), 2), 3U);
  EXPECT_EQ(minutes_to_recover(without, run_with({4, 4, 4, 2, 3, 3, 4}), 2), std::nullopt);
  EXPECT_EQ(minutes_to_recover(without, run_with({4, 4, 4, 5, 5, 5, 5}), 2), 0U);
}

TEST(Recovery, WithoutTargetsInstancesCount) {
  RunResult without = run_with({1, 1, 1});
  RunResult with = run_with({1, 1, 1});
  for (RunResult* run : {&without, &with}) {
    run->timeline.erase("targets.api.healthy");
    run->timeline.erase("targets.web.healthy");
  }
  with.timeline["fleet.instances"] = {8, 9, 9};
  EXPECT_EQ(minutes_to_recover(without, with, 0), 1U);
}

TEST(Recovery, BusiestMinuteIsThatOfAllRunsTogether) {
  RunResult first = run_with({1, 1, 1, 1});
  RunResult second = run_with({1, 1, 1, 1});
  for (std::size_t i = 0; i < 4; ++i) first.minutes[i].offered = std::vector<std::uint64_t>{5, 9, 1, 90}[i];
  for (std::size_t i = 0; i < 4; ++i) second.minutes[i].offered = std::vector<std::uint64_t>{9, 1, 20, 90}[i];
  EXPECT_EQ(busiest_minute({first, second}, 3), 2U);
  EXPECT_EQ(busiest_minute({first, second}, 99), 3U);
}

TEST(Recovery, OutcomeIsThatOfTheMinutesAsked) {
  RunResult run = run_with({1, 1, 1});
  for (std::size_t i = 0; i < 3; ++i) {
    run.minutes[i].good = 10 * (i + 1);
    run.minutes[i].bad = i;
  }
  EXPECT_EQ(outcome_between(run, 1, 9).bad, 3);
  EXPECT_EQ(outcome_between(run, 1, 9).counted, 53);
  EXPECT_EQ(outcome_between(run, 0, 1).counted, 10);
}

}  // namespace
}  // namespace fleetcast::scenarios::decisions
