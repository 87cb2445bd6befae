#include "pricing/focus/focus_csv.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "pricing/testdata/random_ledger.hpp"

namespace fleetcast::pricing::focus {
namespace {

using namespace testdata;
using Record = std::map<std::string, std::string>;

// A reader of RFC 4180 written for this test alone.
std::vector<std::vector<std::string>> parse_csv(const std::string& text) {
  std::vector<std::vector<std::string>> rows{{""}};
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (is_quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      rows.back().back() += text[++i];
    } else if (c == '"') {
      is_quoted = !is_quoted;
    } else if (c == ',' && !is_quoted) {
      rows.back().emplace_back();
    } else if (c == '\r' && !is_quoted) {
      continue;
    } else if (c == '\n' && !is_quoted) {
      rows.push_back({""});
    } else {
      rows.back().back() += c;
    }
  }
  rows.pop_back();
  return rows;
}

std::vector<Record> records_of(const Bill& bill) {
  std::ostringstream out;
  write_focus_csv(out, bill);
  const auto rows = parse_csv(out.str());
  std::vector<Record> records;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    EXPECT_EQ(rows[i].size(), rows[0].size()) << "line " << i;
    Record record;
    for (std::size_t column = 0; column < rows[0].size(); ++column) record[rows[0][column]] = rows[i][column];
    records.push_back(record);
  }
  return records;
}

TEST(FocusCsv, FollowsTheFormatsOfTheSpecification) {
  // Patterns as in FOCUS's own validator.
  const std::regex number(R"(^[+-]?([0-9]*[.])?[0-9]+([eE][+-]?[0-9]+)?$)");
  const std::regex date(R"(^\d{4}-[0-1]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\dZ?$)");
  const Bill result = bill(random_ledger(1, 400), us_east_1());
  const std::vector<Record> records = records_of(result);
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
  const Record record = records_of(bill(ledger, us_east_1())).at(0);
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
  const Record record = records_of(bill_normalised_month(ledger, 86400, us_east_1())).at(0);
  EXPECT_EQ(record.at("x_BillKind"), "normalised month of 730 h");
  EXPECT_EQ(record.at("PricingQuantity"), "730");
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
  const Record record = records_of(bill_with_commitment(ChargeCategory::purchase, std::nullopt)).at(0);
  EXPECT_EQ(record.at("ChargeCategory"), "Purchase");
  EXPECT_EQ(record.at("ChargeFrequency"), "Recurring");
  EXPECT_EQ(record.at("ChargeDescription"), "Compute Savings Plan, 1 year, no upfront, hourly fee");
  EXPECT_EQ(record.at("ResourceId"), "plan-1");
  EXPECT_EQ(record.at("ResourceType"), "Compute Savings Plan");
  EXPECT_EQ(record.at("CommitmentDiscountId"), "plan-1");
  EXPECT_EQ(record.at("CommitmentDiscountCategory"), "Spend");
  EXPECT_EQ(record.at("CommitmentDiscountStatus"), "");
  EXPECT_EQ(record.at("CommitmentDiscountQuantity"), "1");
  EXPECT_EQ(record.at("CommitmentDiscountUnit"), "USD");
  EXPECT_EQ(record.at("ConsumedQuantity"), "");
  EXPECT_EQ(record.at("ConsumedUnit"), "");
}

TEST(FocusCsv, TellsUsedFromUnusedPartsOfACommitment) {
  const Record used = records_of(bill_with_commitment(ChargeCategory::usage, CommitmentStatus::used)).at(0);
  EXPECT_EQ(used.at("CommitmentDiscountStatus"), "Used");
  EXPECT_EQ(used.at("ConsumedQuantity"), "3600");
  EXPECT_EQ(used.at("ResourceId"), "");
  EXPECT_EQ(used.at("SkuId"), "ec2.instance_seconds/m6i.large");
  EXPECT_EQ(used.at("SkuPriceId"),
            "ec2.instance_seconds/m6i.large/on_demand/Compute Savings Plan, 1 year, no upfront");
  const Record unused = records_of(bill_with_commitment(ChargeCategory::usage, CommitmentStatus::unused)).at(0);
  EXPECT_EQ(unused.at("CommitmentDiscountStatus"), "Unused");
  EXPECT_EQ(unused.at("ConsumedQuantity"), "");
  EXPECT_EQ(unused.at("ResourceId"), "plan-1");
  EXPECT_EQ(unused.at("SkuMeter"), "commitment");
}

TEST(FocusCsv, SaysThatItsRowsAreAForecast) {
  UsageLedger ledger;
  ledger.add(row(meter::nat_hours), 24);
  std::ostringstream out;
  write_focus_csv(out, bill(ledger, us_east_1()), {.replications = 20});
  const auto rows = parse_csv(out.str());
  const auto field = [&](std::string_view column) {
    return rows.at(1).at(static_cast<std::size_t>(std::ranges::find(rows[0], column) - rows[0].begin()));
  };
  EXPECT_EQ(field("x_Forecast"), "true");
  EXPECT_EQ(field("x_Replications"), "20");
  EXPECT_EQ(field("x_PriceBook"), us_east_1().name);
  EXPECT_EQ(field("x_PriceBookDigest"), us_east_1().digest);
  EXPECT_EQ(field("InvoiceId"), "");
  EXPECT_EQ(field("RegionName"), "US East (N. Virginia)");
}

}  // namespace
}  // namespace fleetcast::pricing::focus
