#include <gtest/gtest.h>

#include <optional>
#include <regex>
#include <string>
#include <vector>

#include "pricing/sla_credits.hpp"
#include "pricing/testdata/focus_records.hpp"
#include "pricing/testdata/random_ledger.hpp"

namespace fleetcast::pricing::focus {
namespace {

using namespace testdata;
using Record = FocusRecord;

TEST(FocusCsv, FollowsTheFormatsOfTheSpecification) {
  // Patterns as in FOCUS's own validator.
  const std::regex number(R"(^[+-]?([0-9]*[.])?[0-9]+([eE][+-]?[0-9]+)?$)");
  const std::regex date(R"(^\d{4}-[0-1]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\dZ?$)");
  const Bill result = bill(random_ledger(1, 400), us_east_1());
  const std::vector<Record> records = focus_records(result);
  ASSERT_EQ(records.size(), result.lines.size());
  Money sum;
  for (const Record& record : records) {
    for (const char* column : {"BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "ListUnitPrice",
                               "ContractedUnitPrice", "PricingQuantity", "ConsumedQuantity"}) {
      EXPECT_TRUE(std::regex_match(record.at(column), number)) << column << ": " << record.at(column);
    }
    for (const char* column : {"BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd"}) {
      EXPECT_TRUE(std::regex_match(record.at(column), date)) << column << ": " << record.at(column);
    }
    for (const char* column : {"BillingAccountId", "ServiceName", "ServiceCategory", "ServiceSubcategory",
                               "PricingUnit", "ProviderName", "PublisherName", "InvoiceIssuerName", "RegionId"}) {
      EXPECT_FALSE(record.at(column).empty()) << column;
    }
    EXPECT_LE(record.at("BillingPeriodStart"), record.at("ChargePeriodStart"));
    EXPECT_LE(record.at("ChargePeriodEnd"), record.at("BillingPeriodEnd"));
    EXPECT_EQ(record.at("BillingCurrency"), "USD");
    sum += usd(record.at("BilledCost"));
  }
  EXPECT_EQ(sum, result.total);
}

TEST(FocusCsv, QuotesWhatNeedsQuoting) {
  UsageKey key = row(meter::ec2_instance_seconds, "m6i.large", "spot");
  key.service = "a,\"b\"\nc";
  key.tags = "owner=O\"Hara;team=x=y;empty=;marked";
  key.zone = "us-east-1a";
  UsageLedger ledger;
  ledger.add(key, 3600);
  const Record record = focus_records(bill(ledger, us_east_1())).at(0);
  EXPECT_EQ(record.at("x_Service"), key.service);
  EXPECT_EQ(record.at("Tags"), R"({"empty":"","marked":true,"owner":"O\"Hara","team":"x=y"})");
  EXPECT_EQ(record.at("PricingCategory"), "Dynamic");
  EXPECT_EQ(record.at("AvailabilityZone"), "us-east-1a");
  EXPECT_EQ(record.at("SkuId"), "ec2.instance_seconds/m6i.large");
  EXPECT_EQ(record.at("SkuPriceId"), "ec2.instance_seconds/m6i.large/spot");
  EXPECT_EQ(record.at("SkuPriceDetails"),
            R"({"InstanceType":"m6i.large","OperatingSystem":"Linux","x_PurchaseOption":"spot"})");
  EXPECT_EQ(record.at("ChargePeriodEnd"), "2026-11-01T01:00:00Z");
  EXPECT_EQ(record.at("BillingPeriodEnd"), "2026-12-01T00:00:00Z");
  EXPECT_EQ(record.at("x_BillKind"), "horizon");
}

TEST(FocusCsv, SaysWhenTheMonthIsNormalised) {
  UsageLedger ledger;
  ledger.add(row(meter::nat_hours), 24);
  const Record record = focus_records(bill_normalised_month(ledger, 86400, us_east_1())).at(0);
  EXPECT_EQ(record.at("x_BillKind"), "normalised month of 730 h");
  EXPECT_EQ(record.at("PricingQuantity"), "730.0");
}

TEST(FocusCsv, CreditsHaveNeitherPricesNorQuantities) {
  UsageLedger ledger;
  ledger.add(row(meter::cloudfront_out_bytes, "us_mexico_canada"), 1000 * gb);
  Bill result = bill(ledger, us_east_1(), {.has_free_allowances = false});
  add_sla_credits(result, std::vector<MonthlyUptime>{{"Amazon CloudFront", usd("99.5")}});
  const Record record = focus_records(result).at(1);
  EXPECT_EQ(record.at("ChargeCategory"), "Credit");
  EXPECT_EQ(record.at("ChargeDescription"), "Service credit, 10 % for an uptime of 99.5 %");
  EXPECT_EQ(record.at("ServiceName"), "Amazon CloudFront");
  for (const char* column : {"BilledCost", "EffectiveCost", "ListCost", "ContractedCost"}) {
    EXPECT_EQ(record.at(column), "-8.5") << column;
  }
  for (const char* column : {"SkuId", "SkuMeter", "SkuPriceId", "SkuPriceDetails", "PricingQuantity", "PricingUnit",
                             "ConsumedQuantity", "ConsumedUnit", "ListUnitPrice", "ContractedUnitPrice",
                             "PricingCurrencyListUnitPrice", "PricingCategory"}) {
    EXPECT_EQ(record.at(column), "") << column;
  }
}

// A line of one hour of m6i.large, to be given a commitment.
Bill bill_with_commitment(ChargeCategory category, std::optional<CommitmentStatus> status) {
  UsageLedger ledger;
  ledger.add(row(meter::ec2_instance_seconds, "m6i.large", "on_demand"), 3600);
  Bill result = bill(ledger, us_east_1());
  BillLine& line = result.lines.at(0);
  line.charge_category = category;
  if (category == ChargeCategory::purchase) line.charge_frequency = ChargeFrequency::recurring;
  line.commitment = CommitmentShare{.id = "plan-1",
                                    .name = "Compute Savings Plan, 1 year, no upfront",
                                    .type = "Compute Savings Plan",
                                    .status = status,
                                    .quantity = usd("1"),
                                    .unit = "USD"};
  return result;
}

TEST(FocusCsv, TakesACommitmentForTheResourceOfItsPurchase) {
  const Record record = focus_records(bill_with_commitment(ChargeCategory::purchase, std::nullopt)).at(0);
  EXPECT_EQ(record.at("ChargeCategory"), "Purchase");
  EXPECT_EQ(record.at("ChargeFrequency"), "Recurring");
  EXPECT_EQ(record.at("ChargeDescription"), "Compute Savings Plan, 1 year, no upfront, hourly fee");
  EXPECT_EQ(record.at("ResourceId"), "plan-1");
  EXPECT_EQ(record.at("ResourceType"), "Compute Savings Plan");
  EXPECT_EQ(record.at("CommitmentDiscountId"), "plan-1");
  EXPECT_EQ(record.at("CommitmentDiscountCategory"), "Spend");
  EXPECT_EQ(record.at("CommitmentDiscountStatus"), "");
  EXPECT_EQ(record.at("CommitmentDiscountQuantity"), "1.0");
  EXPECT_EQ(record.at("CommitmentDiscountUnit"), "USD");
  EXPECT_EQ(record.at("ConsumedQuantity"), "");
  EXPECT_EQ(record.at("ConsumedUnit"), "");
}

TEST(FocusCsv, TellsUsedFromUnusedPartsOfACommitment) {
  const Record used = focus_records(bill_with_commitment(ChargeCategory::usage, CommitmentStatus::used)).at(0);
  EXPECT_EQ(used.at("CommitmentDiscountStatus"), "Used");
  EXPECT_EQ(used.at("ConsumedQuantity"), "3600.0");
  EXPECT_EQ(used.at("ResourceId"), "");
  EXPECT_EQ(used.at("SkuId"), "ec2.instance_seconds/m6i.large");
  EXPECT_EQ(used.at("SkuPriceId"),
            "ec2.instance_seconds/m6i.large/on_demand/Compute Savings Plan, 1 year, no upfront");
  const Record unused = focus_records(bill_with_commitment(ChargeCategory::usage, CommitmentStatus::unused)).at(0);
  EXPECT_EQ(unused.at("CommitmentDiscountStatus"), "Unused");
  EXPECT_EQ(unused.at("ConsumedQuantity"), "");
  EXPECT_EQ(unused.at("ResourceId"), "plan-1");
  EXPECT_EQ(unused.at("SkuPriceId"),
            "ec2.instance_seconds/m6i.large/Compute Savings Plan, 1 year, no upfront/unused");
}

TEST(FocusCsv, SaysThatItsRowsAreAForecast) {
  UsageLedger ledger;
  ledger.add(row(meter::nat_hours), 24);
  const Record record = focus_records(bill(ledger, us_east_1()), {.replications = 20}).at(0);
  EXPECT_EQ(record.at("x_Forecast"), "true");
  EXPECT_EQ(record.at("x_Replications"), "20");
  EXPECT_EQ(record.at("x_PriceBook"), us_east_1().name);
  EXPECT_EQ(record.at("x_PriceBookDigest"), us_east_1().digest);
  EXPECT_EQ(record.at("InvoiceId"), "");
  EXPECT_EQ(record.at("RegionName"), "US East (N. Virginia)");
}

}  // namespace
}  // namespace fleetcast::pricing::focus
