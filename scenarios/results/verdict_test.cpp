#include "scenarios/results/verdict.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "scenarios/documents/document.hpp"

namespace fleetcast::scenarios::results {
namespace {

Metrics metrics_with(const std::string& name, std::vector<double> values) {
  Metrics metrics;
  metrics.add_mean({"cost_usd", name}, std::move(values));
  return metrics;
}

ObjectivesConfig cost_at_most(double limit) {
  ObjectivesConfig objectives;
  objectives.cost_usd_month = limit;
  return objectives;
}

TEST(Judge, MeanBelowTheLimitMeetsIt) {
  const Metrics metrics = metrics_with("total_month", {90, 100, 110});
  const Verdict met = judge(cost_at_most(105), metrics).at(0);
  EXPECT_TRUE(met.is_met);
  // t = 5 / (10 / sqrt 3) = 0.866 with two degrees of freedom; F(t) = 1/2 + t / (2 sqrt(2 + t^2)).
  const double t = 5 / (10 / std::sqrt(3.0));
  EXPECT_NEAR(met.confidence.value(), 0.5 + t / (2 * std::sqrt(2 + t * t)), 1e-9);
  EXPECT_FALSE(judge(cost_at_most(95), metrics).at(0).is_met);
}

TEST(Judge, RequiredConfidenceMustBeReached) {
  ObjectivesConfig objectives = cost_at_most(105);
  objectives.confidence = 0.95;
  EXPECT_FALSE(judge(objectives, metrics_with("total_month", {90, 100, 110})).at(0).is_met);
  EXPECT_TRUE(judge(objectives, metrics_with("total_month", {99, 100, 101})).at(0).is_met);
  // One replication cannot show any confidence.
  EXPECT_FALSE(judge(objectives, metrics_with("total_month", {50})).at(0).is_met);
  EXPECT_TRUE(judge(cost_at_most(105), metrics_with("total_month", {50})).at(0).is_met);
}

TEST(Judge, ObjectivesThatRequireConfidenceAreJudgedTogether) {
  // One-sided confidence of about 0.97 is enough alone, and not for two that are no surer: 1 - 2 * 0.03.
  Metrics metrics = metrics_with("total_month", {99, 100, 101, 100});
  metrics.add_mean({"cost_usd", "other"}, {99, 100, 101, 100});
  ObjectivesConfig objectives = cost_at_most(101.2);
  objectives.confidence = 0.95;
  const Verdict alone = judge(objectives, metrics).at(0);
  EXPECT_TRUE(alone.is_met);
  EXPECT_EQ(alone.joint_confidence, alone.confidence);
  ObjectiveSpec spec;
  spec.metric = "cost_usd.other";
  spec.at_most = 101.2;
  spec.confidence = 0.95;
  objectives.more = {spec};
  const std::vector<Verdict> both = judge(objectives, metrics);
  for (const Verdict& verdict : both) {
    EXPECT_NEAR(1 - *verdict.joint_confidence, 2 * (1 - *verdict.confidence), 1e-12);
    EXPECT_EQ(verdict.is_met, *verdict.joint_confidence >= 0.95);
  }
  EXPECT_FALSE(both[0].is_met);
  // An objective without a required confidence is no part of it.
  objectives.more[0].confidence.reset();
  EXPECT_TRUE(judge(objectives, metrics).at(0).is_met);
}

TEST(Judge, ShareOfMonthsCountsReplications) {
  ObjectivesConfig objectives;
  ObjectiveSpec spec;
  spec.metric = "cost_usd.total_month";
  spec.at_most = 100;
  spec.in_share_of_months = 0.5;
  objectives.more = {spec};
  const Verdict verdict = judge(objectives, metrics_with("total_month", {90, 95, 100, 500})).at(0);
  EXPECT_TRUE(verdict.is_met);
  EXPECT_DOUBLE_EQ(verdict.estimate->mean, 0.75);
  // Fewer than three good months of four at one half each: (1 + 4 + 6) / 16.
  EXPECT_NEAR(verdict.confidence.value(), 11.0 / 16, 1e-12);
}

TEST(Judge, WrongObjectivesAreRefusedWithARemedy) {
  ObjectivesConfig objectives;
  ObjectiveSpec spec;
  spec.metric = "cost_usd.total_mnth";
  spec.at_most = 1;
  objectives.more = {spec};
  try {
    (void)judge(objectives, metrics_with("total_month", {1}));
    FAIL() << "must throw";
  } catch (const std::invalid_argument& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean 'cost_usd.total_month'"), std::string::npos) << error.what();
  }
  objectives.more[0].metric = "cost_usd.total_month";
  objectives.more[0].at_least = 1;
  EXPECT_THROW((void)judge(objectives, metrics_with("total_month", {1})), std::invalid_argument);
}

TEST(Objectives, AreReadFromADocument) {
  const documents::Json json = documents::Json::parse(
      R"({"availability": 0.9995, "latency_p99": "400 ms", "error_minutes": "10 min", "cost_usd_month": 15000,
          "more": [{"metric": "latency_s.by_class.page.p95", "at_most": 0.2, "in_share_of_months": "95 %"}]})");
  const auto objectives = documents::read<ObjectivesConfig>(json, "objectives");
  EXPECT_DOUBLE_EQ(objectives.latency_p99.value().value(), 0.4);
  EXPECT_DOUBLE_EQ(objectives.error_minutes.value().value(), 10);
  EXPECT_DOUBLE_EQ(objectives.more.at(0).in_share_of_months.value().value(), 0.95);
  EXPECT_FALSE(objectives.latency_p50.has_value());
}

}  // namespace
}  // namespace fleetcast::scenarios::results
