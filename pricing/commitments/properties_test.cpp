// What holds for any fleet and any commitments.
#include <gtest/gtest.h>

#include "pricing/commitments/payment_schedule.hpp"
#include "pricing/normalised_month.hpp"
#include "pricing/recompute.hpp"
#include "pricing/testdata/random_commitments.hpp"

namespace fleetcast::pricing::commitments {
namespace {

using namespace testdata;

constexpr std::uint64_t seeds = 40;

BillOptions options_of(const Commitments& commitments) {
  BillOptions options;
  options.commitments = commitments;
  options.period = BilledPeriod{november + 14 * 24, november + (14 + 42) * 24};
  return options;
}

Money paid_for(const Bill& bill) {
  Money paid;
  for (const BillLine& line : bill.lines) {
    if (line.charge_category == ChargeCategory::purchase) paid += line.billed_cost;
  }
  return paid;
}

TEST(CommitmentProperties, TheSecondComputationAgreesToTheLastDigit) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const UsageLedger ledger = random_fleet(seed, 1500);
    BillOptions options = options_of(random_commitments(seed));
    EXPECT_EQ(recompute(ledger, us_east_1(), options), bill(ledger, us_east_1(), options).total) << seed;
    options.discounts = {usd("0.05"), {{"Amazon ElastiCache", usd("0.125")}}, {}};
    options.discounts.private_rates[{std::string(meter::ec2_instance_seconds), "c6g.large", "on_demand"}] = usd("0.05");
    options.period.reset();
    EXPECT_EQ(recompute(ledger, us_east_1(), options), bill(ledger, us_east_1(), options).total) << seed;
  }
}

TEST(CommitmentProperties, ABillNeverExceedsTheBillWithoutPlusWhatIsPaid) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const UsageLedger ledger = random_fleet(seed, 1500);
    const Bill with = bill(ledger, us_east_1(), options_of(random_commitments(seed)));
    const Bill without = bill(ledger, us_east_1());
    EXPECT_LE(with.total, without.total + paid_for(with)) << seed;
    EXPECT_LT(billed_usage_of(with), without.total) << seed;
  }
}

TEST(CommitmentProperties, AnotherCommitmentNeverRaisesWhatIsPaidOnDemand) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const UsageLedger ledger = random_fleet(seed, 800);
    const Commitments all = random_commitments(seed);
    Commitments some;
    Money before = bill(ledger, us_east_1()).total;
    for (const Reservation& one : all.reservations) {
      some.reservations.push_back(one);
      const Money now = billed_usage_of(bill(ledger, us_east_1(), options_of(some)));
      EXPECT_LE(now, before) << seed;
      before = now;
    }
    for (const SavingsPlan& one : all.savings_plans) {
      if (one.type != SavingsPlanType::compute) continue;
      some.savings_plans.push_back(one);
      const Money now = billed_usage_of(bill(ledger, us_east_1(), options_of(some)));
      EXPECT_LE(now, before) << seed;
      before = now;
    }
  }
}

TEST(CommitmentProperties, TheAmortisedViewIsUsageOnDemandPlusEveryHourInForce) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const Commitments commitments = random_commitments(seed);
    const BillOptions options = options_of(commitments);
    const Bill result = bill(random_fleet(seed, 1500), us_east_1(), options);
    Money expected = billed_usage_of(result);
    const std::int64_t december = utc_hour_of(2026, 12, 1);
    const auto add = [&](const PaymentSchedule& schedule) {
      expected += schedule.amortised(options.period->first_hour, december);
      expected += schedule.amortised(december, options.period->end_hour);
    };
    for (const Reservation& one : commitments.reservations) add(payment_schedule(one));
    for (const SavingsPlan& one : commitments.savings_plans) add(payment_schedule(one));
    EXPECT_EQ(result.effective_total, expected) << seed;
  }
}

TEST(CommitmentProperties, BilledAndAmortisedViewsAreEqualOverAFullTerm) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Commitments commitments = random_commitments(seed);
    const auto begin_in_november = [](CommitmentTerms& terms) {
      terms.years = 1;
      terms.start_hour = november;
    };
    for (Reservation& one : commitments.reservations) begin_in_november(one.terms);
    for (SavingsPlan& one : commitments.savings_plans) begin_in_november(one.terms);
    BillOptions options = options_of(commitments);
    options.period = BilledPeriod{november, november + 8760};
    const Bill result = bill(random_fleet(seed, 800), us_east_1(), options);
    EXPECT_EQ(result.total, result.effective_total) << seed;
  }
}

TEST(CommitmentProperties, SpotIsNeverCovered) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    int covered = 0;
    const BillOptions options = options_of(random_commitments(seed));
    for (const BillLine& line : bill(random_fleet(seed, 800), us_east_1(), options).lines) {
      if (!line.commitment || line.commitment->status != CommitmentStatus::used) continue;
      EXPECT_FALSE(line.usage.purchase_option.ends_with("spot")) << seed;
      ++covered;
    }
    EXPECT_GT(covered, 0) << seed;
  }
}

TEST(CommitmentProperties, UsageIsNeitherLostNorDoubled) {
  const auto used = [](const Bill& bill) {
    std::map<PriceKey, Decimal> quantities;
    for (const BillLine& line : bill.lines) {
      if (line.charge_category != ChargeCategory::usage || line.tariff->meter.starts_with("commitment.")) continue;
      quantities[price_key(*line.tariff, line.usage)] += line.consumed_quantity;
    }
    return quantities;
  };
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const UsageLedger ledger = random_fleet(seed, 800);
    const auto with = used(bill(ledger, us_east_1(), options_of(random_commitments(seed))));
    const auto without = used(bill(ledger, us_east_1()));
    ASSERT_EQ(with.size(), without.size());
    // Each line's quantity is rounded to ten places.
    for (const auto& [key, quantity] : without) EXPECT_EQ(with.at(key).rounded(6), quantity.rounded(6)) << seed;
  }
}

TEST(CommitmentProperties, ANormalisedMonthCostsTheSameInBothViews) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const UsageLedger ledger = random_fleet(seed, 1500);
    BillOptions options = options_of(random_commitments(seed));
    const std::int64_t horizon = 42 * 86400;
    const Bill month = bill_normalised_month(ledger, horizon, us_east_1(), options);
    EXPECT_EQ(month.total, month.effective_total) << seed;
    const Money paid = paid_for(month);
    options.commitments = {};
    const Bill without = bill_normalised_month(ledger, horizon, us_east_1(), options);
    EXPECT_LE(month.total, without.total + paid) << seed;
  }
}

}  // namespace
}  // namespace fleetcast::pricing::commitments
