#include "pricing/normalised_month.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "pricing/bill.hpp"
#include "pricing/testdata/samples.hpp"

namespace fleetcast::pricing {
namespace {

using namespace testdata;

std::int64_t billable_sum(const UsageLedger& ledger) {
  std::int64_t sum = 0;
  for (const auto& [key, amount] : ledger.rows()) sum += amount.billable;
  return sum;
}

TEST(NormalisedMonth, KeepsSumsExactHoweverSmallTheRows) {
  UsageLedger ledger;
  for (int hour = 0; hour < 720; ++hour) ledger.add(later(row(meter::alb_hours), hour), 1);
  EXPECT_EQ(billable_sum(normalised_month(ledger, 720 * 3600)), 730);
  EXPECT_EQ(billable_sum(normalised_month(ledger, 720 * 3600, 744)), 744);
  EXPECT_EQ(billable_sum(normalised_month(ledger, 2 * 720 * 3600)), 365);
}

TEST(NormalisedMonth, OfAMonthOfThatLengthChangesNothing) {
  UsageLedger ledger;
  ledger.add(row(meter::nat_processed_bytes), 12'345'678'901, 12'345'678'902);
  ledger.add(row(meter::ec2_instance_seconds, "m6i.large", "spot"), 7, 60);
  const UsageLedger month = normalised_month(ledger, 730 * 3600);
  EXPECT_EQ(month.rows().size(), ledger.rows().size());
  for (const auto& [key, amount] : ledger.rows()) {
    EXPECT_EQ(month.rows().at(key).raw, amount.raw);
    EXPECT_EQ(month.rows().at(key).billable, amount.billable);
  }
}

TEST(NormalisedMonth, DoesNotScaleFlatMonthlyMeters) {
  UsageLedger ledger;
  ledger.add(row(meter::route53_hosted_zone_months), 1);
  ledger.add(later(row(meter::route53_hosted_zone_months), 720), 1);
  EXPECT_EQ(billable_sum(normalised_month(ledger, 40 * 86400)), 1);
}

TEST(NormalisedMonth, IsScaledBeforeTiersAndBilledAsOneMonth) {
  UsageLedger ledger;  // 73 hours over the turn of a month, a tenth of a normalised month
  ledger.add(later(row(meter::internet_out_bytes), 719), 512 * gb);
  ledger.add(later(row(meter::internet_out_bytes), 720), 1024 * gb);
  const Bill month = bill_normalised_month(ledger, 73 * 3600, us_east_1());
  // 15,360 GB: 100 free, 10,140 at 0.09, 5,120 at 0.085.
  EXPECT_EQ(month.total, usd("1347.8"));
  EXPECT_EQ(month.normalised_month_hours, 730);
  for (const BillLine& line : month.lines) {
    EXPECT_EQ(line.billing_period.first_hour, november);
    EXPECT_EQ(line.billing_period.hours(), 730);
  }
  EXPECT_EQ(bill(ledger, us_east_1()).normalised_month_hours, std::nullopt);
}

TEST(NormalisedMonth, PricesStorageByItsOwnHours) {
  UsageLedger ledger;
  ledger.add(row(meter::ebs_gp3_mib_seconds), 100 * mib_per_gb * 86400);  // 100 GB for a day
  EXPECT_EQ(bill_normalised_month(ledger, 86400, us_east_1()).total, usd("8"));
}

TEST(NormalisedMonth, RefusesAnEmptyHorizon) {
  EXPECT_THROW(static_cast<void>(normalised_month({}, 0)), std::invalid_argument);
  EXPECT_THROW(static_cast<void>(normalised_month({}, 3600, 0)), std::invalid_argument);
  UsageLedger ledger;
  ledger.add(row(meter::nat_processed_bytes), std::int64_t{1} << 60);
  EXPECT_THROW(static_cast<void>(normalised_month(ledger, 3600)), std::overflow_error);
}

}  // namespace
}  // namespace fleetcast::pricing
