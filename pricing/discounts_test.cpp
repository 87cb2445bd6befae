#include "pricing/discounts.hpp"

#include <gtest/gtest.h>

#include "pricing/recompute.hpp"
#include "pricing/testdata/random_ledger.hpp"

namespace fleetcast::pricing {
namespace {

using namespace testdata;

TEST(Discounts, TheMostSpecificDecides) {
  const Discounts discounts{usd("0.1"),
                            {{"Elastic Load Balancing", usd("0.25")}},
                            {{{std::string(meter::nat_hours), "", ""}, usd("0.01")}}};
  UsageLedger ledger;
  ledger.add(row(meter::alb_hours), 100);
  ledger.add(row(meter::nat_hours), 100);
  ledger.add(row(meter::endpoint_hours), 100);
  const Bill result = bill(ledger, us_east_1(), {.discounts = discounts});
  const auto contracted = totals_by(result, View::meter, Cost::contracted);
  EXPECT_EQ(contracted.at("alb.hours"), usd("1.6875"));  // 2.25 less a quarter
  EXPECT_EQ(contracted.at("nat.hours"), usd("1"));
  EXPECT_EQ(contracted.at("vpc.endpoint_hours"), usd("0.9"));
  EXPECT_EQ(result.total, usd("3.5875"));
  EXPECT_EQ(totals_by(result, View::meter, Cost::list).at("nat.hours"), usd("4.5"));
}

TEST(Discounts, LeaveListPricesAndTheFreeAllowanceAlone) {
  const UsageLedger ledger = random_ledger(5, 800);
  const Bill full = bill(ledger, us_east_1());
  const Bill half = bill(ledger, us_east_1(), {.discounts = {usd("0.5"), {}, {}}});
  ASSERT_EQ(full.lines.size(), half.lines.size());
  for (std::size_t i = 0; i < full.lines.size(); ++i) {
    EXPECT_EQ(full.lines[i].list_cost, half.lines[i].list_cost);
    EXPECT_EQ(full.lines[i].list_unit_price.times(usd("0.5")), half.lines[i].contracted_unit_price);
  }
}

TEST(Discounts, AgreeWithTheSecondComputation) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const UsageLedger ledger = random_ledger(seed, 1000);
    const BillOptions options{.discounts = {usd("0.0725"),
                                            {{"Amazon CloudFront", usd("0.4")}, {"AWS WAF", Decimal{}}},
                                            {{{std::string(meter::internet_out_bytes), "", ""}, usd("0.031")}}}};
    EXPECT_EQ(recompute(ledger, us_east_1(), options), bill(ledger, us_east_1(), options).total) << seed;
  }
}

}  // namespace
}  // namespace fleetcast::pricing
