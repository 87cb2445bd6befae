#include "pricing/importers/book_merge.hpp"

#include <gtest/gtest.h>

#include "pricing/book_io.hpp"
#include "pricing/importers/offers_for_tests.hpp"
#include "pricing/usage.hpp"

namespace fleetcast::pricing::importers {
namespace {

using ::testing::HasSubstr;

const std::string book_text = R"({"schema_version": 1, "name": "mine", "region": "us-east-1", "currency": "USD",
  "date": "2024-01-01", "sources": {"page": {"as_of": "2024-01-01"}},
  "prices": [
    {"meter": "ec2.instance_seconds", "pool": "m5.large", "purchase_option": "on_demand", "unit": "Hours",
     "price": "0.1", "from": "0", "to": null, "source": "page", "as_of": "2024-01-01", "confidence": "aws_page"},
    {"meter": "nat.hours", "pool": "", "purchase_option": "", "unit": "Hours", "price": "0.045", "from": "0",
     "to": null, "source": "page", "as_of": "2024-01-01", "confidence": "aws_page", "note": "kept"}],
  "allowances": [], "instance_types": [], "cache_node_types": [], "aurora_classes": []})";

ImportedFigures figures() {
  std::istringstream input(offer_json());
  return read_price_list(input, request());
}

TEST(BookMerge, ReplacesAddsAndKeeps) {
  const MergedBook merged = merge_into_book(book_text, "mine.json", figures());
  const PriceBook book = parse_price_book(merged.text, "mine.json");
  EXPECT_EQ(merged.counts.added, 1);
  EXPECT_EQ(merged.counts.changed, 1);
  EXPECT_EQ(merged.counts.confirmed, 0);
  const PriceTier& large = book.find_price({"ec2.instance_seconds", "m5.large", "on_demand"})->tiers.front();
  EXPECT_EQ(large.price, Money::parse("0.096"));
  EXPECT_EQ(large.provenance.source, "import AmazonEC2 20250912225308");
  EXPECT_EQ(large.provenance.as_of, "2025-09-12");
  EXPECT_EQ(large.provenance.confidence, "imported");
  EXPECT_EQ(book.find_price({"ec2.instance_seconds", "t3.medium", "on_demand"})->tiers.front().price,
            Money::parse("0.0416"));
  EXPECT_EQ(book.find_price({"nat.hours"})->tiers.front().provenance.source, "page");
  EXPECT_EQ(book.date, "2025-09-12");
}

TEST(BookMerge, IsTheSameTwice) {
  const MergedBook once = merge_into_book(book_text, "mine.json", figures());
  const MergedBook twice = merge_into_book(once.text, "mine.json", figures());
  EXPECT_EQ(once.text, twice.text);
  EXPECT_EQ(twice.counts.confirmed, 2);
}

TEST(BookMerge, RefusesAnotherRegionAndWhatIsNoBook) {
  ImportedFigures other = figures();
  other.region = "eu-west-1";
  EXPECT_THAT(problems_of([&](std::istream&) { return merge_into_book(book_text, "mine.json", other); }, ""),
              HasSubstr("the book is of us-east-1, the prices are of eu-west-1"));
  EXPECT_THAT(problems_of([&](std::istream&) { return merge_into_book("{}", "mine.json", figures()); }, ""),
              HasSubstr("mine.json"));
}

}  // namespace
}  // namespace fleetcast::pricing::importers
