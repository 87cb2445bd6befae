#include "scenarios/results/stationarity.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "scenarios/results/result_json.hpp"
#include "scenarios/results/sample_results.hpp"
#include "scenarios/results/stationary_report.hpp"

namespace fleetcast::scenarios::results {
namespace {

/// Returns a run of so many minutes with 100 requests each, of which up to two are lost, and a mean response time about
/// 0.2 s to which a warm-up adds what dies out with a time constant in minutes.
RunResult warming(std::uint64_t replication, std::size_t minutes, double time_constant) {
  RunResult run = sample::run(replication);
  run.minutes.clear();
  run.timeline.clear();
  run.losses.clear();
  run.horizon_seconds = 60 * static_cast<double>(minutes);
  for (std::size_t i = 0; i < minutes; ++i) {
    const double rest = time_constant > 0 ? std::exp(-static_cast<double>(i) / time_constant) : 0;
    const double latency = 0.2 + 0.02 * (sample::scatter(replication, i) - 0.5) + rest;
    const auto bad = static_cast<std::uint64_t>(3 * sample::scatter(replication, 10000 + i));
    run.minutes.push_back({100, 100 - bad, bad, 100 - bad, latency * static_cast<double>(100 - bad)});
  }
  return run;
}

std::vector<RunResult> warming_runs(std::uint64_t count, double time_constant) {
  std::vector<RunResult> runs;
  for (std::uint64_t i = 0; i < count; ++i) runs.push_back(warming(i, 240, time_constant));
  return runs;
}

TEST(Stationarity, LeavesOutTheWarmUp) {
  const Stationarity found = stationarity_of(warming_runs(5, 8));
  ASSERT_TRUE(found.warm_up_seconds);
  // A tenth of the noise is left of the transient after 8 * ln(1 / 0.002) = 50 min.
  EXPECT_GE(*found.warm_up_seconds, 60 * 25);
  EXPECT_LE(*found.warm_up_seconds, 60 * 70);
  const StationaryEstimate& latency = found.estimates.at(0);
  EXPECT_EQ(latency.kind, IntervalKind::replications);
  EXPECT_EQ(latency.estimate->n, 5U);
  // Minutes have a standard deviation of 0.02 / sqrt(12); 5 * 170 of them are left at least.
  EXPECT_NEAR(latency.estimate->mean, 0.2, 4.5 * 0.02 / std::sqrt(12.0 * 850) + 0.001);
  EXPECT_NEAR(found.estimates.at(1).estimate->mean, 0.99, 0.002);
}

TEST(Stationarity, ARunThatNeverSettlesIsTooShort) {
  const std::vector<RunResult> runs = warming_runs(3, 300);
  const Stationarity found = stationarity_of(runs);
  EXPECT_TRUE(found.is_too_short);
  EXPECT_FALSE(found.warm_up_seconds);
  EXPECT_TRUE(found.estimates.empty());
}

TEST(Stationarity, OneLongRunHasIntervalsByBatchMeans) {
  const Stationarity found = stationarity_of(warming_runs(1, 0));
  const StationaryEstimate& latency = found.estimates.at(0);
  EXPECT_EQ(latency.kind, IntervalKind::batch_means);
  EXPECT_EQ(latency.estimate->n * latency.batch_minutes + static_cast<std::size_t>(*found.warm_up_seconds) / 60, 240U);
  EXPECT_TRUE(latency.estimate->interval->contains(latency.estimate->mean));
  EXPECT_EQ(found.estimates.at(1).kind, IntervalKind::batch_means);
}

TEST(Stationarity, OneRunThatLostNothingCannotTellItsAvailability) {
  RunResult run = warming(0, 240, 0);
  for (MinuteResult& minute : run.minutes) {
    minute.good = 100;
    minute.bad = 0;
  }
  const Stationarity found = stationarity_of(std::vector{run});
  EXPECT_EQ(found.estimates.at(1).kind, IntervalKind::unknown);
  EXPECT_EQ(found.estimates.at(1).estimate->mean, 1);
}

TEST(Stationarity, MinutesWithoutAnswersTellNothing) {
  RunResult run = warming(0, 240, 0);
  run.minutes[100] = {};
  EXPECT_FALSE(stationarity_of(std::vector{run}).warm_up_seconds);
  EXPECT_FALSE(stationarity_of(std::vector{run}).is_too_short);
  EXPECT_FALSE(stationarity_of(std::vector{warming(0, 9, 0)}).warm_up_seconds);
}

/// Sums runs up as those of a stationary scenario.
Summary stationary_summary(const std::vector<RunResult>& runs) {
  Heading heading = sample::heading();
  heading.is_stationary = true;
  const pricing::BillOptions options;
  const ObjectivesConfig nothing;
  return summarise(runs, heading, {sample::book(), options, nothing});
}

TEST(StationaryReport, SaysWhatToDoAboutTheWarmUp) {
  const Summary summary = stationary_summary(warming_runs(5, 8));
  const std::string text = stationary_report(summary, 80);
  EXPECT_NE(text.find("discarded here. Set pre_roll to"), std::string::npos) << text;
  EXPECT_NE(text.find("5 replications"), std::string::npos) << text;
  EXPECT_EQ(stationary_alarm(summary), "");
}

TEST(StationaryReport, IsLoudWhereTheRunIsTooShort) {
  const Summary summary = stationary_summary(warming_runs(3, 300));
  EXPECT_EQ(stationary_alarm(summary), "RUN TOO SHORT: its warm-up does not end in the first half of 4 h.\n");
  EXPECT_TRUE(summary.is_audit_passed());
}

TEST(StationaryReport, IsLeftOutOfOtherScenarios) {
  const Summary summary = sample::summary_of(sample::runs(2));
  EXPECT_EQ(stationary_report(summary, 80) + stationary_alarm(summary), "");
  EXPECT_EQ(result_json(summary).find("\"stationary\""), std::string::npos);
}

TEST(StationaryReport, ResultsNameTheKindOfEachInterval) {
  const auto json = nlohmann::json::parse(result_json(stationary_summary(warming_runs(1, 0))))["stationary"];
  EXPECT_EQ(json["too_short"], false);
  EXPECT_EQ(json["estimates"][0]["metric"], "latency_s.mean");
  EXPECT_EQ(json["estimates"][0]["interval"], "batch_means");
  EXPECT_GE(json["estimates"][0]["batch_minutes"], 1);
  EXPECT_EQ(json["estimates"][0]["estimate"]["ci95"].size(), 2U);
}

}  // namespace
}  // namespace fleetcast::scenarios::results
