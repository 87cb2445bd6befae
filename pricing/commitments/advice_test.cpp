#include "pricing/commitments/advice.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <numbers>
#include <stdexcept>

#include "pricing/commitments/reservation_size.hpp"
#include "pricing/testdata/commitment_samples.hpp"
#include "pricing/testdata/random_commitments.hpp"

namespace fleetcast::pricing::commitments {
namespace {

using namespace testdata;
using nlohmann::json;

const json& reference_case(std::string_view id) {
  static const json cases = [] {
    std::ifstream file(pricing_folder().parent_path() / "tests" / "reference" / "commitment_examples.json");
    return json::parse(file).at("cases");
  }();
  for (const json& one : cases) {
    if (one.at("id") == id) return one;
  }
  throw std::invalid_argument("there is no case " + std::string(id));
}

double expected(const json& one, const char* name) { return one.at("expected").at(name).at("value"); }

/// Returns the point below which a standard normal variable lies with a probability, by bisection of the distribution.
double normal_quantile(double probability) {
  double low = -9;
  double high = 9;
  while (high - low > 1e-13) {
    const double middle = (low + high) / 2;
    (std::erfc(-middle / std::numbers::sqrt2) / 2 < probability ? low : high) = middle;
  }
  return (low + high) / 2;
}

TEST(Advice, NewsvendorOfNormalDemand) {
  // Case sp-01: N(100, 20) at on-demand rates, 0.72 under the plan; the distribution stands as 200,001 equal quantiles.
  const json& known = reference_case("sp-01");
  constexpr std::int64_t count = 200'001;
  CoverableHours hours;
  for (std::int64_t i = 0; i < count; ++i) {
    const double demand = 100 + 20 * normal_quantile((static_cast<double>(i) + 0.5) / count);
    const Money on_demand = Money::from_integer(std::llround(demand * 1e9)).times_ratio(1, 1'000'000'000);
    hours.push_back({{on_demand, on_demand.times(usd("0.72"))}});
  }
  const Money best = best_commitment({&hours, 1});
  // The share 0.28 of the demand lies below: the 56,001st smallest of 200,001.
  EXPECT_EQ(best, hours[56'000][0].under_plan);
  // Half the distance to the neighbour, since the quantiles stand in the middle of their shares.
  const double spacing = (hours[56'000][0].on_demand - hours[55'999][0].on_demand).to_double();
  RecordProperty("optimal_commitment_units", json(best.to_double() / 0.72).dump());
  RecordProperty("optimal_commitment_units.tolerance", json(spacing).dump());
  EXPECT_NEAR(best.to_double() / 0.72, expected(known, "optimal_commitment_units"), spacing);
  const auto mean_cost = [&](Money amount) { return outcome_of(hours, amount).cost.to_double() / count; };
  const auto expect_mean_cost = [&](const std::string& name, Money amount) {
    const double stated = known.at("expected").at(name).at("tol_abs");
    const double tolerance = stated * std::sqrt(4'000'000.0 / count);
    const double cost = mean_cost(amount);
    RecordProperty(name, json(cost).dump());
    RecordProperty(name + ".tolerance", json(tolerance).dump());
    EXPECT_NEAR(cost, known.at("expected").at(name).at("value"), tolerance);
  };
  expect_mean_cost("cost_at_opt", best);
  expect_mean_cost("cost_no_commitment", Money{});
  expect_mean_cost("cost_at_100", usd("72"));
}

TEST(Advice, NewsvendorOfADayFromALedger) {
  // Case sp-03: the profile as instances at a dollar an hour.
  const json& known = reference_case("sp-03");
  const PriceBook book = book_of_instances({{"m6i.large", "1"}});
  UsageLedger ledger;
  int hour = 0;
  for (const json& demand : known.at("inputs").at("profile")) {
    ledger.add(later(instances("m6i.large"), hour++), demand.get<std::int64_t>() * 3600);
  }
  SavingsPlan plan = compute_plan("0");
  plan.rates = {{"", "", {}, usd("0.34")}};
  const CoverableHours hours = coverable_hours(ledger, {november, november + 24}, plan, book, {});
  const Money best = best_commitment({&hours, 1});
  RecordProperty("optimal_commitment_units", json(best.to_double() / 0.66).dump());
  RecordProperty("daily_cost", json(outcome_of(hours, best).cost.to_double()).dump());
  EXPECT_EQ(best.divided_by(usd("0.66")), Decimal::from_integer(58));
  EXPECT_EQ(outcome_of(hours, best).cost, usd(known.at("expected").at("daily_cost").at("value").dump()));
  EXPECT_EQ(known.at("expected").at("optimal_commitment_units").at("value"), 58);
}

TEST(Advice, AgreesWithTheBill) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const UsageLedger ledger = random_fleet(seed, 800);
    const BilledPeriod period{november + 14 * 24, november + (14 + 42) * 24};
    BillOptions options;
    options.commitments = random_commitments(seed);
    options.period = period;
    SavingsPlan plan = compute_plan("0.4");
    plan.rates = {{"", "", {}, usd("0.27")}, {"", "m6i.*", {}, usd("0.31")}};
    const CoverableHours hours = coverable_hours(ledger, period, plan, us_east_1(), options);
    const Money before = bill(ledger, us_east_1(), options).effective_total;
    options.commitments.savings_plans.push_back(plan);
    const Money saved = before - bill(ledger, us_east_1(), options).effective_total;
    const Money advised = outcome_of(hours, Money{}).cost - outcome_of(hours, plan.usd_per_hour).cost;
    // Lines are rounded to ten places, hours to twelve.
    EXPECT_EQ(saved.rounded(6), advised.rounded(6)) << seed;
  }
}

TEST(Advice, NoOtherAmountIsCheaper) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SavingsPlan plan = compute_plan("0");
    plan.rates = {{"", "", {}, usd("0.27")}, {"", "m6i.*", {}, usd("0.45")}};
    std::vector<CoverableHours> replications;
    for (std::uint64_t replication = 0; replication < 3; ++replication) {
      replications.push_back(coverable_hours(random_fleet(10 * seed + replication, 3000),
                                             {november + 14 * 24, november + (14 + 42) * 24}, plan, us_east_1(), {}));
    }
    const auto cost = [&](Money amount) {
      Money sum;
      for (const CoverableHours& hours : replications) sum += outcome_of(hours, amount).cost;
      return sum;
    };
    const Money best = best_commitment(replications);
    for (int step = 0; step <= 200; ++step) {
      EXPECT_LE(cost(best), cost(usd("0.01").times_ratio(step, 1))) << seed << " at step " << step;
    }
  }
}

TEST(Advice, AFleetThatMovesToSpotLeavesLessToCommitTo) {
  CoverableHours hours(10, CoverableHour{{usd("10"), usd("7")}});
  EXPECT_EQ(best_commitment({&hours, 1}), usd("7"));
  EXPECT_EQ(best_commitment({&hours, 1}, usd("0.5")), usd("3.5"));
  const CommitmentOutcome regret = outcome_of(hours, usd("7"), usd("0.5"));
  EXPECT_EQ(regret.cost, usd("70"));
  EXPECT_EQ(regret.unused, usd("35"));
  EXPECT_EQ(regret.hours_used_up, 0);
}

TEST(Advice, NothingSavedMeansNoCommitment) {
  const CoverableHours hours(3, CoverableHour{{usd("10"), usd("10")}});
  EXPECT_EQ(best_commitment({&hours, 1}), Money{});
}

const BilledPeriod six_days{november + 14 * 24, november + (14 + 42) * 24};

// Two sizes of a family, of which a reservation takes the smaller first; prices in advance, in part and by the hour.
std::vector<Reservation> some_reservations() {
  std::vector<Reservation> offers{reserved("m6i.large", 0, "0.0605"), reserved("m6i.xlarge", 0, "0.06"),
                                  reserved("m6i.2xlarge", 0, "0")};
  offers[1].upfront_usd = usd("500");
  offers[1].terms.payment = PaymentOption::partial_upfront;
  offers[2].upfront_usd = usd("2001.7");
  offers[2].terms.payment = PaymentOption::all_upfront;
  return offers;
}

TEST(ReservationAdvice, AgreesWithTheBill) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const UsageLedger ledger = random_fleet(seed, 800);
    for (Reservation offer : some_reservations()) {
      BillOptions options;
      options.period = six_days;
      const CoverableHours hours = coverable_hours(ledger, six_days, offer, us_east_1(), options);
      const Money each = unit_rate_of(offer, quarters_of(offer, us_east_1()), us_east_1());
      const Money before = bill(ledger, us_east_1(), options).effective_total;
      for (const std::int64_t count : {1, 2, 7}) {
        offer.count = count;
        options.commitments.reservations = {offer};
        const Money saved = before - bill(ledger, us_east_1(), options).effective_total;
        const Money advised = outcome_of(hours, Money{}).cost - outcome_of(hours, each.times_ratio(count, 1)).cost;
        EXPECT_EQ(saved.rounded(6), advised.rounded(6)) << seed << " " << offer.pool << " x " << count;
      }
    }
  }
}

TEST(ReservationAdvice, NoOtherCountIsCheaper) {
  for (const Reservation& offer : some_reservations()) {
    std::vector<CoverableHours> replications;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      replications.push_back(coverable_hours(random_fleet(seed, 3000), six_days, offer, us_east_1(), {}));
    }
    const Money each = unit_rate_of(offer, quarters_of(offer, us_east_1()), us_east_1());
    const auto cost = [&](std::int64_t count) {
      Money sum;
      for (const CoverableHours& hours : replications) sum += outcome_of(hours, each.times_ratio(count, 1)).cost;
      return sum;
    };
    const std::int64_t best = best_count(replications, each);
    for (std::int64_t count = 0; count <= 60; ++count) {
      if (count < best) {
        EXPECT_LT(cost(best), cost(count)) << offer.pool << " x " << count;
      } else {
        EXPECT_LE(cost(best), cost(count)) << offer.pool << " x " << count;
      }
    }
  }
}

TEST(ReservationAdvice, CountsTheInstancesThatRunLongEnough) {
  // One instance all ten hours, a second for six, a third for five: at 0.55 of the price the third does not pay.
  UsageLedger ledger;
  for (int hour = 0; hour < 10; ++hour) {
    ledger.add(later(instances("m6i.large"), hour), 3600 * (1 + (hour < 6 ? 1 : 0) + (hour < 5 ? 1 : 0)));
  }
  const PriceBook book = book_of_instances({{"m6i.large", "1"}});
  const auto best_at = [&](const char* rate, Decimal left_share = Decimal::from_integer(1)) {
    const CoverableHours hours =
        coverable_hours(ledger, {november, november + 10}, reserved("m6i.large", 0, rate), book, {});
    return best_count({&hours, 1}, usd(rate), left_share);
  };
  EXPECT_EQ(best_at("0.55"), 2);
  EXPECT_EQ(best_at("0.45"), 3);
  EXPECT_EQ(best_at("1.01"), 0);
  // Half of it in spot: 1.5 run in five hours, 1 in one, 0.5 in four.
  EXPECT_EQ(best_at("0.55", usd("0.5")), 1);
  EXPECT_THROW(static_cast<void>(best_at("0")), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::pricing::commitments
