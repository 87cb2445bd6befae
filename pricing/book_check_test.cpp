#include "pricing/book_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "pricing/book_difference.hpp"
#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing {
namespace {

using namespace testdata;
using ::testing::Contains;
using ::testing::ElementsAre;

constexpr FindingKind wrong = FindingKind::wrong;
constexpr FindingKind lacking = FindingKind::lacking;

PriceTier& first_tier(PriceBook& book, const PriceKey& key) { return book.prices.at(key).tiers.front(); }

TEST(BookCheck, FindsNothingWrongWithTheShippedBooks) {
  for (const PriceBook* book : every_book()) {
    for (const BookFinding& finding : check_book(*book)) {
      EXPECT_NE(finding.kind, wrong) << book->name << ": " << finding.place << " " << finding.message;
    }
  }
}

TEST(BookCheck, TellsWhatABookLacks) {
  const std::vector<BookFinding> findings = check_book(*every_book().at(1));
  EXPECT_THAT(findings, Contains(BookFinding{lacking, "c7g.large", "has no on-demand price"}));
  EXPECT_THAT(findings, Contains(BookFinding{lacking, "cloudwatch.alarm_hours", "has no price"}));
  EXPECT_THAT(findings, Contains(BookFinding{lacking, "nlb.lcu_hours", "has no price"}));
  EXPECT_THAT(findings,
              Contains(BookFinding{lacking, "s3.storage_mib_seconds", "has no price beyond 51200 GB-Months a month"}));
}

TEST(BookCheck, FindsEverythingWrongAtOnce) {
  PriceBook book = us_east_1();
  first_tier(book, {"nat.hours"}).price = usd("1000000000000");
  first_tier(book, {"ec2.instance_seconds", "m6i.large", "on_demand"}).price = Money{};
  first_tier(book, {"alb.hours"}).provenance = {"", "", "certain"};
  book.prices.at({"s3.storage_mib_seconds"}).tiers.back().price = usd("9");
  book.prices[{"ec2.instance_seconds", "m9z.large", "on_demand"}] = *book.find_price({"nat.hours"});
  const std::vector<BookFinding> findings = check_book(book);
  EXPECT_THAT(findings, Contains(BookFinding{wrong, "nat.hours", "costs 1000000000000 USD, which no unit does"}));
  EXPECT_THAT(findings, Contains(BookFinding{wrong, "ec2.instance_seconds, on_demand, 'm6i.large'",
                                             "is free, which no machine is"}));
  EXPECT_THAT(findings, Contains(BookFinding{wrong, "m6i.large",
                                             "costs more on the spot market, 0.03552 USD, than on demand"}));
  EXPECT_THAT(findings, Contains(BookFinding{wrong, "alb.hours", "names no source"}));
  EXPECT_THAT(findings, Contains(BookFinding{wrong, "alb.hours", "has confidence 'certain', which is not known"}));
  EXPECT_THAT(findings, Contains(BookFinding{wrong, "s3.storage_mib_seconds",
                                             "is dearer from 512000 GB-Months than below"}));
  EXPECT_THAT(findings, Contains(BookFinding{wrong, "ec2.instance_seconds, on_demand, 'm9z.large'",
                                             "is a price of a type that the catalogue does not hold"}));
  EXPECT_EQ(findings.front().kind, wrong);
}

TEST(BookDifference, ListsWhatChangedCameAndWent) {
  PriceBook other = us_east_1();
  EXPECT_TRUE(differences(us_east_1(), other).empty());
  first_tier(other, {"nat.hours"}).price = usd("0.05");
  other.prices.erase({"alb.hours"});
  other.allowances.at("sqs.requests").quantity = usd("2");
  EXPECT_THAT(differences(us_east_1(), other),
              ElementsAre(BookDifference{"alb.hours", "Hours", usd("0.0225"), {}},
                          BookDifference{"nat.hours", "Hours", usd("0.045"), usd("0.05")},
                          BookDifference{"sqs.requests, free allowance", "1000000 Requests", usd("1"), usd("2")}));
}

}  // namespace
}  // namespace fleetcast::pricing
