#include "pricing/book_io.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "pricing/problems.hpp"
#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing {
namespace {

using ::testing::HasSubstr;
using testdata::every_book;
using testdata::us_east_1;
using testdata::usd;

std::string message_of(std::string_view text) {
  try {
    static_cast<void>(parse_price_book(text, "book.json"));
  } catch (const InvalidDocument& error) {
    return error.what();
  }
  return "no problem";
}

constexpr std::string_view head = R"({"schema_version":1,"name":"b","region":"r","currency":"USD","date":"2026-01-01",
  "sources":{"s":{}},"allowances":[],"instance_types":[],"cache_node_types":[],"aurora_classes":[],"prices":[)";

std::string book_with(std::string_view rows) { return std::string(head) + std::string(rows) + "]}"; }

TEST(PriceBook, PricesEveryMeter) {
  std::set<std::string> priced;
  for (const auto& [key, price] : us_east_1().prices) priced.insert(key.meter);
  for (const std::string& meter : known_meters()) {
    EXPECT_TRUE(find_capacity_unit_dimension(meter) != nullptr || priced.contains(meter)) << meter;
  }
  EXPECT_TRUE(priced.contains(std::string(alb_lcu_hours)));
  EXPECT_TRUE(priced.contains(std::string(nlb_lcu_hours)));
}

TEST(PriceBook, HoldsFiguresWithTheirSources) {
  const Price* price = us_east_1().find_price({"ec2.instance_seconds", "m6i.large", "on_demand"});
  ASSERT_NE(price, nullptr);
  EXPECT_EQ(price->tiers.front().price, usd("0.096"));
  EXPECT_EQ(price->tiers.front().provenance.source, "karpenter");
  const Price* spot = us_east_1().find_price({"ec2.instance_seconds", "m6i.large", "spot"});
  ASSERT_NE(spot, nullptr);
  EXPECT_EQ(spot->tiers.front().price, usd("0.03552"));  // 0.096 less 63 %
  EXPECT_EQ(spot->tiers.front().provenance.confidence, "inferred");
  EXPECT_EQ(us_east_1().find_allowance("transfer.internet_out_bytes")->quantity, usd("100"));
}

TEST(PriceBook, HoldsTheCatalogue) {
  const InstanceType* type = us_east_1().find_instance_type("m6i.large");
  ASSERT_NE(type, nullptr);
  EXPECT_EQ(type->vcpu, 2);
  EXPECT_EQ(type->memory_gib, 8);
  EXPECT_EQ(type->max_enis, 3);
  EXPECT_EQ(type->spot_interruption_band, 2);
  EXPECT_EQ(us_east_1().find_instance_type("m6i.larg"), nullptr);
  EXPECT_EQ(us_east_1().find_instance_type("m8i.large")->spot_interruption_band, std::nullopt);
  EXPECT_EQ(us_east_1().find_cache_node_type("cache.r6g.large")->memory_gib, 13.07);
  EXPECT_EQ(us_east_1().find_aurora_class("db.r6g.xlarge")->max_connections_mysql, 2000);
  EXPECT_EQ(us_east_1().find_aurora_class("db.r6g.xlarge")->max_connections_postgresql, 3479);
}

TEST(PriceBook, OfEveryRegionHoldsEveryInstanceType) {
  for (const PriceBook* book : every_book()) {
    EXPECT_EQ(book->instance_types.size(), 359U) << book->name;
    EXPECT_EQ(book->name, book->region);
  }
  const PriceBook* ireland = every_book().at(1);
  EXPECT_EQ(ireland->region, "eu-west-1");
  EXPECT_EQ(ireland->find_price({"nat.hours", "", ""})->tiers.front().price, usd("0.048"));
  EXPECT_EQ(ireland->find_price({"cloudwatch.alarm_hours", "", ""}), nullptr);  // no source tells it
}

TEST(PriceBook, TellsBooksApart) {
  EXPECT_EQ(us_east_1().digest.size(), 16U);
  EXPECT_EQ(parse_price_book(book_with(""), "a").digest, parse_price_book(book_with(""), "b").digest);
  EXPECT_NE(parse_price_book(book_with(""), "a").digest, parse_price_book(book_with(" "), "a").digest);
}

TEST(PriceBook, ReportsEveryProblemAtOnce) {
  const std::string message = message_of(book_with(R"(
    {"meter":"nat.hours","pool":"","purchase_option":"","unit":"Hours","price":0.045,"from":"0","to":null,
     "source":"s","as_of":"2026","confidence":"memory"},
    {"meter":"nat.hour","pool":"","purchase_option":"","unit":"Hours","price":"1","from":"0","to":null,
     "source":"s","as_of":"2026","confidence":"memory"},
    {"meter":"alb.hours","pool":"","purchase_option":"","unit":"Days","price":"1","from":"5","to":"4",
     "source":"t","as_of":"2026","confidence":"memory","colour":1})"));
  EXPECT_THAT(message, HasSubstr("/prices/0/price: must be a decimal number in quotes"));
  EXPECT_THAT(message, HasSubstr("/prices/1/meter: 'nat.hour' is not billed (did you mean 'nat.hours'?)"));
  EXPECT_THAT(message, HasSubstr("/prices/2/unit: must be \"Hours\" for alb.hours"));
  EXPECT_THAT(message, HasSubstr("/prices/2/to: must be above 'from'"));
  EXPECT_THAT(message, HasSubstr("/prices/2/from: must be \"0\""));
  EXPECT_THAT(message, HasSubstr("/prices/2/source: 't' is not among the book's sources"));
  EXPECT_THAT(message, HasSubstr("/prices/2/colour: is not known here"));
}

TEST(PriceBook, RefusesAGapBetweenTiersAndASecondPrice) {
  const std::string tier = R"({"meter":"nat.hours","pool":"","purchase_option":"","unit":"Hours","price":"1",
    "source":"s","as_of":"2026","confidence":"memory",)";
  EXPECT_THAT(message_of(book_with(tier + R"("from":"0","to":"5"},)" + tier + R"("from":"6","to":null})")),
              HasSubstr("/prices/1/from: must be \"5\", where the tier before ends"));
  EXPECT_THAT(message_of(book_with(tier + R"("from":"0","to":null},)" + tier + R"("from":"0","to":null})")),
              HasSubstr("a price may be listed once"));
  EXPECT_THAT(message_of(book_with(tier + R"("from":"0","to":"0.5"},)" + tier + R"("from":"0.5","to":null})")),
              HasSubstr("/prices/0/to: must be a whole number of Hours"));
}

TEST(PriceBook, RefusesBrokenDocuments) {
  EXPECT_THAT(message_of(""), HasSubstr("parse error at line 1"));
  EXPECT_THAT(message_of("[]"), HasSubstr("must be an object"));
  EXPECT_THAT(message_of("{}"), HasSubstr("/schema_version: is missing"));
  EXPECT_THROW(static_cast<void>(read_price_book("/nowhere/book.json")), InvalidDocument);
  const std::string book = book_with("");
  for (std::size_t length = 0; length + 1 < book.size(); ++length) {
    ASSERT_NE(message_of(book.substr(0, length)), "no problem") << length;
  }
}

}  // namespace
}  // namespace fleetcast::pricing
