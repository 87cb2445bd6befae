// AWS's own worked examples of commitments; inputs and quoted amounts stand in tests/reference.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "pricing/commitments/payment_schedule.hpp"
#include "pricing/testdata/commitment_samples.hpp"

namespace fleetcast::pricing::commitments {
namespace {

using namespace testdata;
using nlohmann::json;

const json& examples() {
  static const json document = [] {
    std::ifstream file(pricing_folder().parent_path() / "tests" / "reference" / "commitment_examples.json");
    return json::parse(file).at("examples");
  }();
  return document;
}

const json& example(std::string_view id) {
  for (const json& one : examples()) {
    if (one.at("id") == id) return one;
  }
  throw std::invalid_argument("there is no example " + std::string(id));
}

const json& line_of(const json& one, std::string_view name) {
  for (const json& line : one.at("lines")) {
    if (line.at("line") == name) return line;
  }
  throw std::invalid_argument("the example has no line " + std::string(name));
}

/// Reads the first number in a quotation such as "$47.13" or "3083.5200 USD".
Decimal quoted_number(const std::string& text) {
  const std::size_t begin = text.find_first_of("0123456789");
  return Decimal::parse(text.substr(begin, text.find_first_not_of("0123456789.", begin) - begin));
}

// The text of a JSON number is what was written, but for trailing zeros.
Decimal number(const json& value) { return Decimal::parse(value.dump()); }

/// Holds AWS's hour of the Savings Plans pages. Lambda is no component here: instances at the same price per unit of
/// time stand in for it, and Windows on dedicated hosts for its price.
struct SavingsPlansHour {
  PriceBook book = book_of_instances(
      {{"r5.4xlarge", "1"}, {"m5.24xlarge", "10"}, {"lambda.duration", "0.054"}, {"lambda.requests", "0.2"}});
  UsageLedger ledger;
  SavingsPlan plan;
  UsageKey r5 = instances("r5.4xlarge");
  UsageKey vcpu = row(meter::fargate_milli_vcpu_seconds, "x86_64", "fargate");
  UsageKey memory = row(meter::fargate_mib_seconds, "x86_64", "fargate");

  explicit SavingsPlansHour(std::string_view id) {
    const json& inputs = example(id).at("inputs");
    book.prices[{vcpu.meter, "x86_64", "fargate"}] = {"vCPU-Hours", {PriceTier{{}, {}, usd("0.04"), {}}}};
    book.prices[{memory.meter, "x86_64", "fargate"}] = {"GB-Hours", {PriceTier{{}, {}, usd("0.004"), {}}}};
    ledger.add(r5, 4 * 3600);
    ledger.add(vcpu, std::int64_t{400} * 1000 * 3600);
    ledger.add(memory, std::int64_t{1600} * mib_per_gb * 3600);
    ledger.add(instances("m5.24xlarge"), 3600);
    ledger.add(instances("lambda.duration"), 1'500'000);
    ledger.add(instances("lambda.requests"), 3600);
    plan = compute_plan(inputs.at("plans")[0].at("commit").dump());
    const json& usage = inputs.at("usage_one_hour");
    plan.rates = {{r5.meter, "r5.4xlarge", number(usage[0].at("csp"))},
                  {vcpu.meter, "x86_64", number(usage[1].at("csp"))},
                  {memory.meter, "x86_64", number(usage[2].at("csp"))},
                  {r5.meter, "m5.24xlarge", number(usage[3].at("csp"))},
                  {r5.meter, "lambda.duration", usd("0.0459")},  // 0.00001275 a second
                  {r5.meter, "lambda.requests", number(usage[5].at("csp"))}};
  }
  [[nodiscard]] Bill priced() const { return bill(ledger, book, {.commitments = {{}, {plan}}}); }
};

TEST(WorkedExamples, SavingsPlanCoversEverything) {
  const SavingsPlansHour hour("sp-1");
  const Bill result = hour.priced();
  EXPECT_EQ(result.total, usd("50"));
  EXPECT_EQ(result.effective_total, usd("50"));
  EXPECT_EQ(billed_usage_of(result), Money{});
  EXPECT_EQ(unused_of(result), usd("2.875"));
  const Money at_plan_rates = result.effective_total - unused_of(result);
  EXPECT_EQ(at_plan_rates, number(example("sp-1").at("recomputed").at("csp")));
  // 47.125 is quoted as $47.13: the page rounds half up.
  EXPECT_EQ(at_plan_rates + usd("0.005"), quoted_number(line_of(example("sp-1"), "usage at CSP rates").at("quoted")));
  EXPECT_EQ(bill(hour.ledger, hour.book).total,
            quoted_number(line_of(example("sp-1"), "on-demand equivalent").at("quoted")));
}

TEST(WorkedExamples, SavingsPlanTakesTheHighestSavingThenTheLowestRate) {
  const SavingsPlansHour hour("sp-3");
  const Bill result = hour.priced();
  EXPECT_EQ(hours_of(result, hour.r5), (CoveredHours{usd("4"), {}}));
  EXPECT_EQ(hours_of(result, hour.memory), (CoveredHours{usd("1600"), {}}));
  EXPECT_EQ(hours_of(result, hour.vcpu), (CoveredHours{usd("400"), {}}));
  EXPECT_EQ(unused_of(result), Money{});
  EXPECT_EQ(billed_usage_of(result), quoted_number(example("sp-3").at("total").at("quoted")));
}

TEST(WorkedExamples, SavingsPlanThatRunsOutLeavesTheDearerVcpus) {
  // The hour of sp-3 with less: after r5 (2.80) and memory (4.80) there are 3.00 left, a hundred vCPU-hours.
  SavingsPlansHour hour("sp-3");
  hour.plan.usd_per_hour = usd("10.6");
  EXPECT_EQ(hours_of(hour.priced(), hour.memory), (CoveredHours{usd("1600"), {}}));
  EXPECT_EQ(hours_of(hour.priced(), hour.vcpu), (CoveredHours{usd("100"), usd("300")}));
}

TEST(WorkedExamples, ReservationTakesTheSmallestFirst) {
  const PriceBook book = book_of_instances({{"m3.xlarge", "0.266"}, {"m3.large", "0.133"}});
  UsageLedger ledger;
  const UsageKey xlarge = instances("m3.xlarge", "us-east-1a");
  const UsageKey large = instances("m3.large", "us-east-1b");
  ledger.add(xlarge, 2 * 3600);
  ledger.add(large, 2 * 3600);
  const Bill result = bill(ledger, book, {.commitments = {{reserved("m3.2xlarge", 1, "0.3")}, {}}});
  const json& quoted = example("ri-2");
  EXPECT_EQ(hours_of(result, large), (CoveredHours{number(line_of(quoted, "m3.large").at("amount")), {}}));
  EXPECT_EQ(hours_of(result, xlarge), (CoveredHours{number(line_of(quoted, "m3.xlarge").at("amount")), usd("1")}));
  EXPECT_EQ(unused_of(result), Money{});
  EXPECT_EQ(result.total, usd("0.3") + usd("0.266"));
}

TEST(WorkedExamples, ReservationServesItsOwnerFirst) {
  const PriceBook book = book_of_instances(
      {{"m4.xlarge", "0.2"}, {"m4.2xlarge", "0.4"}, {"c4.xlarge", "0.199"}, {"c4.2xlarge", "0.398"}});
  const UsageKey m4_of_a = instances("m4.xlarge", "us-east-1a", "A");
  const UsageKey m4_double_of_a = instances("m4.2xlarge", "us-east-1a", "A");
  const UsageKey m4_of_b = instances("m4.xlarge", "us-east-1a", "B");
  const UsageKey c4 = instances("c4.xlarge", "us-east-1a", "A");
  const UsageKey c4_double = instances("c4.2xlarge", "us-east-1a", "A");
  UsageLedger ledger;
  for (const UsageKey& two : {m4_of_a, m4_of_b, c4}) ledger.add(two, 2 * 3600);
  for (const UsageKey& one : {m4_double_of_a, c4_double}) ledger.add(one, 3600);
  Commitments commitments{{reserved("m4.xlarge", 4, "0.1"), reserved("c4.xlarge", 2, "0.1")}, {}};
  for (Reservation& one : commitments.reservations) one.terms.account = "A";
  const Bill result = bill(ledger, book, {.commitments = commitments});
  EXPECT_EQ(hours_of(result, m4_of_a), (CoveredHours{usd("2"), {}}));
  EXPECT_EQ(hours_of(result, m4_double_of_a), (CoveredHours{usd("1"), {}}));
  EXPECT_EQ(hours_of(result, m4_of_b), (CoveredHours{{}, usd("2")}));
  EXPECT_EQ(hours_of(result, c4), (CoveredHours{usd("2"), {}}));
  EXPECT_EQ(hours_of(result, c4_double), (CoveredHours{{}, usd("1")}));
}

PaymentOption payment_of(const std::string& word) {
  if (word == "no_upfront") return PaymentOption::no_upfront;
  return word == "partial_upfront" ? PaymentOption::partial_upfront : PaymentOption::all_upfront;
}

TEST(WorkedExamples, CalculatorArithmeticOfSavingsPlans) {
  int found = 0;
  for (const json& one : examples()) {
    const std::string id = one.at("id");
    if (!id.starts_with("calc-compute_sp") && !id.starts_with("calc-ec2_instance_sp")) continue;
    SCOPED_TRACE(id);
    const json& inputs = one.at("inputs");
    SavingsPlan plan = compute_plan(inputs.at("sp_rate").dump());
    plan.terms.years = inputs.at("term") == "1yr" ? 1 : 3;
    plan.terms.payment = payment_of(inputs.at("payment"));
    const PaymentSchedule schedule = payment_schedule(plan);
    EXPECT_EQ(schedule.total(), number(line_of(one, "total commitment").at("amount")));
    EXPECT_EQ(schedule.upfront, number(line_of(one, "upfront").at("amount")));
    EXPECT_EQ(schedule.per_hour, number(line_of(one, "hourly").at("amount")));
    const Money month = schedule.normalised_month(730);
    EXPECT_EQ(month, number(line_of(one, "normalized monthly").at("amount")));
    const Money on_demand_month = number(inputs.at("on_demand")).times_ratio(730, 1);
    const Decimal break_even = month.times_ratio(730, 1).divided_by(on_demand_month, 6);
    EXPECT_EQ(break_even, number(line_of(one, "breakeven").at("amount")));
    ++found;
  }
  EXPECT_EQ(found, 9);
}

TEST(WorkedExamples, CalculatorArithmeticOfReservations) {
  for (const auto& [id, upfront, hourly, years] :
       {std::tuple{"calc-ri-1yr-no_upfront", "0", "0.319", 1}, {"calc-ri-1yr-partial_upfront", "1368", "0.156", 1},
        {"calc-ri-3yr-no_upfront", "0", "0.276", 3}, {"calc-ri-3yr-all_upfront", "6950", "0", 3}}) {
    SCOPED_TRACE(id);
    Reservation reservation = reserved("c5.xlarge", 1, hourly);
    reservation.upfront_usd = usd(upfront);
    reservation.terms.years = years;
    reservation.terms.start_hour = november;
    UsageLedger ledger;
    const PriceBook book = book_of_instances({{"c5.xlarge", "0.398"}});
    for (int hour = 0; hour < 730; ++hour) ledger.add(later(instances("c5.xlarge"), hour), 3600);
    const Bill result = bill(ledger, book, {.commitments = {{reservation}, {}}});
    Money once;
    Money recurring;
    for (const BillLine& line : result.lines) {
      (line.charge_frequency == ChargeFrequency::one_time ? once : recurring) += line.billed_cost;
    }
    EXPECT_EQ(once, number(line_of(example(id), "upfront").at("amount")));
    EXPECT_EQ(recurring, number(line_of(example(id), "monthly recurring").at("amount")));
  }
}

TEST(WorkedExamples, FourHundredAndFiftyInstancesUnderAnInstancePlan) {
  // 450 x (20 GB gp2 x 0.10 + 730 h x 0.0261); gp2 is no component, so gp3 stands in at its price.
  PriceBook book = book_of_instances({{"t3.medium", "0.0416"}});
  book.prices[{std::string(meter::ebs_gp3_mib_seconds), "", ""}] = {"GB-Months", {PriceTier{{}, {}, usd("0.1"), {}}}};
  SavingsPlan plan = compute_plan("11.745");  // 450 x 0.0261
  plan.type = SavingsPlanType::ec2_instance;
  plan.region = "us-east-1";
  plan.family = "t3";
  plan.rates = {{"", "t3.medium", usd("0.0261")}};
  UsageLedger ledger;
  for (int hour = 0; hour < 720; ++hour) {
    ledger.add(later(instances("t3.medium"), hour), 450 * 3600);
    ledger.add(later(row(meter::ebs_gp3_mib_seconds), hour), std::int64_t{450} * 20 * mib_per_gb * 3600);
  }
  const Bill month = bill_normalised_month(ledger, 720 * 3600, book, {.commitments = {{}, {plan}}});
  EXPECT_EQ(month.total, quoted_number(example("calc-ec2").at("total").at("quoted")));
  EXPECT_EQ(month.effective_total, month.total);
  EXPECT_EQ(unused_of(month), Money{});
}

TEST(WorkedExamples, DatabasePlanOnServerlessCapacity) {
  const json& inputs = example("aurora-dsp-1").at("inputs");
  const UsageKey capacity = row(meter::aurora_milli_acu_seconds);
  PriceBook book = book_of_instances({});
  book.prices[{capacity.meter, "", ""}] = {"ACU-Hours", {PriceTier{{}, {}, number(inputs.at("acu_price")), {}}}};
  UsageLedger ledger;
  for (int hour = 0; hour < 720; ++hour) ledger.add(later(capacity, hour), std::int64_t{6} * 1000 * 3600);
  SavingsPlan plan = compute_plan("0.468");  // 6 x 0.12 x 0.65
  plan.type = SavingsPlanType::database;
  plan.rates = {{.discount = number(inputs.at("dsp_discount"))}};
  const Money on_demand = bill_normalised_month(ledger, 720 * 3600, book).total;
  const Money covered = bill_normalised_month(ledger, 720 * 3600, book, {.commitments = {{}, {plan}}}).total;
  EXPECT_EQ(on_demand.rounded(0), number(line_of(example("aurora-dsp-1"), "on-demand").at("amount")));
  EXPECT_EQ(covered.rounded(0), number(line_of(example("aurora-dsp-1"), "1yr DSP no upfront").at("amount")));
  EXPECT_EQ((on_demand - covered).rounded(0), number(example("aurora-dsp-1").at("total").at("amount")));
}

}  // namespace
}  // namespace fleetcast::pricing::commitments
