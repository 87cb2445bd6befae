#include "pricing/bill.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing {
namespace {

using namespace testdata;
using ::testing::HasSubstr;

const BillOptions without_allowances{.has_free_allowances = false};

Bill bill_of(const UsageKey& key, std::int64_t amount, const BillOptions& options = without_allowances) {
  UsageLedger ledger;
  ledger.add(key, amount);
  return bill(ledger, us_east_1(), options);
}

TEST(Bill, OfNothingIsZero) {
  const Bill empty = bill({}, us_east_1());
  EXPECT_TRUE(empty.lines.empty());
  EXPECT_EQ(empty.total, Money{});
}

TEST(Bill, PricesTheBillableAmountNotTheRawOne) {
  UsageLedger ledger;
  ledger.add(row(meter::ec2_instance_seconds, "m6i.large", "on_demand"), 10, 60);
  const Bill result = bill(ledger, us_east_1());
  ASSERT_EQ(result.lines.size(), 1U);
  EXPECT_EQ(result.lines[0].consumed_quantity, usd("60"));
  EXPECT_EQ(result.total, usd("0.0016"));  // 0.096 / 60
}

TEST(Bill, RoundsOncePerLineAndSumsExactly) {
  UsageLedger ledger;
  ledger.add(row(meter::ec2_instance_seconds, "m6i.large", "on_demand"), 1);
  ledger.add(row(meter::ec2_instance_seconds, "m6i.xlarge", "on_demand"), 1);
  const Bill result = bill(ledger, us_east_1());
  EXPECT_EQ(result.lines[0].billed_cost, usd("0.0000266667"));  // 0.096 / 3600 = 0.00002666...
  EXPECT_EQ(result.lines[1].billed_cost, usd("0.0000533333"));
  EXPECT_EQ(result.total, usd("0.00008"));
}

TEST(Bill, ChangesPriceAtTheEdgeOfATierAndNotBefore) {
  const UsageKey out = row(meter::internet_out_bytes);
  const std::int64_t edge = 10240 * gb;
  const Bill below = bill_of(out, edge - 1);
  const Bill at = bill_of(out, edge);
  const Bill above = bill_of(out, edge + gb);
  EXPECT_EQ(below.lines.size(), 1U);
  EXPECT_EQ(at.lines.size(), 1U);
  EXPECT_EQ(at.total, usd("921.6"));  // 10,240 x 0.09
  EXPECT_EQ(at.total - below.total, usd("0.0000000001"));  // one byte, 8.4e-11 before rounding
  ASSERT_EQ(above.lines.size(), 2U);
  EXPECT_EQ(above.lines[1].tier, "2");
  EXPECT_EQ(above.lines[1].billed_cost, usd("0.085"));
  EXPECT_EQ(above.lines[0].billed_cost, at.total);
}

TEST(Bill, FillsAllTiers) {
  const Bill result = bill_of(row(meter::internet_out_bytes), 200'000 * gb);
  ASSERT_EQ(result.lines.size(), 4U);
  // 10,240 x 0.09 + 40,960 x 0.085 + 102,400 x 0.07 + 46,400 x 0.05
  EXPECT_EQ(result.total, usd("13891.2"));
}

TEST(Bill, TakesTheFreeAllowanceOutOfTheFirstTier) {
  const UsageKey out = row(meter::internet_out_bytes);
  EXPECT_EQ(bill_of(out, 100 * gb, {}).total, Money{});
  EXPECT_EQ(bill_of(out, 101 * gb, {}).total, usd("0.09"));
  // The first tier still ends at 10,240 GB: (10,240 - 100) x 0.09 + 0.085.
  EXPECT_EQ(bill_of(out, 10'241 * gb, {}).total, usd("912.685"));
}

TEST(Bill, SharesOneAllowanceOverPools) {
  UsageLedger ledger;
  ledger.add(row(meter::cloudfront_out_bytes, "us_mexico_canada"), 1024 * gb);
  ledger.add(later(row(meter::cloudfront_out_bytes, "japan"), 1), gb);
  const Bill result = bill(ledger, us_east_1());
  ASSERT_EQ(result.lines.size(), 2U);
  EXPECT_EQ(result.lines[1].tier, "free");
  EXPECT_EQ(result.total, usd("0.114"));
}

TEST(Bill, IsMonotoneAndAdditiveWithinATier) {
  const UsageKey out = row(meter::internet_out_bytes);
  Money previous;
  for (std::int64_t tb = 1; tb < 200; tb += 7) {
    const Money total = bill_of(out, tb * 1024 * gb, {}).total;
    EXPECT_GT(total, previous);
    previous = total;
  }
  const Money parts = price_of(out, 3000 * gb) + price_of(out, 2000 * gb);
  EXPECT_EQ(parts, price_of(out, 5000 * gb));
}

TEST(Bill, FillsTiersInTheOrderOfTheHours) {
  UsageKey early = later(row(meter::internet_out_bytes), 0);
  early.service = "z";
  UsageKey late = later(row(meter::internet_out_bytes), 5);
  late.service = "a";
  UsageLedger ledger;
  ledger.add(early, 10'240 * gb);
  ledger.add(late, gb);
  const auto by_service = totals_by(bill(ledger, us_east_1(), without_allowances), View::service);
  EXPECT_EQ(by_service.at("z"), usd("921.6"));
  EXPECT_EQ(by_service.at("a"), usd("0.085"));
}

TEST(Bill, BeginsTiersAnewEachMonth) {
  const UsageKey out = row(meter::internet_out_bytes);
  UsageLedger ledger;
  ledger.add(later(out, 719), 10'240 * gb);
  ledger.add(later(out, 720), 10'240 * gb);
  const Bill result = bill(ledger, us_east_1());
  const auto by_month = totals_by(result, View::month);
  EXPECT_EQ(by_month.at("2026-11"), usd("912.6"));
  EXPECT_EQ(by_month.at("2026-12"), usd("912.6"));
}

TEST(Bill, UsesTheMonthsOwnLengthForStorage) {
  const std::int64_t gb_month_of_november = mib_per_gb * 3600 * 720;
  const UsageKey volume = row(meter::ebs_gp3_mib_seconds);
  EXPECT_EQ(price_of(volume, gb_month_of_november), usd("0.08"));
  EXPECT_EQ(price_of(later(volume, 720), gb_month_of_november), usd("0.0774193548"));  // 0.08 x 720 / 744
}

TEST(Bill, ChargesForTheLargestCapacityUnitDimensionOfEachHour) {
  const auto balancer = [](std::string_view meter, std::int64_t hour, std::string zone) {
    UsageKey key = later(row(meter), hour);
    key.service = "web";
    key.zone = std::move(zone);
    return key;
  };
  UsageLedger ledger;
  // Hour 0: connections lead, from two zones together: 90,000 a unit. Hour 1: bytes lead.
  ledger.add(balancer(meter::alb_new_connections, 0, "us-east-1a"), 90'000);
  ledger.add(balancer(meter::alb_new_connections, 0, "us-east-1b"), 90'000);
  ledger.add(balancer(meter::alb_processed_bytes, 0, "us-east-1a"), gb);
  ledger.add(balancer(meter::alb_rule_evaluations, 0, "us-east-1a"), 3'600'000);
  ledger.add(balancer(meter::alb_active_connection_minutes, 1, "us-east-1a"), 180'000);
  ledger.add(balancer(meter::alb_processed_bytes, 1, "us-east-1a"), 3 * gb);
  const Bill result = bill(ledger, us_east_1());
  ASSERT_EQ(result.lines.size(), 1U);
  EXPECT_EQ(result.lines[0].tariff->meter, alb_lcu_hours);
  EXPECT_EQ(result.lines[0].consumed_quantity, usd("5"));
  EXPECT_EQ(result.lines[0].usage.service, "web");
  EXPECT_EQ(result.total, usd("0.04"));
}

TEST(Bill, KeepsTheMaximaOfTwoLoadBalancersApart) {
  UsageKey first = row(meter::alb_new_connections);
  first.service = "a";
  UsageKey second = row(meter::alb_processed_bytes);
  second.service = "b";
  UsageLedger ledger;
  ledger.add(first, 90'000);
  ledger.add(second, gb);
  EXPECT_EQ(bill(ledger, us_east_1()).total, usd("0.016"));
}

TEST(Bill, ChargesTransfersBetweenZonesAtEitherEnd) {
  UsageKey transfer = row(meter::inter_zone_bytes);
  transfer.zone = "us-east-1a";
  transfer.peer_zone = "us-east-1b";
  const Bill result = bill_of(transfer, 100 * gb);
  const auto by_zone = totals_by(result, View::zone);
  EXPECT_EQ(by_zone.at("us-east-1a"), usd("1"));
  EXPECT_EQ(by_zone.at("us-east-1b"), usd("1"));
  transfer.meter = meter::inter_zone_managed_bytes;
  EXPECT_EQ(price_of(transfer, 100 * gb), usd("1"));
}

TEST(Bill, ChargesHostedZonesPerMonth) {
  EXPECT_EQ(price_of(row(meter::route53_hosted_zone_months), 26), usd("12.6"));  // 25 x 0.50 + 0.10
}

TEST(Bill, TakesSpotPricesFromOptionsByZoneThenByType) {
  BillOptions options;
  options.spot_usd_per_hour[{"m6i.large", ""}] = usd("0.05");
  options.spot_usd_per_hour[{"m6i.large", "us-east-1b"}] = usd("0.07");
  UsageLedger ledger;
  for (const char* zone : {"us-east-1a", "us-east-1b"}) {
    UsageKey key = row(meter::ec2_instance_seconds, "m6i.large", "spot");
    key.zone = zone;
    ledger.add(key, 3600);
  }
  ledger.add(row(meter::ec2_instance_seconds, "m6i.large", "on_demand"), 3600);
  const Bill result = bill(ledger, us_east_1(), options);
  EXPECT_EQ(totals_by(result, View::zone).at("us-east-1a"), usd("0.05"));
  EXPECT_EQ(totals_by(result, View::zone).at("us-east-1b"), usd("0.07"));
  EXPECT_EQ(totals_by(result, View::purchase_option).at("on_demand"), usd("0.096"));
  EXPECT_EQ(price_of(row(meter::ec2_instance_seconds, "m6i.large", "spot"), 3600), usd("0.03552"));
}

TEST(Bill, ReportsEveryMissingPriceAtOnce) {
  UsageLedger ledger;
  ledger.add(row(meter::ec2_instance_seconds, "m6i.larg", "spot"), 1);
  ledger.add(row(meter::ec2_instance_seconds, "m8i.large", "spot"), 1);
  ledger.add(row(meter::elasticache_node_hours, "cache.r7g.large"), 1);
  ledger.add(row("nat.ours"), 1);
  UsageKey elsewhere = row(meter::nat_hours);
  elsewhere.region = "eu-west-1";
  ledger.add(elsewhere, 1);
  try {
    static_cast<void>(bill(ledger, us_east_1()));
    FAIL() << "missing prices must be an error";
  } catch (const MissingPrice& error) {
    const std::string message = error.what();
    EXPECT_EQ(error.missing().size(), 5U);
    EXPECT_THAT(message, HasSubstr("price book us-east-1 of 2026-11-22 lacks 5 prices"));
    EXPECT_THAT(message, HasSubstr("spot, 'm6i.larg', region 'us-east-1': no price (did you mean 'm6i.large'?)"));
    EXPECT_THAT(message, HasSubstr("'m8i.large', region 'us-east-1': there is a price for purchase option"));
    EXPECT_THAT(message, HasSubstr("say 'cache.r7g.large/redis' or 'cache.r7g.large/valkey'"));
    EXPECT_THAT(message, HasSubstr("'nat.ours' is not a meter (did you mean 'nat.hours'?)"));
    EXPECT_THAT(message, HasSubstr("nat.hours, region 'eu-west-1': the book holds the prices of us-east-1"));
  }
}

TEST(Bill, NamesAnotherRegionOnce) {
  UsageLedger ledger;
  for (const std::string_view meter : {meter::nat_hours, meter::alb_hours, meter::sns_requests}) {
    ledger.add(row(meter), 1);
  }
  try {
    static_cast<void>(bill(ledger, *every_book().at(1)));
    FAIL() << "usage of another region must be an error";
  } catch (const MissingPrice& error) {
    EXPECT_STREQ(error.what(),
                 "price book eu-west-1 of 2026-11-22 lacks 3 prices\n"
                 "  alb.hours, region 'us-east-1': the book holds the prices of eu-west-1, "
                 "as for 2 more of 'us-east-1'");
  }
}

TEST(Bill, HasNoPriceBeyondTheEndOfTheLastTier) {
  const PriceBook& ireland = *every_book().at(1);  // whose sources price the first 50 TB of S3 only
  const std::int64_t month_of_50_tb = 51'200 * mib_per_gb * 720 * 3600;
  UsageKey key = row(meter::s3_storage_mib_seconds);
  key.region = "eu-west-1";
  UsageLedger ledger;
  ledger.add(key, month_of_50_tb);
  EXPECT_EQ(bill(ledger, ireland).total, usd("1177.6"));
  ledger.add(later(key, 1), 1);
  try {
    static_cast<void>(bill(ledger, ireland));
    FAIL() << "usage without a price must be an error";
  } catch (const MissingPrice& error) {
    EXPECT_THAT(error.what(), HasSubstr("price book eu-west-1 of 2026-11-22 lacks 1 price\n  s3.storage_mib_seconds, "
                                        "'', region 'eu-west-1': no price beyond 51200 GB-Months a month"));
  }
}

TEST(Bill, ChargesForTheLargestDimensionOfANetworkLoadBalancer) {
  // An hour of 800 new flows/s, 0.5 GB and 50,000 flows: one capacity unit.
  UsageLedger ledger;
  ledger.add(row(meter::nlb_new_flows), 800 * 3600);
  ledger.add(row(meter::nlb_processed_bytes), gb / 2);
  ledger.add(row(meter::nlb_active_flow_minutes), 50'000 * 60);
  const Bill result = bill(ledger, us_east_1());
  ASSERT_EQ(result.lines.size(), 1U);
  EXPECT_EQ(result.lines[0].tariff->meter, nlb_lcu_hours);
  EXPECT_EQ(result.total, usd("0.006"));
}

TEST(Bill, KeepsTheDimensionsOfItsRows) {
  UsageKey key = row(meter::ec2_instance_seconds, "m6i.large", "spot");
  key.zone = "us-east-1c";
  key.service = "api";
  key.fleet = "spot-fleet";
  key.tags = "team=web";
  UsageLedger ledger;
  ledger.add(key, 3600);
  ledger.add(later(key, 3), 1800);
  const Bill result = bill(ledger, us_east_1());
  ASSERT_EQ(result.lines.size(), 1U);
  const BillLine& line = result.lines[0];
  EXPECT_EQ(line.usage.tags, "team=web");
  EXPECT_EQ(line.charge_period_start, november);
  EXPECT_EQ(line.charge_period_end, november + 4);
  EXPECT_EQ(line.pricing_quantity, usd("1.5"));
  for (const View view : {View::service, View::zone, View::fleet, View::aws_service, View::meter}) {
    EXPECT_EQ(totals_by(result, view).begin()->second, result.total);
  }
  EXPECT_EQ(totals_by(result, View::fleet).begin()->first, "spot-fleet");
  EXPECT_EQ(totals_by(result, View::aws_service).begin()->first, "Amazon Elastic Compute Cloud");
}

}  // namespace
}  // namespace fleetcast::pricing
