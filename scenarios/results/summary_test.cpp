#include "scenarios/results/summary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "scenarios/results/request_metrics.hpp"
#include "scenarios/results/sample_results.hpp"

namespace fleetcast::scenarios::results {
namespace {

double mean_of(const Summary& summary, const std::string& name) {
  return summary.metrics.at(name).estimate.value().mean;
}

const AuditVerdict& check_of(const Summary& summary, const std::string& name) {
  return *std::ranges::find(summary.audit, name, &AuditVerdict::check);
}

TEST(Summary, AvailabilityIsGoodOfWhatCounts) {
  RunResult run = sample::run(0);
  run.classes.resize(1);
  ClassResult& page = run.classes.front();
  page.good = 890;
  page.late = 4;
  page.by_cause = {{"time_out", 6}, {"waf_block", 100}};
  const Summary summary = sample::summary_of({run}, {});
  EXPECT_DOUBLE_EQ(mean_of(summary, "availability.ratio"), 890.0 / 900.0);
  EXPECT_NEAR(mean_of(summary, "availability.nines"), -std::log10(10.0 / 900.0), 1e-12);
  EXPECT_EQ(mean_of(summary, "requests.served"), 894);
  EXPECT_EQ(mean_of(summary, "requests.excluded"), 100);
  ASSERT_EQ(summary.losses.size(), 2U);
  EXPECT_EQ(summary.losses[0].cause, "time_out");
  EXPECT_DOUBLE_EQ(summary.losses[0].lost_ratio.mean + summary.losses[1].lost_ratio.mean, 10.0 / 900.0);
}

TEST(Summary, OneReplicationHasNoInterval) {
  const Summary summary = sample::summary_of(sample::runs(1));
  for (const Metric& metric : summary.metrics.all()) {
    EXPECT_FALSE(metric.estimate && metric.estimate->interval) << metric.name();
  }
  EXPECT_FALSE(summary.objectives.front().confidence.has_value());
}

TEST(Summary, SeveralReplicationsHaveIntervalsAroundTheMean) {
  const Summary summary = sample::summary_of(sample::runs(6));
  for (const char* name : {"cost_usd.total_month", "availability.ratio", "latency_s.p99", "latency_s.by_class.page.p50",
                           "cost_usd.per_million_successful", "cloudfront.hit_ratio"}) {
    const auto estimate = summary.metrics.at(name).estimate.value();
    EXPECT_EQ(estimate.n, 6U) << name;
    ASSERT_TRUE(estimate.interval.has_value()) << name;
    EXPECT_TRUE(estimate.interval->contains(estimate.mean)) << name;
  }
}

TEST(Summary, ErrorMinutesAreThoseBelowTheThreshold) {
  // Replication 0 has two minutes with 9 of about 260 requests bad, replication 1 three.
  EXPECT_DOUBLE_EQ(mean_of(sample::summary_of(sample::runs(2)), "availability.error_minutes"), 2.5);
  Heading lenient = sample::heading();
  lenient.good_share_of_minute = 0.95;
  const std::vector<RunResult> runs = sample::runs(2);
  const pricing::BillOptions options;
  const ObjectivesConfig nothing;
  const Terms terms{sample::book(), options, nothing};
  EXPECT_EQ(mean_of(summarise(runs, lenient, terms), "availability.error_minutes"), 0);
}

TEST(Summary, NormalisedMonthCosts365TimesTwoHours) {
  RunResult run = sample::run(0);
  run.ledger = {};
  run.ledger.add(sample::usage_row(pricing::meter::nat_hours, 0), 1);
  run.ledger.add(sample::usage_row(pricing::meter::nat_hours, 1), 1);
  const Summary summary = sample::summary_of({run}, {});
  EXPECT_NEAR(mean_of(summary, "cost_usd.total_month"), 365 * mean_of(summary, "cost_usd.total_horizon"), 1e-9);
  EXPECT_GT(mean_of(summary, "cost_usd.total_horizon"), 0);
}

TEST(Summary, ALostRequestFailsTheAudit) {
  std::vector<RunResult> runs = sample::runs(3);
  EXPECT_EQ(unaccounted_requests(runs[1]), 0);
  EXPECT_TRUE(sample::summary_of(runs).is_audit_passed());
  --runs[1].classes.front().good;
  const Summary summary = sample::summary_of(runs);
  EXPECT_FALSE(summary.is_audit_passed());
  EXPECT_EQ(check_of(summary, "conservation/report").worst_residual, 1);
  EXPECT_EQ(check_of(summary, "conservation/report").passed, 2U);
  EXPECT_EQ(check_of(summary, "bill_recomputed").worst_residual, 0);
  EXPECT_EQ(check_of(summary, "bill_recomputed").passed, 3U);
}

TEST(Summary, NoRequestsMeansUnknownRatherThanZero) {
  RunResult run = sample::run(0);
  run.classes.assign(1, ClassResult());
  run.stages.clear();
  const Summary summary = sample::summary_of({run}, sample::objectives());
  EXPECT_FALSE(summary.metrics.at("availability.ratio").estimate.has_value());
  EXPECT_FALSE(summary.metrics.at("latency_s.p99").estimate.has_value());
  EXPECT_FALSE(summary.metrics.at("cost_usd.per_million_successful").estimate.has_value());
  EXPECT_FALSE(summary.objectives[0].is_met);
}

TEST(Summary, FingerprintDependsOnEveryReplicationAndTheirOrder) {
  const std::string all = sample::summary_of(sample::runs(3)).fingerprint;
  EXPECT_EQ(all, sample::summary_of(sample::runs(3)).fingerprint);
  std::vector<RunResult> changed = sample::runs(3);
  changed[2].fingerprint.back() = 'f';
  EXPECT_NE(all, sample::summary_of(changed).fingerprint);
  EXPECT_NE(all, sample::summary_of(sample::runs(2)).fingerprint);
}

TEST(Summary, ReplicationsThatDoNotBelongTogetherAreRefused) {
  std::vector<RunResult> runs = sample::runs(2);
  runs[1].replication = 0;
  EXPECT_THROW((void)sample::summary_of(runs), std::logic_error);
  runs = sample::runs(2);
  runs[1].horizon_seconds = 60;
  EXPECT_THROW((void)sample::summary_of(runs), std::logic_error);
  runs = sample::runs(2);
  runs[1].minutes.pop_back();
  EXPECT_THROW((void)sample::summary_of(runs), std::logic_error);
  EXPECT_THROW((void)sample::summary_of({}), std::logic_error);
}

}  // namespace
}  // namespace fleetcast::scenarios::results
