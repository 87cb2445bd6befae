#include "pricing/spot_prices.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pricing/recompute.hpp"
#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::int64_t start = testdata::november * 3600;

SpotPriceChange at(std::int64_t second, const char* price) {
  return {start + second, Money::parse(price)};
}

// Two zones of one type: zone a changes within the third hour, and once more within the same hour.
SpotPriceHistory history() {
  return {{{"m6i.large", "us-east-1a"}, {at(-100, "0.04"), at(2 * 3600 + 900, "0.05"), at(2 * 3600 + 1800, "0.03")}},
          {{"m6i.large", "us-east-1b"}, {at(3600, "0.07")}}};
}

HourlySpotPrices laid(std::int64_t hours, const std::map<std::string, std::string>& zones = {}) {
  return {history(), {testdata::november, testdata::november + hours, start, zones}};
}

UsageKey spot(const std::string& zone, std::int64_t hour) {
  UsageKey key;
  key.meter = meter::ec2_instance_seconds;
  key.region = "us-east-1";
  key.zone = zone;
  key.pool = "m6i.large";
  key.purchase_option = "spot";
  key.utc_hour = testdata::november + hour;
  return key;
}

BillOptions with_history(std::int64_t hours) {
  BillOptions options;
  options.hourly_spot_prices = laid(hours);
  return options;
}

TEST(MeanSpotPrice, WeighsPricesByTheSecondsTheyHeld) {
  const auto changes = history().at({"m6i.large", "us-east-1a"});
  EXPECT_EQ(mean_spot_price(changes, start, start + 3600), Money::parse("0.04"));
  // 900 s of 0.04, 900 s of 0.05, 1,800 s of 0.03.
  EXPECT_EQ(mean_spot_price(changes, start + 7200, start + 10'800), Money::parse("0.0375"));
  // 1 s of 0.04 and 2 s of 0.05, which no decimal holds exactly.
  EXPECT_EQ(mean_spot_price(changes, start + 8099, start + 8102), Money::parse("0.046666666667"));
  EXPECT_THROW(static_cast<void>(mean_spot_price(changes, start - 101, start)), std::invalid_argument);
}

TEST(HourlySpotPrices, BeginWithThePoolsFirstRecord) {
  const HourlySpotPrices prices = laid(4);
  EXPECT_EQ(*prices.find("m6i.large", "us-east-1a", testdata::november + 2), Money::parse("0.0375"));
  EXPECT_EQ(*prices.find("m6i.large", "us-east-1a", testdata::november + 3), Money::parse("0.03"));
  EXPECT_EQ(prices.find("m6i.large", "us-east-1a", testdata::november + 4), nullptr);
  EXPECT_EQ(prices.find("m6i.large", "us-east-1b", testdata::november), nullptr);
  EXPECT_EQ(*prices.find("m6i.large", "us-east-1b", testdata::november + 1), Money::parse("0.07"));
  EXPECT_EQ(prices.find("m6i.large", "us-east-1c", testdata::november), nullptr);
  EXPECT_THAT(prices.zones_of("m6i.large"), ElementsAre("us-east-1a", "us-east-1b"));
}

TEST(HourlySpotPrices, MayBeOfAnotherTimeAndZone) {
  // The history of an hour and a half later, zone b's in zone a.
  const HourlySpotPrices prices(history(), {testdata::november, testdata::november + 2, start + 5400,
                                            {{"us-east-1a", "us-east-1b"}, {"us-east-1c", "us-east-1a"}}});
  EXPECT_EQ(*prices.find("m6i.large", "us-east-1a", testdata::november), Money::parse("0.07"));
  // 2,700 s of 0.04 and 900 s of 0.05.
  EXPECT_EQ(*prices.find("m6i.large", "us-east-1c", testdata::november), Money::parse("0.0425"));
}

TEST(HourlySpotPrices, TellWhereNobodyConfirmedAPrice) {
  const std::vector<SpotPriceGap> expected{
      {{"m6i.large", "us-east-1a"}, testdata::november + 50, testdata::november + 100},
      {{"m6i.large", "us-east-1b"}, testdata::november + 49, testdata::november + 100}};
  EXPECT_EQ(laid(100).gaps(), expected);
  EXPECT_TRUE(laid(49).gaps().empty());
}

TEST(BillWithSpotPrices, PricesEachHourAtItsPrice) {
  UsageLedger ledger;
  for (std::int64_t hour = 0; hour < 4; ++hour) ledger.add(spot("us-east-1a", hour), 3600);
  ledger.add(spot("us-east-1b", 2), 1800);
  const BillOptions options = with_history(4);
  const Bill result = bill(ledger, testdata::us_east_1(), options);
  // Two hours at 0.04, one at 0.0375, one at 0.03; half an hour at 0.07.
  EXPECT_EQ(result.total, Money::parse("0.1825"));
  ASSERT_EQ(result.lines.size(), 4U);
  EXPECT_EQ(result.lines.front().list_unit_price, Money::parse("0.04"));
  EXPECT_EQ(result.lines.front().pricing_quantity, Decimal::parse("2"));
  EXPECT_EQ(recompute(ledger, testdata::us_east_1(), options), result.total);
}

TEST(BillWithSpotPrices, ScalesToAMonth) {
  UsageLedger ledger;
  for (std::int64_t hour = 0; hour < 4; ++hour) ledger.add(spot("us-east-1a", hour), 3600);
  const Bill month = bill_normalised_month(ledger, 4 * 3600, testdata::us_east_1(), with_history(4));
  EXPECT_EQ(month.total, Decimal::parse("0.1475").times_ratio(730, 4));
}

TEST(BillWithSpotPrices, PrefersFixedPrices) {
  UsageLedger ledger;
  ledger.add(spot("us-east-1c", 0), 3600);
  BillOptions options = with_history(4);
  options.spot_usd_per_hour[{"m6i.large", {}}] = Money::parse("0.02");
  EXPECT_EQ(bill(ledger, testdata::us_east_1(), options).total, Money::parse("0.02"));
}

std::string missing_in(const UsageLedger& ledger, const BillOptions& options) {
  try {
    static_cast<void>(bill(ledger, testdata::us_east_1(), options));
    return "";
  } catch (const MissingPrice& error) {
    return error.what();
  }
}

TEST(BillWithSpotPrices, NamesPoolsAndHoursThatTheHistoryLacks) {
  UsageLedger ledger;
  ledger.add(spot("us-east-1c", 0), 3600);
  ledger.add(spot("us-east-1b", 0), 3600);
  const std::string missing = missing_in(ledger, with_history(4));
  EXPECT_THAT(missing, HasSubstr("'m6i.large' in zone 'us-east-1c': no history of spot prices; there is one for zone "
                                 "us-east-1a, us-east-1b"));
  EXPECT_THAT(missing, HasSubstr("'m6i.large' in zone 'us-east-1b': the history of spot prices has none for "
                                 "2026-11-01T00:00:00Z to 2026-11-01T01:00:00Z"));
}

}  // namespace
}  // namespace fleetcast::pricing
