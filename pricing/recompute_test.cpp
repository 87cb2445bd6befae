#include "pricing/recompute.hpp"

#include <gtest/gtest.h>

#include <set>

#include "pricing/normalised_month.hpp"
#include "pricing/testdata/random_ledger.hpp"

namespace fleetcast::pricing {
namespace {

using namespace testdata;

TEST(Recompute, OfNothingIsZero) { EXPECT_EQ(recompute({}, us_east_1()), Money{}); }

TEST(Recompute, EqualsTheBillToTheLastDigit) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const UsageLedger ledger = random_ledger(seed, 3000);
    EXPECT_EQ(recompute(ledger, us_east_1()), bill(ledger, us_east_1()).total) << seed;
  }
}

TEST(Recompute, EqualsTheBillUnderEveryOption) {
  const UsageLedger ledger = random_ledger(99, 3000);
  BillOptions options{.has_free_allowances = false};
  options.spot_usd_per_hour[{"m6i.large", ""}] = usd("0.0333333");
  for (const auto& [name, type] : us_east_1().instance_types) {
    options.spot_usd_per_hour[{name, "us-east-1b"}] = usd("0.07");
  }
  EXPECT_EQ(recompute(ledger, us_east_1(), options), bill(ledger, us_east_1(), options).total);
  EXPECT_NE(bill(ledger, us_east_1(), options).total, bill(ledger, us_east_1()).total);

  options.normalised_month_hours = 730;
  const UsageLedger month = normalised_month(random_ledger(7, 500), 75 * 86400);
  EXPECT_EQ(recompute(month, us_east_1(), options), bill(month, us_east_1(), options).total);
}

TEST(Recompute, CoversLinesOfEveryTier) {
  const Bill result = bill(random_ledger(1, 3000), us_east_1());
  std::set<std::string> tiers;
  for (const BillLine& line : result.lines) tiers.insert(line.tier);
  EXPECT_EQ(tiers, (std::set<std::string>{"", "free", "1", "2", "3", "4", "5", "6", "7"}));
}

}  // namespace
}  // namespace fleetcast::pricing
