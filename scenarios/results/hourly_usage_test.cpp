#include "scenarios/results/hourly_usage.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "scenarios/results/sample_results.hpp"

namespace fleetcast::scenarios::results {
namespace {

double sum_of(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

TEST(Span, TouchesHoursInPart) {
  const Span span{sample::first_hour * 3600 + 1800, 5400};  // from half past to the full hour after the next
  EXPECT_EQ(span.first_hour(), sample::first_hour);
  ASSERT_EQ(span.hours(), 2U);
  EXPECT_DOUBLE_EQ(span.share_of_hour(0), 0.5);
  EXPECT_DOUBLE_EQ(span.share_of_hour(1), 1);
}

TEST(ZoneCapacity, CountsInstancesThatRan) {
  const std::vector<RunResult> runs = sample::runs(1);
  const ZoneCapacity capacity = zone_capacity(runs.front().ledger, {sample::first_hour * 3600, 7200});
  EXPECT_EQ(capacity.unit, "instances");
  ASSERT_EQ(capacity.zones.size(), 2U);
  EXPECT_EQ(capacity.zones[0].name, "us-east-1a");
  EXPECT_EQ(capacity.zones[0].values, (std::vector<double>{4, 4}));
  EXPECT_GE(capacity.zones[1].values[0], 6);
  EXPECT_LE(capacity.zones[1].values[0], 7);
}

TEST(ZoneCapacity, FallsBackToFargateAndThenToNothing) {
  pricing::UsageLedger usage;
  const Span span{sample::first_hour * 3600, 3600};
  EXPECT_TRUE(zone_capacity(usage, span).zones.empty());
  pricing::UsageKey key = sample::usage_row(pricing::meter::fargate_milli_vcpu_seconds, 0, "arm64", "fargate");
  key.zone = "us-east-1a";
  usage.add(key, 3600 * 1000 * 5);
  const ZoneCapacity capacity = zone_capacity(usage, span);
  EXPECT_EQ(capacity.unit, "vCPUs of Fargate");
  EXPECT_EQ(capacity.zones.at(0).values, std::vector<double>{5});
}

TEST(HourlyCost, MeanOverTheSpanIsTheBillOfTheMonth) {
  const Summary summary = sample::summary_of(sample::runs(3));
  const Span span{summary.heading.start_utc_seconds, summary.horizon_seconds};
  const auto services = hourly_cost(summary.mean_month_bill, 730, summary.mean_usage, span);
  ASSERT_FALSE(services.empty());
  double month = 0;
  for (const HourlySeries& service : services) {
    ASSERT_EQ(service.values.size(), 2U);
    month += sum_of(service.values) / 2 * 730;
  }
  EXPECT_NEAR(month, summary.mean_month_bill.total.to_double(), 1e-6 * month);
  EXPECT_GE(sum_of(services.front().values), sum_of(services.back().values));
}

TEST(HourlyCost, FollowsUsageInHoursThatAreCutShort) {
  // Ten instances for half an hour and ten for a whole one cost the same for each hour of time.
  pricing::UsageLedger usage;
  usage.add(sample::usage_row(pricing::meter::ec2_instance_seconds, 0, "m6i.large", "on_demand"), 10 * 1800);
  usage.add(sample::usage_row(pricing::meter::ec2_instance_seconds, 1, "m6i.large", "on_demand"), 10 * 3600);
  const pricing::Bill bill = pricing::bill_normalised_month(usage, 5400, sample::book());
  const auto services = hourly_cost(bill, 730, usage, {sample::first_hour * 3600 + 1800, 5400});
  ASSERT_EQ(services.size(), 1U);
  EXPECT_NEAR(services[0].values[0], services[0].values[1], 1e-9);
  EXPECT_NEAR(services[0].values[0] * 730, bill.total.to_double(), 1e-6);
}

}  // namespace
}  // namespace fleetcast::scenarios::results
