// The rows of FOCUS's own examples of commitments: FOCUS_Spec v1.2, appendix "Commitment discounts" and
// specification/data/commitment_discount_scenarios (CC BY 4.0). There a plan of 1 USD an hour for a year is bought, and
// used in one hour.
#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "pricing/testdata/commitment_samples.hpp"
#include "pricing/testdata/focus_records.hpp"

namespace fleetcast::pricing::focus {
namespace {

using namespace testdata;
using commitments::PaymentOption;

const std::int64_t new_year = utc_hour_of(2023, 1, 1);

// A plan of 1 USD an hour; an instance costs 2 USD an hour on demand and `rate` under the plan.
commitments::SavingsPlan plan_of_one_dollar(PaymentOption payment, std::string_view rate) {
  commitments::SavingsPlan plan = compute_plan("1");
  plan.terms.id = "my-commitment-discount-id";
  plan.terms.payment = payment;
  plan.terms.start_hour = new_year;
  plan.rates = {{.usd_per_unit = usd(rate)}};
  return plan;
}

// The rows of the first hour of the year.
std::vector<FocusRecord> rows_of(const commitments::SavingsPlan& plan, std::int64_t instance_seconds) {
  UsageLedger ledger;
  UsageKey key = instances("vm.large");
  key.utc_hour = new_year;
  if (instance_seconds > 0) ledger.add(key, instance_seconds);
  BillOptions options;
  options.commitments.savings_plans = {plan};
  options.period = BilledPeriod{new_year, new_year + 1};
  return focus_records(bill(ledger, book_of_instances({{"vm.large", "2"}}), options));
}

// The rows with a charge category.
std::vector<FocusRecord> only(std::vector<FocusRecord> rows, const std::string& category) {
  std::erase_if(rows, [&](const FocusRecord& row) { return row.at("ChargeCategory") != category; });
  return rows;
}

void expect_fields(const FocusRecord& row, std::initializer_list<std::pair<const char*, const char*>> fields) {
  for (const auto& [column, value] : fields) EXPECT_EQ(row.at(column), value) << column;
}

void expect_purchase(const FocusRecord& row, const char* frequency, const char* end, const char* dollars) {
  expect_fields(row, {{"BillingPeriodStart", "2023-01-01T00:00:00Z"},
                      {"BillingPeriodEnd", "2023-02-01T00:00:00Z"},
                      {"ChargePeriodStart", "2023-01-01T00:00:00Z"},
                      {"ChargePeriodEnd", end},
                      {"ChargeFrequency", frequency},
                      {"PricingCategory", "Standard"},
                      {"ResourceId", "my-commitment-discount-id"},
                      {"BilledCost", dollars},
                      {"EffectiveCost", "0.0"},
                      {"CommitmentDiscountId", "my-commitment-discount-id"},
                      {"CommitmentDiscountStatus", ""},
                      {"CommitmentDiscountQuantity", dollars},
                      {"CommitmentDiscountUnit", "USD"}});
}

TEST(FocusPurchase, AllUpfront) {
  const auto rows = only(rows_of(plan_of_one_dollar(PaymentOption::all_upfront, "1"), 3600), "Purchase");
  ASSERT_EQ(rows.size(), 1U);
  expect_purchase(rows[0], "One-Time", "2024-01-01T00:00:00Z", "8760.0");
}

TEST(FocusPurchase, NoUpfront) {
  const auto rows = only(rows_of(plan_of_one_dollar(PaymentOption::no_upfront, "1"), 3600), "Purchase");
  ASSERT_EQ(rows.size(), 1U);
  expect_purchase(rows[0], "Recurring", "2023-01-01T01:00:00Z", "1.0");
}

TEST(FocusPurchase, PartialUpfront) {
  const auto rows = only(rows_of(plan_of_one_dollar(PaymentOption::partial_upfront, "1"), 3600), "Purchase");
  ASSERT_EQ(rows.size(), 2U);
  expect_purchase(rows[0], "One-Time", "2024-01-01T00:00:00Z", "4380.0");
  expect_purchase(rows[1], "Recurring", "2023-01-01T01:00:00Z", "0.5");
}

void expect_usage(const FocusRecord& row, const char* status, const char* dollars) {
  expect_fields(row, {{"ChargePeriodStart", "2023-01-01T00:00:00Z"},
                      {"ChargePeriodEnd", "2023-01-01T01:00:00Z"},
                      {"ChargeFrequency", "Usage-Based"},
                      {"PricingCategory", "Committed"},
                      {"BilledCost", "0.0"},
                      {"EffectiveCost", dollars},
                      {"CommitmentDiscountId", "my-commitment-discount-id"},
                      {"CommitmentDiscountQuantity", dollars},
                      {"CommitmentDiscountStatus", status},
                      {"CommitmentDiscountUnit", "USD"}});
  if (std::string(status) == "Unused") {
    expect_fields(row, {{"ResourceId", "my-commitment-discount-id"}, {"ConsumedQuantity", ""}, {"ConsumedUnit", ""}});
  }
}

TEST(FocusUsage, OneHundredPercentUsed) {
  const auto rows = only(rows_of(plan_of_one_dollar(PaymentOption::all_upfront, "1"), 3600), "Usage");
  ASSERT_EQ(rows.size(), 1U);
  expect_usage(rows[0], "Used", "1.0");
  expect_fields(rows[0], {{"ConsumedQuantity", "3600.0"}, {"ConsumedUnit", "Seconds"}, {"PricingQuantity", "1.0"}});
}

TEST(FocusUsage, NothingUsed) {
  const auto rows = only(rows_of(plan_of_one_dollar(PaymentOption::all_upfront, "1"), 0), "Usage");
  ASSERT_EQ(rows.size(), 1U);
  expect_usage(rows[0], "Unused", "1.0");
}

TEST(FocusUsage, ThreeQuartersUsed) {
  const auto rows = only(rows_of(plan_of_one_dollar(PaymentOption::all_upfront, "0.75"), 3600), "Usage");
  ASSERT_EQ(rows.size(), 2U);
  expect_usage(rows[0], "Used", "0.75");
  expect_usage(rows[1], "Unused", "0.25");
}

TEST(FocusUsage, HalfADollarMoreThanCommitted) {
  const auto rows = only(rows_of(plan_of_one_dollar(PaymentOption::all_upfront, "1"), 3600 + 900), "Usage");
  ASSERT_EQ(rows.size(), 2U);
  const auto& [on_demand, used] = std::pair(rows[0].at("CommitmentDiscountId").empty() ? rows[0] : rows[1],
                                            rows[0].at("CommitmentDiscountId").empty() ? rows[1] : rows[0]);
  expect_usage(used, "Used", "1.0");
  expect_fields(on_demand, {{"PricingCategory", "Standard"}, {"BilledCost", "0.5"}, {"EffectiveCost", "0.5"},
                            {"CommitmentDiscountQuantity", ""}, {"CommitmentDiscountUnit", ""}});
}

}  // namespace
}  // namespace fleetcast::pricing::focus
