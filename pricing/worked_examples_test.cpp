// AWS's own worked examples and other published figures, priced with the shipped book.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "pricing/bill.hpp"
#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing {
namespace {

using namespace testdata;

TEST(WorkedExamples, FargateTasksOfTenMinutesADay) {
  // https://aws.amazon.com/fargate/pricing/: 5 tasks of 1 vCPU, 2 GB and 30 GB of storage, 10 minutes a day, 30 days;
  // the page rounds each line to cents before it adds.
  constexpr std::int64_t task_seconds = 5 * 600 * 30;
  const Money vcpu = price_of(row(meter::fargate_milli_vcpu_seconds, "x86_64", "fargate"), 1000 * task_seconds);
  const Money memory = price_of(row(meter::fargate_mib_seconds, "x86_64", "fargate"), 2 * mib_per_gb * task_seconds);
  const Money storage =
      price_of(row(meter::fargate_storage_mib_seconds, "x86_64", "fargate"), 10 * mib_per_gb * task_seconds);
  EXPECT_EQ(vcpu.rounded(2), usd("1.01"));
  EXPECT_EQ(memory.rounded(2), usd("0.22"));
  EXPECT_EQ(storage.rounded(2), usd("0.03"));
  EXPECT_EQ(vcpu.rounded(2) + memory.rounded(2) + storage.rounded(2), usd("1.26"));
}

TEST(WorkedExamples, FargatePodsOfAQuarterVcpu) {
  // Same page: 10 pods of 0.25 vCPU and 1 GB, an hour a day, 30 days: $3.04 + $1.33.
  constexpr std::int64_t pod_seconds = 10 * 3600 * 30;
  EXPECT_EQ(price_of(row(meter::fargate_milli_vcpu_seconds, "x86_64", "fargate"), 250 * pod_seconds).rounded(2),
            usd("3.04"));
  EXPECT_EQ(price_of(row(meter::fargate_mib_seconds, "x86_64", "fargate"), mib_per_gb * pod_seconds).rounded(2),
            usd("1.33"));
}

TEST(WorkedExamples, ApplicationLoadBalancerHour) {
  // https://aws.amazon.com/elasticloadbalancing/pricing/: 1 new connection/s of 2 minutes, 5 requests/s, 1.08 GB an
  // hour, 60 rules: 0.04, 0.04, 1.08 and 0.25 capacity units; $0.03114 an hour with the load balancer.
  UsageLedger ledger;
  ledger.add(row(meter::alb_hours), 1);
  ledger.add(row(meter::alb_new_connections), 3600);
  ledger.add(row(meter::alb_active_connection_minutes), 120 * 60);
  ledger.add(row(meter::alb_processed_bytes), gb * 108 / 100);
  ledger.add(row(meter::alb_rule_evaluations), (60 - 10) * 5 * 3600);
  EXPECT_EQ(bill(ledger, us_east_1()).total.rounded(8), usd("0.03114"));
}

TEST(WorkedExamples, NatGateway) {
  // https://aws.amazon.com/vpc/pricing/: an hour and a GB cost $0.045 each; 75 minutes count as 2 hours, the address
  // by the second.
  EXPECT_EQ(price_of(row(meter::nat_hours), 1), usd("0.045"));
  EXPECT_EQ(price_of(row(meter::nat_processed_bytes), gb), usd("0.045"));
  EXPECT_EQ(price_of(row(meter::nat_hours), 2) + price_of(row(meter::public_ipv4_seconds), 75 * 60), usd("0.09625"));
}

TEST(WorkedExamples, InterfaceEndpoint) {
  EXPECT_EQ(price_of(row(meter::endpoint_hours), 1) + price_of(row(meter::endpoint_processed_bytes), 3 * gb),
            usd("0.04"));
}

TEST(WorkedExamples, SpotInstanceInterruptedInItsFirstHourIsFree) {
  UsageLedger ledger;
  ledger.add(row(meter::ec2_instance_seconds, "m6i.large", "spot"), 50 * 60, 0);
  EXPECT_EQ(bill(ledger, us_east_1()).total, Money{});
}

TEST(WorkedExamples, S3StorageOfMarch) {
  // https://aws.amazon.com/s3/faqs/: 100 GB for 15 days, 100 TB for 16: 52,900 GB-months, $1,177.60 + $37.40.
  UsageKey key = row(meter::s3_storage_mib_seconds);
  key.utc_hour = utc_hour_of(2026, 3, 1);
  UsageLedger ledger;
  ledger.add(key, 100 * mib_per_gb * 15 * 86400);
  ledger.add(later(key, 15 * 24), 102'400 * mib_per_gb * 16 * 86400);
  const Bill result = bill(ledger, us_east_1());
  ASSERT_EQ(result.lines.size(), 2U);
  EXPECT_EQ(result.lines[0].pricing_quantity + result.lines[1].pricing_quantity, usd("52900"));
  EXPECT_EQ(result.lines[0].billed_cost, usd("1177.6"));
  EXPECT_EQ(result.lines[1].billed_cost, usd("37.4"));
}

TEST(WorkedExamples, Gp3VolumeOfHalfADay) {
  // https://aws.amazon.com/ebs/pricing/: 2,000 GB for 43,200 s of a 30-day month: $2.667.
  EXPECT_EQ(price_of(row(meter::ebs_gp3_mib_seconds), 2000 * mib_per_gb * 43'200).rounded(3), usd("2.667"));
}

TEST(WorkedExamples, WebAclForAMonth) {
  // https://aws.amazon.com/waf/pricing/: $5.00 for the web ACL, $0.60 per million requests.
  EXPECT_EQ(price_of(row(meter::waf_web_acl_hours), 720), usd("5"));
  EXPECT_EQ(price_of(row(meter::waf_requests), 10'000'000), usd("6"));
}

TEST(WorkedExamples, AuroraServerlessForANormalisedMonth) {
  // aws/agent-toolkit-for-aws: 6 ACU x 730 h x $0.12 = $525.60, 500 GB of storage $50, db.r6g.xlarge $378.87.
  UsageLedger ledger;
  ledger.add(row(meter::aurora_milli_acu_seconds), std::int64_t{6000} * 86400);
  ledger.add(row(meter::aurora_storage_mib_seconds), 500 * mib_per_gb * 86400);
  EXPECT_EQ(bill_normalised_month(ledger, 86400, us_east_1()).total, usd("575.6"));
  EXPECT_EQ(price_of(row(meter::aurora_instance_seconds, "db.r6g.xlarge"), 730 * 3600), usd("378.87"));
}

TEST(WorkedExamples, InstanceAndVolumeForADay) {
  // Third-party ledger of a 30-day month: ALB 0.54, address 0.12, t3.micro 0.2496, 8 GB gp3 0.02133.
  EXPECT_EQ(price_of(row(meter::alb_hours), 24), usd("0.54"));
  EXPECT_EQ(price_of(row(meter::public_ipv4_seconds), 86400), usd("0.12"));
  EXPECT_EQ(price_of(row(meter::ec2_instance_seconds, "t3.micro", "on_demand"), 86400), usd("0.2496"));
  EXPECT_EQ(price_of(row(meter::ebs_gp3_mib_seconds), 8 * mib_per_gb * 86400).rounded(5), usd("0.02133"));
}

/// Holds what reference case bill-01 counts: lifetimes of mean 600 s, by the second, with a minimum of 60 s.
struct Lifetimes {
  std::int64_t seconds = 0;
  std::int64_t billable_seconds = 0;
};

// Exponential lifetimes at the midpoints of equal slices of probability, so that the mean has no sampling error.
Lifetimes exponential_lifetimes(int count) {
  Lifetimes lifetimes;
  for (int i = 0; i < count; ++i) {
    const auto seconds = static_cast<std::int64_t>(std::ceil(-600.0 * std::log((i + 0.5) / count)));
    lifetimes.seconds += seconds;
    lifetimes.billable_seconds += std::max<std::int64_t>(60, seconds);
  }
  return lifetimes;
}

TEST(ReferenceCases, BillingBySecondsWithAMinimum) {
  // Cases bill-01 and bill-04: mean billed lifetime 603.354995202 s against 600.500138889 s used; 90 launches an hour
  // at $0.0464 cost $0.699891794435 an hour. The midpoint rule errs by less than 2e-5 with a million slices.
  constexpr int launches = 1'000'000;
  const Lifetimes lifetimes = exponential_lifetimes(launches);
  UsageLedger ledger;
  ledger.add(row(meter::ec2_instance_seconds, "m6i.large", "spot"), lifetimes.seconds, lifetimes.billable_seconds);
  BillOptions options;
  options.spot_usd_per_hour[{"m6i.large", ""}] = usd("0.0464");
  const Bill result = bill(ledger, us_east_1(), options);
  EXPECT_NEAR(result.lines.at(0).consumed_quantity.to_double() / launches, 603.354995202, 603.4 * 2e-5);
  EXPECT_NEAR(static_cast<double>(lifetimes.seconds) / launches, 600.500138889, 600.5 * 2e-5);
  EXPECT_NEAR(result.total.to_double() / launches * 90, 0.699891794435, 0.7 * 2e-5);
}

}  // namespace
}  // namespace fleetcast::pricing
