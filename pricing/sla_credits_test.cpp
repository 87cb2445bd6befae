#include "pricing/sla_credits.hpp"

#include <gtest/gtest.h>

#include <map>
#include <stdexcept>
#include <string>
#include <utility>

#include "pricing/ledger_io.hpp"
#include "pricing/recompute.hpp"
#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing {
namespace {

using namespace testdata;

// 1,000 GB of CloudFront, $85 a month, in November and December, and a NAT gateway.
Bill two_months() {
  UsageLedger ledger;
  ledger.add(row(meter::cloudfront_out_bytes, "us_mexico_canada"), 1000 * gb);
  ledger.add(later(row(meter::cloudfront_out_bytes, "us_mexico_canada"), 720), 1000 * gb);
  ledger.add(row(meter::nat_hours), 100);
  return bill(ledger, us_east_1(), {.has_free_allowances = false});
}

Money credit_at(std::string_view uptime) {
  Bill result = two_months();
  const Money before = result.total;
  add_sla_credits(result, std::vector<MonthlyUptime>{{"Amazon CloudFront", Decimal::parse(uptime)}});
  return before - result.total;
}

TEST(SlaCredits, GrowAtTheThresholdsOfTheAgreement) {
  EXPECT_EQ(credit_at("100"), usd("0"));
  EXPECT_EQ(credit_at("99.9"), usd("0"));
  EXPECT_EQ(credit_at("99.899999"), usd("17"));  // 10 % of $85 in each of two months
  EXPECT_EQ(credit_at("99"), usd("17"));
  EXPECT_EQ(credit_at("98.999999"), usd("42.5"));
  EXPECT_EQ(credit_at("95"), usd("42.5"));
  EXPECT_EQ(credit_at("94.999999"), usd("170"));
  EXPECT_EQ(credit_at("0"), usd("170"));
}

TEST(SlaCredits, AreLinesOfTheirOwnPerMonth) {
  Bill result = two_months();
  const std::size_t lines = result.lines.size();
  add_sla_credits(result, std::vector<MonthlyUptime>{{"Amazon CloudFront", usd("99.5")}});
  ASSERT_EQ(result.lines.size(), lines + 2);
  Money sum;
  for (const BillLine& line : result.lines) sum += line.billed_cost;
  EXPECT_EQ(sum, result.total);
  EXPECT_EQ(result.lines.back().charge_category, ChargeCategory::credit);
  EXPECT_EQ(result.lines.back().billed_cost, usd("-8.5"));
  EXPECT_EQ(totals_by(result, View::aws_service).at("Amazon CloudFront"), usd("153"));
}

TEST(SlaCredits, AreToldFromUsage) {
  Bill result = two_months();
  add_sla_credits(result, std::vector<MonthlyUptime>{{"Amazon CloudFront", usd("99.5")}});
  EXPECT_EQ(totals_by(result, View::meter).at("sla_credit"), usd("-17"));
  EXPECT_EQ(totals_by(result, View::meter).at("cloudfront.out_bytes"), usd("170"));
  const BillLine& line = result.lines.back();
  EXPECT_EQ(line.list_cost, line.billed_cost);
  EXPECT_EQ(line.contracted_cost, line.billed_cost);
}

// The rows of one service's meters in one month, as a ledger of their own.
UsageLedger part_of(const UsageLedger& ledger, std::string_view meters, const BillingMonth& month) {
  UsageLedger part;
  for (const auto& [key, amount] : ledger.rows()) {
    const bool is_within = key.utc_hour >= month.first_hour && key.utc_hour < month.end_hour;
    if (is_within && key.meter.starts_with(meters)) part.add(key, amount.raw, amount.billable);
  }
  return part;
}

TEST(SlaCredits, AgreeWithASecondComputation) {
  const UsageFile file = read_usage(pricing_folder() / "testdata" / "reference_usage.json");
  Bill result = bill(file.usage, us_east_1());
  add_sla_credits(result, std::vector<MonthlyUptime>{{"Elastic Load Balancing", usd("98.9")},
                                                     {"Amazon CloudFront", usd("99.5")},
                                                     {"Amazon ElastiCache", usd("12")}});
  const std::map<std::string, std::pair<std::string, Decimal>> credits{
      {"Elastic Load Balancing", {"alb.", usd("0.3")}}, {"Amazon CloudFront", {"cloudfront.", usd("0.1")}},
      {"Amazon ElastiCache", {"elasticache.", usd("1")}}};
  std::size_t compared = 0;
  for (const BillLine& line : result.lines) {
    if (!line.credit) continue;
    const auto& [meters, share] = credits.at(std::string(line.tariff->catalogue.service_name));
    const Money cost = recompute(part_of(file.usage, meters, line.billing_period), us_east_1());
    EXPECT_EQ(-line.billed_cost, cost.times(share, 10)) << line.tariff->catalogue.service_name;
    ++compared;
  }
  EXPECT_EQ(compared, 6U);  // three services in two months
}

TEST(SlaCredits, RefuseWhatIsNoAgreement) {
  Bill result = two_months();
  EXPECT_THROW(add_sla_credits(result, std::vector<MonthlyUptime>{{"Amazon Cloudfront", usd("99")}}),
               std::invalid_argument);
  EXPECT_THROW(add_sla_credits(result, std::vector<MonthlyUptime>{{"Amazon CloudFront", usd("100.1")}}),
               std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::pricing
