#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "pricing/importers/offers_for_tests.hpp"
#include "pricing/importers/spot_advisor.hpp"
#include "pricing/importers/spot_price_history.hpp"
#include "pricing/importers/spot_price_means.hpp"
#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing::importers {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const std::string advice = R"json({"ranges": [{"index": 0, "label": "<5%", "dots": 0, "max": 5}],
  "instance_types": {"m5.large": {"cores": 2, "ram_gb": 8.0, "emr": false}},
  "spot_advisor": {
    "eu-west-1": {"Linux": {"m5.large": {"s": 1, "r": 1}}},
    "us-east-1": {"Windows": {"m5.large": {"s": 5, "r": 0}},
                  "Linux": {"m5.large": {"s": 66, "r": 3}, "z9.huge": {"s": 10, "r": 4}}}}})json";

std::string advisor_problems(const std::string& text) {
  return problems_of(
      [](std::istream& input) { return read_spot_advisor(input, request(), "2025-06-28", testdata::us_east_1()); },
      text);
}

TEST(SpotAdvisor, GivesBandsAndPricesByTheSaving) {
  std::istringstream input(advice);
  const ImportedFigures figures = read_spot_advisor(input, request(), "2025-06-28", testdata::us_east_1());
  EXPECT_EQ(figures.interruption_bands.at("m5.large"), 3);
  ASSERT_EQ(figures.prices.size(), 1U);
  const ImportedPrice& price = figures.prices.begin()->second;
  EXPECT_EQ(price.tiers.front().price, Money::parse("0.03264"));  // 0.096 less 66 %
  EXPECT_EQ(price.confidence, "inferred");
  EXPECT_EQ(price.as_of, "2025-06-28");
  EXPECT_THAT(figures.notes.front(), HasSubstr("1 instance types have no on-demand price"));
}

TEST(SpotAdvisor, NamesEveryProblem) {
  EXPECT_THAT(advisor_problems(with(with(advice, "\"s\": 66", "\"s\": 101"), "\"r\": 4", "\"r\": -1")),
              AllOf(HasSubstr("/spot_advisor/us-east-1/Linux/m5.large/s"), HasSubstr("from 0 to 99, not '101'"),
                    HasSubstr("/spot_advisor/us-east-1/Linux/z9.huge/r"), HasSubstr("from 0 to 4, not '-1'")));
  EXPECT_THAT(advisor_problems(with(advice, "us-east-1", "us-east-9")), HasSubstr("there are eu-west-1, us-east-9"));
  EXPECT_THAT(advisor_problems(with(with(advice, "\"s\": 66", "\"s\": null"), ", \"r\": 4", "")),
              AllOf(HasSubstr("2 problems"), HasSubstr("/m5.large: lacks the number 's'"),
                    HasSubstr("/z9.huge: lacks the number 'r'")));
  EXPECT_THAT(advisor_problems("{}"), HasSubstr("this is no Spot Advisor file"));
  EXPECT_THAT(advisor_problems("SKU,\n"), HasSubstr("is no JSON"));
  EXPECT_THAT(advisor_problems(with(advice, "z9.huge", "m5.large")), HasSubstr("is listed twice"));
  std::istringstream input(advice);
  EXPECT_THROW(static_cast<void>(read_spot_advisor(input, request(), "June", testdata::us_east_1())),
               std::invalid_argument);
}

const std::string history = R"json({"SpotPriceHistory": [
  {"AvailabilityZone": "us-east-1a", "InstanceType": "m5.large", "ProductDescription": "Linux/UNIX",
   "SpotPrice": "0.040000", "Timestamp": "2021-05-02T00:30:00+00:00"},
  {"AvailabilityZone": "us-east-1a", "InstanceType": "m5.large", "ProductDescription": "Windows",
   "SpotPrice": "0.120000", "Timestamp": "2021-05-02T00:30:00+00:00"},
  {"AvailabilityZone": "us-east-1a", "InstanceType": "m5.large", "ProductDescription": "Linux/UNIX",
   "SpotPrice": "0.036000", "Timestamp": "2021-05-01T00:00:00.000Z"},
  {"AvailabilityZone": "us-west-1a", "InstanceType": "m5.large", "ProductDescription": "Linux/UNIX",
   "SpotPrice": "0.050000", "Timestamp": "2021-05-01T00:00:00.000Z"}], "NextToken": ""})json";

SpotPriceHistory read_history(const std::string& text) {
  std::istringstream input(text);
  return read_spot_price_history(input, request());
}

std::string history_problems(const std::string& text) {
  return problems_of([](std::istream& input) { return read_spot_price_history(input, request()); }, text);
}

// 2021-05-01T00:00Z
constexpr std::int64_t may = 1'619'827'200;

const SpotPriceHistory expected{
    {{"m5.large", "us-east-1a"}, {{may, Money::parse("0.036")}, {may + 86'400 + 1'800, Money::parse("0.04")}}}};

TEST(SpotPriceHistory, ReadsEveryForm) {
  EXPECT_EQ(read_history(history), expected);
  EXPECT_EQ(read_history("SPOTPRICEHISTORY\tus-east-1a\tm5.large\tLinux/UNIX\t0.040000\t2021-05-02T00:30:00+00:00\n"
                         "SPOTPRICEHISTORY\tus-east-1a\tm5.large\tLinux/UNIX\t0.036000\t2021-05-01T00:00:00+00:00\n"),
            expected);
  EXPECT_EQ(read_history("SpotPrice,Savings,AZ,Region,InstanceType,time\n"
                         "0.0400,1,us-east-1a,us-east-1,m5.large,2021-05-02 00:30:00+00:00\n"
                         "0.0360,1,us-east-1a,us-east-1,m5.large,2021-05-01 00:00:00+00:00\n"
                         "0.0500,1,usw1-az1,us-west-1,m5.large,2021-05-01 00:00:00+00:00\n"),
            expected);
  EXPECT_EQ(
      read_history("SpotPrice,AZ,InstanceType,time\n0.0400,use1-az2,m5.large,2021-05-01 00:00:00\n").begin()->first,
      (SpotPool{"m5.large", "use1-az2"}));
}

TEST(SpotPriceHistory, NamesEveryProblem) {
  EXPECT_THAT(history_problems(with(with(history, "0.036000", "-1"), "0.040000", "0")),
              AllOf(HasSubstr("/SpotPriceHistory/0: spot price of m5.large is zero"),
                    HasSubstr("/SpotPriceHistory/2: price '-1' is negative")));
  EXPECT_THAT(history_problems(with(history, "2021-05-01T", "2021-02-29T")), HasSubstr("'2021-02-29T00:00:00.000Z'"));
  EXPECT_THAT(history_problems(with(history, "2021-05-01T00:00:00.000Z", "2021-05-02T00:30:00Z")),
              HasSubstr("m5.large in us-east-1a: has two prices at 2021-05-02"));
  // In the text of a book, different bytes that are no UTF-8 look alike.
  EXPECT_THAT(history_problems("SpotPrice,AZ,InstanceType,time\n0.1,us-east-1a,m\x88.large,2021-05-01 00:00:00\n"),
              AllOf(HasSubstr("line 2: instance type"), HasSubstr("is no name of a type")));
  EXPECT_THAT(history_problems("{}"), HasSubstr("holds no spot price of Linux in region us-east-1"));
  EXPECT_THAT(history_problems("a,b\n1,2\n"), HasSubstr("line 1: is no row of column names"));
  EXPECT_THAT(history_problems("SpotPrice,AZ,InstanceType,time\n0.1\n"), HasSubstr("line 2: has 1 fields, too few"));
}

TEST(SpotPriceMeans, WeighPricesByTheTimeTheyHeld) {
  std::istringstream input(history);
  const ImportedFigures figures = read_spot_price_means(input, request());
  ASSERT_EQ(figures.prices.size(), 1U);
  const ImportedPrice& price = figures.prices.begin()->second;
  // 88,200 seconds of 0.036 and the one second of the last record.
  EXPECT_EQ(price.tiers.front().price, Decimal::parse("3175.24").times_ratio(1, 88'201));
  EXPECT_EQ(price.as_of, "2021-05-02");
  EXPECT_EQ(price.note, "mean of 1 zones from 2021-05-01 to 2021-05-02");
}

/// Opens a raw sample, where the shared folder is at hand.
std::ifstream shared(const std::string& path) {
  const char* named = std::getenv("FLEETCAST_SHARED");
  const std::filesystem::path folder = named != nullptr
                                           ? std::filesystem::path(named)
                                           : testdata::pricing_folder().parent_path().parent_path() / "shared";
  return std::ifstream(folder / path, std::ios::binary);
}

TEST(SharedSamples, CanBeRead) {
  std::ifstream cache = shared("samples/pricelist/AmazonElastiCache_offer_index_excerpt_2025-06-24.json");
  if (!cache) GTEST_SKIP() << "needs shared data: samples/pricelist";
  const ImportedFigures figures = read_price_list(cache, request());
  const auto& reservation = figures.reservations.at(
      {1, commitments::PaymentOption::all_upfront, "elasticache.node_hours", "cache.c7gn.large/valkey"});
  EXPECT_EQ(reservation.offer.upfront_usd, Money::parse("1143.7056"));
  EXPECT_EQ(figures.reservations.size(), 6U);
  std::ifstream advisor = shared("samples/spot/spot-advisor-data.sample.json");
  EXPECT_EQ(read_spot_advisor(advisor, request(), "2025-06-28", testdata::us_east_1()).interruption_bands.size(), 26U);
  std::ifstream spot = shared("samples/spot/describe-spot-price-history.json");
  EXPECT_EQ(read_spot_price_history(spot, {"spot", "us-west-1", {}}).size(), 2U);
  std::ifstream long_history = shared("data/spot/price-history/us-east-1_2021-03-02_2021-05-31/m5.large.json");
  EXPECT_EQ(read_spot_price_history(long_history, request()).size(), 5U);
  std::ifstream snapshot = shared("data/spot/spotlake_snapshot_2022-07-12.csv");
  EXPECT_GT(read_spot_price_history(snapshot, request()).size(), 1000U);
}

}  // namespace
}  // namespace fleetcast::pricing::importers
