#include "scenarios/results/comparison.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "scenarios/results/sample_results.hpp"
#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::results {
namespace {

/// Returns runs that need `gateway_hours` hours of a NAT gateway more in each hour, and are otherwise the same.
Summary with_more_gateways(std::uint64_t count, std::int64_t gateway_hours) {
  std::vector<RunResult> runs = sample::runs(count);
  for (RunResult& run : runs) {
    run.fingerprint[0] = 'f';
    run.ledger.add(sample::usage_row(pricing::meter::nat_hours, 0), gateway_hours);
    run.ledger.add(sample::usage_row(pricing::meter::nat_hours, 1), gateway_hours);
  }
  Summary summary = sample::summary_of(runs);
  summary.heading.scenario_name = "more gateways";
  return summary;
}

const Difference& difference_of(const Comparison& comparison, const std::string& metric) {
  return *std::ranges::find(comparison.differences, metric, &Difference::metric);
}

TEST(Compare, EqualRunsAreIdentical) {
  const Summary summary = sample::summary_of(sample::runs(3));
  const Comparison comparison = compare(summary, summary);
  EXPECT_TRUE(comparison.is_identical);
  EXPECT_NE(verdict_sentence(comparison).find("identical"), std::string::npos);
  for (const Difference& one : comparison.differences) EXPECT_FALSE(one.is_significant()) << one.metric;
}

TEST(Compare, PairsRemoveWhatBothShare) {
  // The bills scatter by several dollars, the difference of two gateways in each hour of a month by nothing.
  const Comparison comparison = compare(sample::summary_of(sample::runs(4)), with_more_gateways(4, 2));
  const Difference& cost = difference_of(comparison, "cost_usd.total_month");
  EXPECT_GT(cost.first->interval->half_width(), 1);
  EXPECT_NEAR(cost.difference->mean, 2 * 730 * 0.045, 1e-6);
  EXPECT_LT(cost.difference->interval->half_width(), 1e-6);
  EXPECT_TRUE(cost.is_significant());
  EXPECT_FALSE(comparison.is_identical);
  EXPECT_TRUE(comparison.is_paired);
  EXPECT_NE(verdict_sentence(comparison).find("costs $65.70 ± $0.00 a month more"), std::string::npos)
      << verdict_sentence(comparison);
  EXPECT_NE(verdict_sentence(comparison).find("no difference in availability"), std::string::npos);
}

TEST(Compare, DifferencesChangeSignWithTheirOrder) {
  const Summary plain = sample::summary_of(sample::runs(3));
  const Summary more = with_more_gateways(3, 1);
  EXPECT_EQ(difference_of(compare(plain, more), "cost_usd.total_month").difference->mean,
            -difference_of(compare(more, plain), "cost_usd.total_month").difference->mean);
}

TEST(Compare, ACauseThatOnlyOneHasCountsAsZeroInTheOther) {
  std::vector<RunResult> runs = sample::runs(3);
  for (RunResult& run : runs) {
    run.classes[0].good -= 7;
    run.classes[0].by_cause["no_capacity"] = 7;
  }
  const Comparison comparison = compare(sample::summary_of(sample::runs(3)), sample::summary_of(runs));
  EXPECT_EQ(difference_of(comparison, "requests.by_cause.no_capacity").difference->mean, 7);
}

TEST(Compare, OneReplicationGivesDifferencesWithoutMargin) {
  const Comparison comparison = compare(sample::summary_of(sample::runs(1)), with_more_gateways(1, 2));
  EXPECT_FALSE(difference_of(comparison, "cost_usd.total_month").difference->interval.has_value());
  EXPECT_NE(verdict_sentence(comparison).find("cannot tell whether that is chance"), std::string::npos);
  const auto json = nlohmann::json::parse(comparison_json(comparison));
  EXPECT_TRUE(json["differences"]["cost_usd.total_month"]["difference"]["ci95"].is_null());
}

TEST(Compare, SaysHowManyMoreReplicationsWouldTell) {
  // A margin of 6 about a difference of 2 is as wide as the difference itself with nine times the replications.
  Difference unclear{
      "cost_usd.total_month", {}, {}, sim::measures::Estimate{2, sim::measures::Interval{-4, 8}, 5}, 0.4};
  EXPECT_EQ(more_replications_to_tell(unclear, 5), 40U);
  unclear.joint_p_value = 0.01;
  EXPECT_FALSE(more_replications_to_tell(unclear, 5));
  const Difference none{
      "cost_usd.total_month", {}, {}, sim::measures::Estimate{0, sim::measures::Interval{-1, 1}, 5}, 1};
  EXPECT_FALSE(more_replications_to_tell(none, 5));
}

TEST(Compare, RefusesWhatCannotBeCompared) {
  const Summary three = sample::summary_of(sample::runs(3));
  EXPECT_THROW((void)compare(three, sample::summary_of(sample::runs(2))), std::invalid_argument);
  Summary longer = three;
  longer.horizon_seconds *= 2;
  EXPECT_THROW((void)compare(three, longer), std::invalid_argument);
}

TEST(Compare, ReportFitsEightyColumns) {
  std::istringstream report(comparison_report(compare(sample::summary_of(sample::runs(4)), with_more_gateways(4, 2))));
  for (std::string line; std::getline(report, line);) EXPECT_LE(terminal::text_width(line), 80U) << line;
}

}  // namespace
}  // namespace fleetcast::scenarios::results
