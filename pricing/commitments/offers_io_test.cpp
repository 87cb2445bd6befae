#include "pricing/commitments/offers_io.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace fleetcast::pricing::commitments {
namespace {

using testing::HasSubstr;

CommitmentOffers read(const std::string& text, std::vector<Problem>& problems) {
  return read_commitment_offers(nlohmann::json::parse(text), problems, [](const JsonFields& fields) {
    return Provenance{fields.text("source"), fields.text("as_of"), fields.text("confidence")};
  });
}

TEST(CommitmentOffers, AreReadFromABook) {
  std::vector<Problem> problems;
  const CommitmentOffers offers = read(R"({
    "savings_plan_rates": [{"plan": "compute", "years": 1, "payment": "no_upfront", "meter": "ec2.instance_seconds",
      "pool": "m7g.large", "unit": "Hours", "price": "0.0599", "source": "s", "as_of": "2026-10-01",
      "confidence": "price_list_api"}],
    "reservations": [{"years": 3, "payment": "partial_upfront", "meter": "elasticache.node_hours",
      "pool": "cache.c7gn.large/valkey", "upfront_usd": "1286.6688", "usd_per_hour": "0.0488", "source": "s",
      "as_of": "2025-06-24", "confidence": "price_list_api"}]})",
                                       problems);
  EXPECT_TRUE(problems.empty());
  const SavingsPlanOffer& rate = offers.savings_plans.at(
      {SavingsPlanType::compute, 1, PaymentOption::no_upfront, "ec2.instance_seconds", "m7g.large"});
  EXPECT_EQ(rate.usd_per_unit, Money::parse("0.0599"));
  EXPECT_EQ(rate.provenance.confidence, "price_list_api");
  const ReservationOffer& reservation = offers.reservations.at(
      {3, PaymentOption::partial_upfront, "elasticache.node_hours", "cache.c7gn.large/valkey"});
  EXPECT_EQ(reservation.upfront_usd, Money::parse("1286.6688"));
  EXPECT_EQ(reservation.usd_per_hour, Money::parse("0.0488"));
}

TEST(CommitmentOffers, MayBeMissing) {
  std::vector<Problem> problems;
  EXPECT_TRUE(read("{}", problems).savings_plans.empty());
  EXPECT_TRUE(problems.empty());
}

TEST(CommitmentOffers, TellEveryProblem) {
  std::vector<Problem> problems;
  static_cast<void>(read(R"({
    "savings_plan_rates": [{"plan": "computer", "years": 2, "payment": "no_upfront", "meter": "ec2.instance_second",
      "pool": "m7g.large", "unit": "Hours", "price": "-1", "source": "s", "as_of": "2026", "confidence": "memory"}],
    "reservations": {}})",
                         problems));
  ASSERT_EQ(problems.size(), 5U);
  EXPECT_EQ(problems[0].pointer, "/savings_plan_rates/0/plan");
  EXPECT_THAT(problems[0].message, HasSubstr("did you mean 'compute'?"));
  EXPECT_EQ(problems[1].pointer, "/savings_plan_rates/0/years");
  EXPECT_EQ(problems[2].pointer, "/savings_plan_rates/0/meter");
  EXPECT_EQ(problems[3].message, "must not be negative");
  EXPECT_EQ(problems[4].pointer, "/reservations");
}

}  // namespace
}  // namespace fleetcast::pricing::commitments
