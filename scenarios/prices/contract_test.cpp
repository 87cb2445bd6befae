#include "scenarios/prices/contract.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "scenarios/documents/price_books.hpp"

namespace fleetcast::scenarios::prices {
namespace {

using pricing::Money;
using testing::HasSubstr;

const pricing::PriceBook& book() {
  static const pricing::PriceBook prices = documents::read_named_price_book("us-east-1");
  return prices;
}

class ContractFile : public testing::Test {
 protected:
  ~ContractFile() override { std::filesystem::remove(path_); }
  std::string put(const std::string& text) const {
    std::ofstream(path_) << text;
    return path_;
  }
  template <class Read>
  std::vector<documents::Problem> problems_of(Read read, const std::string& text) const {
    try {
      static_cast<void>(read(put(text)));
    } catch (const documents::InvalidDocument& error) {
      return error.problems();
    }
    return {};
  }
  const std::string path_ =
      testing::TempDir() + "contract_" + testing::UnitTest::GetInstance()->current_test_info()->name() + ".json";
};

TEST_F(ContractFile, HoldsCommitmentsOfEveryKind) {
  const auto commitments = read_commitments(put(R"({"schema_version": 1, "commitments": [
    {"id": "a", "type": "reserved", "pool": "m6i.large", "count": 4, "zone": "us-east-1a", "usd_per_hour": "0.06"},
    {"id": "b", "type": "compute_savings_plan", "years": 3, "payment": "all_upfront", "usd_per_hour": "1.5",
     "start": "2026-11-01T00:00:00Z", "rates": [{"discount": "0.27"}, {"pool": "m6i.*", "usd_per_unit": "0.07"}]},
    {"id": "c", "type": "ec2_instance_savings_plan", "family": "m6i", "usd_per_hour": "1", "account": "other"},
    {"id": "d", "type": "database_savings_plan", "usd_per_hour": "0.4"}]})"),
                                            book());
  ASSERT_EQ(commitments.reservations.size(), 1U);
  EXPECT_EQ(commitments.reservations[0].count, 4);
  EXPECT_EQ(commitments.reservations[0].zone, "us-east-1a");
  ASSERT_EQ(commitments.savings_plans.size(), 3U);
  EXPECT_EQ(commitments.savings_plans[0].terms.start_hour, pricing::utc_hour_of(2026, 11, 1));
  EXPECT_EQ(commitments.savings_plans[0].rates[1].usd_per_unit, Money::parse("0.07"));
  EXPECT_EQ(commitments.savings_plans[1].terms.account, "other");
  EXPECT_EQ(commitments.savings_plans[1].family, "m6i");
  EXPECT_EQ(commitments.savings_plans[2].terms.account, "main");
}

TEST_F(ContractFile, TellsEveryProblemOfCommitments) {
  const auto problems = problems_of([](const std::string& path) { return read_commitments(path, book()); }, R"({
    "schema_version": 1, "commitments": [
    {"id": "a", "type": "reserved", "pool": "m6i.larg", "payment": "all_upfront", "usd_per_hour": "0.06"},
    {"id": "a", "type": "compute_savings_plan", "years": 2, "usd_per_hour": "-1", "rates": [{"pool": "m6i.*"}]},
    {"id": "c", "type": "ec2_instance_savings_plan", "usd_per_hour": "1e3", "start": "soon", "zone": "x"},
    {"id": "d", "type": "database_savings_plan", "years": 3, "payment": "all_upfront"}]})");
  std::vector<std::string> pointers;
  for (const documents::Problem& one : problems) pointers.push_back(one.pointer);
  EXPECT_THAT(pointers, testing::UnorderedElementsAre(
                            "/commitments/0/pool", "/commitments/0/payment", "/commitments/1/id",
                            "/commitments/1/years", "/commitments/1/usd_per_hour", "/commitments/1/rates/0",
                            "/commitments/2/zone", "/commitments/2/start", "/commitments/2/family",
                            "/commitments/2/usd_per_hour", "/commitments/3/years", "/commitments/3/payment",
                            "/commitments/3/usd_per_hour"));
  EXPECT_THAT(problems[0].message, HasSubstr("did you mean 'm6i.large'?"));
}

TEST_F(ContractFile, HoldsDiscounts) {
  const auto discounts = read_discounts(put(R"({"schema_version": 1, "overall": "0.05",
    "by_service": {"Amazon CloudFront": "0.2"},
    "private_rates": [{"meter": "nat.hours", "usd_per_unit": "0.03"}]})"));
  EXPECT_EQ(discounts.overall, Money::parse("0.05"));
  EXPECT_EQ(discounts.by_service.at("Amazon CloudFront"), Money::parse("0.2"));
  EXPECT_EQ(discounts.private_rates.at({"nat.hours", "", ""}), Money::parse("0.03"));
}

TEST_F(ContractFile, TellsEveryProblemOfDiscounts) {
  const auto problems = problems_of(read_discounts, R"({"schema_version": 1, "overall": "1",
    "by_service": {"Amazon CloudFrond": "0.2"}, "over": 1,
    "private_rates": [{"meter": "nat.hour", "usd_per_unit": "0.03"},
                      {"meter": "nat.hours", "pool": "x", "usd_per_unit": "NaN"}]})");
  std::vector<std::string> pointers;
  for (const documents::Problem& one : problems) pointers.push_back(one.pointer);
  EXPECT_THAT(pointers, testing::UnorderedElementsAre("/over", "/overall", "/by_service/Amazon CloudFrond",
                                                      "/private_rates/0/meter", "/private_rates/1/pool",
                                                      "/private_rates/1/usd_per_unit"));
}

}  // namespace
}  // namespace fleetcast::scenarios::prices
