#include "scenarios/pages/answer.hpp"

#include <gtest/gtest.h>

#include "scenarios/results/sample_results.hpp"

namespace fleetcast::scenarios::pages {

using namespace fleetcast::scenarios::results;

namespace {

TEST(Answer, SaysWhichObjectiveIsMissedAndByHowMuch) {
  const std::string verdict = run_verdict(sample::summary_of(sample::runs(3)));
  EXPECT_TRUE(verdict.starts_with("1 of 4 objectives is missed: ")) << verdict;
  EXPECT_NE(verdict.find(" is asked for. A month costs $"), std::string::npos) << verdict;
}

TEST(Answer, SaysThatAllIsWellOrThatNothingWasAskedFor) {
  ObjectivesConfig easy;
  easy.latency_p99 = 10;
  EXPECT_TRUE(run_verdict(sample::summary_of(sample::runs(3), easy)).starts_with("The objective is met. A month"));
  EXPECT_TRUE(run_verdict(sample::summary_of(sample::runs(3), {})).ends_with("No objectives were set."));
}

Verdict asked(const char* metric, Side side, double target) {
  Verdict verdict;
  verdict.metric = metric;
  verdict.side = side;
  verdict.target = target;
  return verdict;
}

TEST(Answer, AGaugeShowsTheShareOfTheLimit) {
  Verdict verdict = asked("availability.ratio", Side::at_least, 0.9995);
  EXPECT_NEAR(share_of_limit(verdict, 0.999), 2, 1e-9);
  EXPECT_NEAR(share_of_limit(verdict, 1), 0, 1e-9);
  verdict = asked("latency_s.p99", Side::at_most, 0.4);
  EXPECT_NEAR(share_of_limit(verdict, 0.1), 0.25, 1e-9);
  verdict = asked("cloudfront.hit_ratio", Side::at_least, 0.8);
  EXPECT_NEAR(share_of_limit(verdict, 0.9), 0.8 / 0.9, 1e-9);
  verdict = asked("fleet.interruptions", Side::at_most, 0);
  EXPECT_EQ(share_of_limit(verdict, 0), 0);
  EXPECT_GT(share_of_limit(verdict, 1), 1);
}

TEST(Answer, EveryObjectiveHasAMeterWithWords) {
  const std::string gauges = objective_gauges(sample::summary_of(sample::runs(3)));
  const std::string meter = "role=\"meter\"";
  std::size_t meters = 0;
  for (std::size_t at = gauges.find(meter); at != std::string::npos; at = gauges.find(meter, at + 1)) ++meters;
  EXPECT_EQ(meters, 4U);
  EXPECT_EQ(gauges.find("aria-valuetext=\"\""), std::string::npos);
}

}  // namespace
}  // namespace fleetcast::scenarios::pages
