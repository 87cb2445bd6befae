#include "pricing/uncertain_prices.hpp"

#include <gtest/gtest.h>

#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing {
namespace {

using namespace testdata;

TEST(UncertainPrices, NameWhatNobodyLookedUpAndWhatItCost) {
  UsageLedger ledger;
  ledger.add(row(meter::ec2_instance_seconds, "m6i.large", "on_demand"), 3600);  // read from a price list
  ledger.add(row(meter::ec2_instance_seconds, "m6i.large", "spot"), 7200);       // inferred from a discount
  ledger.add(row(meter::sqs_requests), 3'000'000);                               // remembered, one million free
  const std::vector<UncertainPrice> prices = uncertain_prices(bill(ledger, us_east_1()), us_east_1());
  ASSERT_EQ(prices.size(), 3U);
  EXPECT_EQ(prices[0].key, (PriceKey{"sqs.requests", "", ""}));
  EXPECT_EQ(prices[0].billed_cost, usd("0.8"));
  EXPECT_EQ(prices[0].provenance.confidence, "memory");
  EXPECT_EQ(prices[1].key, (PriceKey{"ec2.instance_seconds", "m6i.large", "spot"}));
  EXPECT_EQ(prices[1].billed_cost, usd("0.07104"));
  EXPECT_EQ(prices[1].unit_price, usd("0.03552"));
  EXPECT_EQ(prices[1].provenance.confidence, "inferred");
  EXPECT_TRUE(prices[2].is_allowance);
  EXPECT_EQ(prices[2].key, (PriceKey{"sqs.requests", "", ""}));
}

TEST(UncertainPrices, AreNoneWhereTheUserSetsThePrice) {
  UsageLedger ledger;
  ledger.add(row(meter::ec2_instance_seconds, "m6i.large", "spot"), 7200);
  BillOptions options;
  options.spot_usd_per_hour[{"m6i.large", ""}] = usd("0.03");
  EXPECT_TRUE(uncertain_prices(bill(ledger, us_east_1(), options), us_east_1()).empty());
}

TEST(UncertainPrices, CountTheTierThatWasUsed) {
  // The price of custom metrics is remembered beyond the first 10,000 only.
  UsageLedger ledger;
  ledger.add(row(meter::cloudwatch_metric_hours), 10'000 * 720);
  const BillOptions without_allowances{.has_free_allowances = false};
  EXPECT_TRUE(uncertain_prices(bill(ledger, us_east_1(), without_allowances), us_east_1()).empty());
  ledger.add(later(row(meter::cloudwatch_metric_hours), 1), 720);
  const auto prices = uncertain_prices(bill(ledger, us_east_1(), without_allowances), us_east_1());
  ASSERT_EQ(prices.size(), 1U);
  EXPECT_EQ(prices[0].tier, "2");
  EXPECT_EQ(prices[0].billed_cost, usd("0.1"));
}

}  // namespace
}  // namespace fleetcast::pricing
