#include "scenarios/results/precision.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "sim/chance/purpose.hpp"

namespace fleetcast::scenarios::results {
namespace {

Metrics metrics_of_costs(std::vector<double> costs, std::size_t estimates = 1) {
  Metrics metrics(confidence_of_each(estimates));
  metrics.add_mean({"cost_usd", "total_month"}, std::move(costs));
  return metrics;
}

PrecisionConfig cost_to(double share) {
  PrecisionConfig config;
  config.estimates["cost"] = share;
  return config;
}

TEST(Precision, NamesStandForMetrics) {
  PrecisionConfig config;
  config.headline = 0.02;
  config.estimates = {{"latency.p99", 0.05}, {"fleet.instances", 0.1}};
  config.availability_nines = 0.1;
  const std::vector<PrecisionOfEstimate> asked = precision_asked(config);
  ASSERT_EQ(asked.size(), 5U);
  EXPECT_EQ(asked[0].metric, "cost_usd.total_month");
  EXPECT_EQ(asked[1].metric, "latency_s.mean");
  EXPECT_EQ(asked[1].asked, 0.02);
  EXPECT_EQ(asked[2].metric, "fleet.instances");
  // Its own precision instead of the headline's.
  EXPECT_EQ(asked[3].metric, "latency_s.p99");
  EXPECT_EQ(asked[3].asked, 0.05);
  EXPECT_EQ(asked[4].metric, "availability.nines");
  EXPECT_EQ(asked[4].scale, PrecisionScale::absolute);
}

TEST(Precision, IsReachedByTheCorrectedCriterion) {
  // Half width 1.96 s / sqrt(n) with Student's t(3, 0.975) = 3.182446: 3.182446 * 2 / sqrt(3) / 2 = 1.837386 of 100.
  const Metrics metrics = metrics_of_costs({99, 99, 101, 101});
  const double width = metrics.at("cost_usd.total_month").estimate->interval->half_width();
  EXPECT_NEAR(width, 3.182446305 * std::sqrt(4.0 / 3) / 2, 1e-8);
  const PrecisionReport enough = assess_precision(precision_asked(cost_to(0.0188)), metrics, 4, 100);
  EXPECT_TRUE(enough.is_reached());
  EXPECT_NEAR(enough.estimates[0].reached.value(), width / (100 - width), 1e-12);
  EXPECT_FALSE(enough.more_needed.has_value());
  // 0.0184 / 1.0184 = 0.018068 < 0.018374.
  EXPECT_FALSE(assess_precision(precision_asked(cost_to(0.0184)), metrics, 4, 100).is_reached());
}

TEST(Precision, SaysHowManyMoreItTakes) {
  const Metrics metrics = metrics_of_costs({99, 99, 101, 101});
  const double width = metrics.at("cost_usd.total_month").estimate->interval->half_width();
  const PrecisionReport report = assess_precision(precision_asked(cost_to(0.01)), metrics, 4, 4);
  const double wanted = 4 * std::pow(width / (100 * 0.01 / 1.01), 2);
  EXPECT_EQ(report.more_needed.value(), static_cast<std::uint64_t>(std::ceil(wanted - 4)));
  const std::string text = precision_report(report, 80);
  EXPECT_NE(text.find("PRECISION NOT REACHED: about 10 more replications would."), std::string::npos) << text;
}

TEST(Precision, UnknownIsNotReached) {
  Metrics metrics;
  metrics.add({{"availability", "nines"}, std::nullopt, {}});
  PrecisionConfig config;
  config.availability_nines = 0.1;
  const PrecisionReport report = assess_precision(precision_asked(config), metrics, 20, 40);
  EXPECT_FALSE(report.is_reached());
  EXPECT_FALSE(report.more_needed.has_value());
  EXPECT_NE(precision_report(report, 80).find("NOT REACHED"), std::string::npos);
  EXPECT_THROW(static_cast<void>(assess_precision(precision_asked(cost_to(0.1)), metrics, 20, 40)),
               std::invalid_argument);
}

TEST(Precision, CheckpointsGrowByHalfUpToTheMaximum) {
  EXPECT_EQ(next_checkpoint(20, 1000), 30U);
  EXPECT_EQ(next_checkpoint(45, 1000), 68U);
  EXPECT_EQ(next_checkpoint(900, 1000), 1000U);
}

TEST(Precision, IntervalsAtTheStopHoldTheTruthAsOftenAsTheyClaim) {
  sim::chance::Engine dice(sim::chance::Chance(1).stream("costs"));
  constexpr int repetitions = 2000;
  int held = 0;
  double used = 0;
  for (int i = 0; i < repetitions; ++i) {
    std::vector<double> costs;
    const auto draw_until = [&](std::uint64_t n) {
      // Gamma of shape 4: skewness 1, coefficient of variation one half.
      while (costs.size() < n) {
        costs.push_back(-std::log(dice.uniform() * dice.uniform() * dice.uniform() * dice.uniform()));
      }
    };
    for (std::uint64_t n = 20;; n = next_checkpoint(n, 100000)) {
      draw_until(n);
      const Metrics metrics = metrics_of_costs(costs);
      if (!assess_precision(precision_asked(cost_to(0.1)), metrics, n, 100000).is_reached()) continue;
      held += metrics.at("cost_usd.total_month").estimate->interval->contains(4) ? 1 : 0;
      used += static_cast<double>(n);
      break;
    }
  }
  const double share = static_cast<double>(held) / repetitions;
  EXPECT_GE(share, 0.93);
  EXPECT_LE(share, 0.97);
  // (1.96 * 0.5 / (0.1 / 1.1))^2 = 116 replications, and half a checkpoint's growth besides.
  EXPECT_GT(used / repetitions, 100);
  EXPECT_LT(used / repetitions, 180);
}

}  // namespace
}  // namespace fleetcast::scenarios::results
