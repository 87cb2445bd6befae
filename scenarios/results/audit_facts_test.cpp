#include "scenarios/results/audit_facts.hpp"

#include <gtest/gtest.h>

#include "scenarios/results/sample_results.hpp"

namespace fleetcast::scenarios::results {
namespace {

TEST(AuditFacts, SayWhatEstimatesRestOn) {
  const Summary summary = sample::summary_of(sample::runs(4));
  const AuditFacts facts = audit_facts(summary);
  EXPECT_EQ(facts.warm_up_discarded_seconds, 600);
  EXPECT_EQ(facts.replications, 4U);
  EXPECT_EQ(facts.sampling_error, 0);
  ASSERT_EQ(facts.precision.size(), 3U);
  const auto cost = summary.metrics.estimate("cost_usd.total_month").value();
  EXPECT_DOUBLE_EQ(facts.precision[0].relative_half_width.value(), cost.interval->half_width() / cost.mean);
}

TEST(AuditFacts, UnknownPrecisionIsNotZero) {
  const AuditFacts facts = audit_facts(sample::summary_of(sample::runs(1)));
  for (const PrecisionFact& fact : facts.precision) EXPECT_FALSE(fact.relative_half_width) << fact.label;
  EXPECT_EQ(basis_in_words(facts), "1 replication, warm-up discarded 10 min, sampling error 0");
  EXPECT_EQ(precision_in_words(facts), "cost unknown, availability unknown, latency p99 unknown");
}

TEST(AuditFacts, RequestsThatAreNotSimulatedLeaveTheSamplingErrorUnknown) {
  Summary summary = sample::summary_of(sample::runs(2));
  summary.heading.fidelity = "other";
  EXPECT_FALSE(audit_facts(summary).sampling_error);
}

}  // namespace
}  // namespace fleetcast::scenarios::results
