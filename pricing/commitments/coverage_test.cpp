// What commitments cover and what they do not, case by case.
#include "pricing/commitments/coverage.hpp"

#include <gmock/gmock.h>

#include "pricing/commitments/instance_size.hpp"
#include "pricing/recompute.hpp"
#include "pricing/testdata/commitment_samples.hpp"

namespace fleetcast::pricing::commitments {
namespace {

using namespace testdata;
using testing::AllOf;
using testing::HasSubstr;

const PriceBook& book() {
  static const PriceBook prices = book_of_instances({{"m6i.large", "0.096"},
                                                     {"m6i.xlarge", "0.192"},
                                                     {"c6g.large", "0.068"},
                                                     {"g4dn.xlarge", "0.526"},
                                                     {"g4dn.2xlarge", "0.752"}});
  return prices;
}

Bill bill_of(const UsageLedger& ledger, Commitments commitments) {
  return bill(ledger, book(), {.commitments = std::move(commitments)});
}

SavingsPlan at_discount(SavingsPlan plan, std::string_view discount) {
  plan.rates = {{"", "", {}, Decimal::parse(discount)}};
  return plan;
}

TEST(Coverage, ZonalReservationsCoverTheirTypeInTheirZoneOnly) {
  UsageLedger ledger;
  for (const char* zone : {"us-east-1a", "us-east-1b"}) ledger.add(instances("m6i.large", zone), 2 * 3600);
  ledger.add(instances("m6i.xlarge", "us-east-1a"), 3600);
  Reservation zonal = reserved("m6i.large", 4, "0.06");
  zonal.zone = "us-east-1a";
  const Bill result = bill_of(ledger, {{zonal}, {}});
  EXPECT_EQ(hours_of(result, instances("m6i.large", "us-east-1a")), (CoveredHours{usd("2"), {}}));
  EXPECT_EQ(hours_of(result, instances("m6i.large", "us-east-1b")), (CoveredHours{{}, usd("2")}));
  EXPECT_EQ(hours_of(result, instances("m6i.xlarge", "us-east-1a")), (CoveredHours{{}, usd("1")}));
  EXPECT_EQ(unused_of(result), usd("0.12"));
}

TEST(Coverage, ZonalReservationsComeBeforeRegionalOnes) {
  UsageLedger ledger;
  ledger.add(instances("m6i.large", "us-east-1a"), 3600);
  Reservation regional = reserved("m6i.large", 1, "0.06");
  Reservation zonal = regional;
  zonal.zone = "us-east-1a";
  zonal.terms.id = "zonal";
  const Bill result = bill_of(ledger, {{regional, zonal}, {}});
  for (const BillLine& line : result.lines) {
    if (!line.commitment || !line.commitment->status) continue;
    EXPECT_EQ(line.commitment->status == CommitmentStatus::used, line.commitment->id == "zonal");
  }
}

TEST(Coverage, SizesOfSomeFamiliesAreNotExchanged) {
  UsageLedger ledger;
  ledger.add(instances("g4dn.2xlarge"), 3600);
  ledger.add(instances("g4dn.xlarge"), 3600);
  const Bill result = bill_of(ledger, {{reserved("g4dn.xlarge", 3, "0.33")}, {}});
  EXPECT_EQ(hours_of(result, instances("g4dn.2xlarge")), (CoveredHours{{}, usd("1")}));
  EXPECT_EQ(hours_of(result, instances("g4dn.xlarge")), (CoveredHours{usd("1"), {}}));
  EXPECT_EQ(unused_of(result), usd("0.66"));
}

TEST(Coverage, AReservationCoversAPartOfALargerInstance) {
  UsageLedger ledger;
  ledger.add(instances("m6i.xlarge"), 3600);
  const Bill result = bill_of(ledger, {{reserved("m6i.large", 1, "0.06")}, {}});
  EXPECT_EQ(hours_of(result, instances("m6i.xlarge")), (CoveredHours{usd("0.5"), usd("0.5")}));
  EXPECT_EQ(result.total, usd("0.06") + usd("0.096"));
}

TEST(Coverage, AnHourThatIsNotUsedIsLost) {
  UsageLedger ledger;
  ledger.add(instances("m6i.large"), 2 * 3600);
  ledger.add(later(instances("m6i.large"), 2), 0);
  const Bill result = bill_of(ledger, {{reserved("m6i.large", 1, "0.06")}, {}});
  EXPECT_EQ(hours_of(result, instances("m6i.large")), (CoveredHours{usd("1"), usd("1")}));
  EXPECT_EQ(unused_of(result), usd("0.12"));
  EXPECT_EQ(result.total, usd("0.18") + usd("0.096"));
  EXPECT_EQ(result.total, result.effective_total);
}

TEST(Coverage, ReservationsThenInstancePlansThenComputePlans) {
  UsageLedger ledger;
  ledger.add(instances("m6i.large"), 3 * 3600);
  SavingsPlan compute = at_discount(compute_plan("0.0768"), "0.2");
  SavingsPlan of_family = at_discount(compute_plan("0.048"), "0.5");
  of_family.terms.id = "family";
  of_family.type = SavingsPlanType::ec2_instance;
  of_family.region = "us-east-1";
  of_family.family = "m6i";
  const Bill result = bill_of(ledger, {{reserved("m6i.large", 1, "0.06")}, {compute, of_family}});
  std::map<std::string, Decimal> covered;
  for (const BillLine& line : result.lines) {
    if (line.commitment && line.commitment->status) covered[line.commitment->id] += line.pricing_quantity;
  }
  const std::map<std::string, Decimal> one_each{{"family", usd("1")}, {"plan", usd("1")}, {"ri-m6i.large", usd("1")}};
  EXPECT_EQ(covered, one_each);
  EXPECT_EQ(billed_usage_of(result), Money{});
}

TEST(Coverage, APlanOfAFamilyLeavesOthersAlone) {
  UsageLedger ledger;
  ledger.add(instances("m6i.large"), 3600);
  ledger.add(instances("c6g.large"), 3600);
  SavingsPlan plan = at_discount(compute_plan("1"), "0.3");
  plan.type = SavingsPlanType::ec2_instance;
  plan.region = "us-east-1";
  plan.family = "m6i";
  const Bill result = bill_of(ledger, {{}, {plan}});
  EXPECT_EQ(hours_of(result, instances("m6i.large")), (CoveredHours{usd("1"), {}}));
  EXPECT_EQ(hours_of(result, instances("c6g.large")), (CoveredHours{{}, usd("1")}));
}

TEST(Coverage, APartlyCoveredLineSplits) {
  // 0.0672 an hour under the plan: 0.048 cover five sevenths of the hour.
  UsageLedger ledger;
  ledger.add(instances("m6i.large"), 3600);
  const Bill result = bill_of(ledger, {{}, {at_discount(compute_plan("0.048"), "0.3")}});
  EXPECT_EQ(hours_of(result, instances("m6i.large")).covered, usd("0.7142857143"));
  EXPECT_EQ(hours_of(result, instances("m6i.large")).on_demand, usd("0.2857142857"));
  EXPECT_EQ(result.effective_total, usd("0.048") + usd("0.0274285714"));
  EXPECT_EQ(unused_of(result), Money{});
}

TEST(Coverage, OthersUsageIsLeftAloneUnlessShared) {
  UsageLedger ledger;
  ledger.add(instances("m6i.large", "us-east-1a", "other"), 3600);
  SavingsPlan plan = at_discount(compute_plan("1"), "0.3");
  EXPECT_EQ(billed_usage_of(bill_of(ledger, {{}, {plan}})), Money{});
  plan.terms.is_shared = false;
  EXPECT_EQ(billed_usage_of(bill_of(ledger, {{}, {plan}})), usd("0.096"));
}

TEST(Coverage, TermsBeginAndEnd) {
  UsageLedger ledger;
  for (int hour = 0; hour < 4; ++hour) ledger.add(later(instances("m6i.large"), hour), 3600);
  SavingsPlan plan = at_discount(compute_plan("0.0672"), "0.3");
  plan.terms.start_hour = november + 2;
  EXPECT_EQ(hours_of(bill_of(ledger, {{}, {plan}}), instances("m6i.large")), (CoveredHours{usd("2"), usd("2")}));
  plan.terms.start_hour = november + 1 - plan.terms.hours();
  EXPECT_EQ(hours_of(bill_of(ledger, {{}, {plan}}), instances("m6i.large")), (CoveredHours{usd("1"), usd("3")}));
}

TEST(Coverage, WhatIsPaidInAdvanceIsBilledOnceAndSpreadInTheAmortisedView) {
  UsageLedger ledger;
  for (int hour = 0; hour < 10; ++hour) ledger.add(later(instances("m6i.large"), hour), 3600);
  SavingsPlan plan = at_discount(compute_plan("0.0672"), "0.3");
  plan.terms.payment = PaymentOption::partial_upfront;
  plan.terms.start_hour = november;
  const Bill result = bill_of(ledger, {{}, {plan}});
  EXPECT_EQ(result.total, usd("294.336") + usd("0.336"));
  EXPECT_EQ(result.effective_total, usd("0.672"));
  plan.terms.start_hour.reset();
  EXPECT_EQ(bill_of(ledger, {{}, {plan}}).total, usd("0.336"));
  EXPECT_EQ(bill_of(ledger, {{}, {plan}}).effective_total, usd("0.672"));
}

TEST(Coverage, EveryMissingRateIsTold) {
  UsageLedger ledger;
  ledger.add(instances("m6i.large"), 3600);
  ledger.add(instances("c6g.large"), 3600);
  try {
    static_cast<void>(bill_of(ledger, {{}, {compute_plan("1")}}));
    FAIL() << "a plan without rates must be refused";
  } catch (const MissingRate& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("2 rates are missing"), HasSubstr("'plan'"), HasSubstr("'m6i.large'"),
                                    HasSubstr("'c6g.large'")));
  }
}

TEST(Coverage, RatesComeFromTheBookUnlessThePlanHasItsOwn) {
  PriceBook offers = book();
  offers.commitment_offers.savings_plans[{SavingsPlanType::compute, 1, PaymentOption::no_upfront,
                                          std::string(meter::ec2_instance_seconds), "m6i.large"}] = {usd("0.07"), {}};
  UsageLedger ledger;
  ledger.add(instances("m6i.large"), 3600);
  SavingsPlan plan = compute_plan("1");
  EXPECT_EQ(unused_of(bill(ledger, offers, {.commitments = {{}, {plan}}})), usd("0.93"));
  plan.rates = {{"", "m6i.*", {}, Decimal::parse("0.5")}, {"", "", {}, Decimal::parse("0.1")}};
  EXPECT_EQ(unused_of(bill(ledger, offers, {.commitments = {{}, {plan}}})), usd("0.952"));
}

TEST(Coverage, ReservedCacheNodesExchangeSizesWithinAnEngine) {
  UsageLedger ledger;
  const UsageKey nodes = row(meter::elasticache_node_hours, "cache.r7g.xlarge/valkey");
  const UsageKey other_engine = row(meter::elasticache_node_hours, "cache.r7g.large/redis");
  ledger.add(nodes, 2);
  ledger.add(other_engine, 1);
  Reservation reservation = reserved("cache.r7g.large/valkey", 3, "0.1");
  reservation.meter = meter::elasticache_node_hours;
  const Bill result = bill(ledger, us_east_1(), {.commitments = {{reservation}, {}}});
  EXPECT_EQ(hours_of(result, nodes), (CoveredHours{usd("1.5"), usd("0.5")}));
  EXPECT_EQ(hours_of(result, other_engine), (CoveredHours{{}, usd("1")}));
}

TEST(Coverage, ANormalisedMonthNeedsWholeHours) {
  UsageLedger ledger;
  ledger.add(instances("m6i.large"), 1800);
  const BillOptions options{.commitments = {{reserved("m6i.large", 1, "0.06")}, {}}};
  EXPECT_THROW(static_cast<void>(bill_normalised_month(ledger, 1800, book(), options)), std::invalid_argument);
  EXPECT_EQ(bill_normalised_month(ledger, 3600, book(), options).total, usd("43.8"));
}

TEST(Coverage, ACommitmentWithoutAnyUsageIsPaidAllTheSame) {
  BillOptions options{.commitments = {{}, {compute_plan("1.25")}}};
  options.period = BilledPeriod{november, november + 2};
  const Bill horizon = bill({}, book(), options);
  EXPECT_EQ(horizon.total, usd("2.5"));
  EXPECT_EQ(unused_of(horizon), usd("2.5"));
  EXPECT_EQ(recompute({}, book(), options), horizon.total);
  EXPECT_EQ(bill_normalised_month({}, 2 * 3600, book(), options).total, usd("912.5"));
}

TEST(InstanceSize, FollowsAwsTable) {
  const auto quarters = [](const char* type) { return size_of(type, us_east_1())->quarters; };
  EXPECT_EQ(quarters("t3.nano"), 1);
  EXPECT_EQ(quarters("m6i.large"), 16);
  EXPECT_EQ(quarters("c5.9xlarge"), 288);
  EXPECT_EQ(quarters("u-6tb1.112xlarge"), 896 * 4);
  EXPECT_EQ(quarters("m6i.metal"), quarters("m6i.32xlarge"));
  EXPECT_EQ(quarters("m7i.metal-24xl"), 192 * 4);
  EXPECT_EQ(size_of("cache.r7g.large/valkey", us_east_1())->family, "cache.r7g/valkey");
  EXPECT_FALSE(size_of("x9.metal", us_east_1()).has_value());
  EXPECT_FALSE(size_of("m6i", us_east_1()).has_value());
}

}  // namespace
}  // namespace fleetcast::pricing::commitments
