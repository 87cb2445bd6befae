#include "pricing/importers/savings_plan.hpp"

#include <gtest/gtest.h>

#include "pricing/importers/offers_for_tests.hpp"

namespace fleetcast::pricing::importers {
namespace {

using commitments::PaymentOption;
using commitments::SavingsPlanOfferKey;
using commitments::SavingsPlanType;
using ::testing::AllOf;
using ::testing::HasSubstr;

std::string problems(const std::string& text) {
  return problems_of([](std::istream& input) { return read_savings_plan(input, request()); }, text);
}

std::string rate_of(const ImportedFigures& figures, const SavingsPlanOfferKey& key) {
  const auto found = figures.savings_plans.find(key);
  return found == figures.savings_plans.end() ? "none" : found->second.offer.usd_per_unit.to_string();
}

const std::string products = R"json("products": [
    {"sku": "P1", "productFamily": "ComputeSavingsPlans", "serviceCode": "ComputeSavingsPlans",
     "attributes": {"purchaseOption": "All Upfront", "purchaseTerm": "1yr"}},
    {"sku": "P2", "productFamily": "EC2InstanceSavingsPlans", "serviceCode": "ComputeSavingsPlans",
     "attributes": {"purchaseOption": "No Upfront", "purchaseTerm": "3yr", "instanceType": "m5"}},
    {"sku": "P3", "productFamily": "SageMakerSavingsPlans",
     "attributes": {"purchaseOption": "No Upfront", "purchaseTerm": "1yr"}}])json";

// The shape of AWS's files as of 2026-06; the figures are made up.
const std::string terms = R"json("terms": {"savingsPlan": [
    {"sku": "P1", "description": "1 year All Upfront Compute Savings Plan", "effectiveDate": "2026-06-23T21:58:42Z",
     "leaseContractLength": {"duration": 1, "unit": "year"}, "rates": [
      {"discountedSku": "D1", "discountedUsageType": "BoxUsage:m5.large", "discountedOperation": "RunInstances",
       "discountedServiceCode": "AmazonEC2", "rateCode": "P1.D1", "unit": "Hrs",
       "discountedRate": {"price": "0.0652", "currency": "USD"}, "discountedRegionCode": "us-east-1",
       "discountedInstanceType": "m5.large"},
      {"discountedUsageType": "BoxUsage:m5.large", "discountedOperation": "RunInstances:0002",
       "discountedServiceCode": "AmazonEC2", "rateCode": "P1.D2", "unit": "Hrs",
       "discountedRate": {"price": "0.16", "currency": "USD"}, "discountedRegionCode": "us-east-1"},
      {"discountedUsageType": "DEN1-BoxUsage:c5d.2xlarge", "discountedOperation": "RunInstances",
       "discountedServiceCode": "AmazonEC2", "rateCode": "P1.D3", "unit": "Hrs",
       "discountedRate": {"price": "1.285", "currency": "USD"}, "discountedRegionCode": "us-west-2-den-1"},
      {"discountedUsageType": "USE1-Fargate-vCPU-Hours:perCPU", "discountedOperation": "",
       "discountedServiceCode": "AmazonECS", "rateCode": "P1.D4", "unit": "hours",
       "discountedRate": {"price": "0.0323", "currency": "USD"}, "discountedRegionCode": "us-east-1"}]},
    {"sku": "P2", "effectiveDate": "2026-06-23T21:58:42Z", "leaseContractLength": {"duration": 3, "unit": "year"},
     "rates": [{"discountedUsageType": "BoxUsage:m5.large", "discountedOperation": "RunInstances",
       "discountedServiceCode": "AmazonEC2", "rateCode": "P2.D1", "unit": "Hrs",
       "discountedRate": {"price": "0.041", "currency": "USD"}, "discountedRegionCode": "us-east-1"}]},
    {"sku": "P3", "leaseContractLength": {"duration": 1, "unit": "year"}, "rates": [
      {"discountedServiceCode": "AmazonSageMaker", "rateCode": "P3.D1", "unit": "Hrs",
       "discountedRate": {"price": "-5", "currency": "USD"}, "discountedRegionCode": "us-east-1"}]}]})json";

const std::string heading = R"({"version": "20260623215842", "publicationDate": "2026-06-23T21:58:42Z", )";
const std::string offer = heading + products + ", " + terms + "}";

ImportedFigures read(const std::string& text) {
  std::istringstream input(text);
  return read_savings_plan(input, request());
}

void expect_all_rates(const ImportedFigures& figures) {
  const std::string instances = "ec2.instance_seconds";
  EXPECT_EQ(rate_of(figures, {SavingsPlanType::compute, 1, PaymentOption::all_upfront, instances, "m5.large"}),
            "0.0652");
  EXPECT_EQ(rate_of(figures, {SavingsPlanType::compute, 1, PaymentOption::all_upfront, "fargate.milli_vcpu_seconds",
                              "x86_64"}),
            "0.0323");
  EXPECT_EQ(rate_of(figures, {SavingsPlanType::ec2_instance, 3, PaymentOption::no_upfront, instances, "m5.large"}),
            "0.041");
  EXPECT_EQ(figures.savings_plans.size(), 3U);
  EXPECT_EQ(figures.source.as_of, "2026-06-23");
}

TEST(SavingsPlanJson, ReadsRatesOfTheRegion) {
  expect_all_rates(read(offer));
}

TEST(SavingsPlanJson, ReadsRatesThatComeBeforeTheirPlans) {
  expect_all_rates(read(heading + terms + ", " + products + "}"));
}

TEST(SavingsPlanJson, NamesEveryProblem) {
  EXPECT_THAT(problems(with(with(offer, "\"0.0652\"", "\"-1\""), "\"0.041\", \"currency\": \"USD\"",
                            "\"0.041\", \"currency\": \"EUR\"")),
              AllOf(HasSubstr("/terms/savingsPlan/0/rates/0: rate P1.D1: price '-1' is negative"),
                    HasSubstr("/terms/savingsPlan/1/rates/0: rate P2.D1: is priced in 'EUR'")));
  EXPECT_THAT(problems(with(offer, "\"0.0652\"", "\"0\"")), HasSubstr("costs nothing"));
  EXPECT_THAT(problems(with(offer, "All Upfront\", \"purchaseTerm", "Some Upfront\", \"purchaseTerm")),
              HasSubstr("is of a plan for '1yr', 'Some Upfront'"));
  EXPECT_THAT(problems(with(offer, "RunInstances:0002", "RunInstances")), HasSubstr("is the second rate of"));
  EXPECT_THAT(problems(with(offer, "\"Hrs\"", "\"Days\"")), HasSubstr("is priced per 'Days'"));
  EXPECT_THAT(problems("{}"), HasSubstr("holds no rate of region us-east-1"));
  EXPECT_THAT(problems(offer.substr(0, 900)), HasSubstr("byte 901"));
}

const std::string columns =
    "\"Version\",\"20260623215842\"\n\"SKU\",\"RateCode\",\"Unit\",\"EffectiveDate\",\"DiscountedRate\",\"Currency\","
    "\"DiscountedSKU\",\"DiscountedServiceCode\",\"DiscountedUsageType\",\"DiscountedOperation\",\"PurchaseOption\","
    "\"LeaseContractLength\",\"LeaseContractLengthUnit\",\"ServiceCode\",\"Product Family\"\n";
const std::string row =
    "P1,P1.D1,Hrs,2026-06-23,0.0652,USD,D1,AmazonEC2,BoxUsage:m5.large,RunInstances,All Upfront,1,year,"
    "ComputeSavingsPlans,ComputeSavingsPlans\n";

TEST(SavingsPlanCsv, ReadsRates) {
  const std::string elsewhere = with(row, "BoxUsage", "USW2-BoxUsage");
  const ImportedFigures figures = read(columns + row + with(elsewhere, "0.0652", "0.07"));
  EXPECT_EQ(rate_of(figures, {SavingsPlanType::compute, 1, PaymentOption::all_upfront, "ec2.instance_seconds",
                              "m5.large"}),
            "0.0652");
  EXPECT_EQ(figures.savings_plans.size(), 1U);
}

TEST(SavingsPlanCsv, NamesTheLineOfEveryProblem) {
  EXPECT_THAT(problems(columns + with(row, "0.0652", "NaN")), HasSubstr("line 3: rate P1.D1: price 'NaN'"));
  EXPECT_THAT(problems(columns + with(row, "m5.large", "m\x88.large")), HasSubstr("is no name of a type"));
  EXPECT_THAT(problems(columns + "P1,P1.D1\n"), HasSubstr("line 3: has 2 fields, not 15"));
  EXPECT_THAT(problems("SKU,RateCode\n"), HasSubstr("lacks the columns unit, discountedrate"));
  EXPECT_THAT(problems("x\n"), HasSubstr("no Savings Plan offer file"));
}

}  // namespace
}  // namespace fleetcast::pricing::importers
