// Reference cases on how lifetimes are rounded when they are billed (tests/reference/billing_cases.json): drawn by
// sim/chance, metered as the models do, priced by pricing, each figure held to the case's own tolerance.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "models/ec2/instance_meter.hpp"
#include "models/metering/metering.hpp"
#include "pricing/bill.hpp"
#include "pricing/book_io.hpp"
#include "pricing/usage_rules.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/chance/sampler.hpp"

namespace fleetcast::tests::billing {
namespace {

using models::Duration;
using models::Instant;
using nlohmann::json;
using sim::chance::Distribution;

constexpr std::size_t lifetimes_used = 4'000'000;
constexpr std::int64_t november = 1'793'491'200;  // 2026-11-01T00:00:00Z
constexpr std::string_view instance_type = "m6i.large";

std::filesystem::path project() { return FLEETCAST_ROOT; }

json case_of(std::string_view id) {
  std::ifstream file(project() / "tests" / "reference" / "billing_cases.json");
  const json document = json::parse(file);
  for (const json& one : document.at("cases")) {
    if (one.at("id") == id) return one;
  }
  throw std::invalid_argument("there is no billing case " + std::string(id));
}

void expect_figure(const json& billing_case, const std::string& name, double estimate) {
  const json& expected = billing_case.at("expected").at(name);
  const double share_used = static_cast<double>(lifetimes_used) / billing_case.at("sim").at("N").get<double>();
  const double tolerance = expected.at("tol_abs").get<double>() / std::sqrt(share_used);
  testing::Test::RecordProperty(name, json(estimate).dump());
  testing::Test::RecordProperty(name + ".tolerance", json(tolerance).dump());
  EXPECT_NEAR(estimate, expected.at("value").get<double>(), tolerance) << billing_case.at("id") << ": " << name;
}

std::vector<double> draws_of(std::string_view purpose, const Distribution& distribution) {
  std::vector<double> draws(lifetimes_used);
  sim::chance::uniforms(sim::chance::Chance(1).stream(purpose), 0, 0, draws);
  sim::chance::SamplerTables tables;
  tables.compile(distribution).transform(draws);
  return draws;
}

double mean_of(std::int64_t sum) { return static_cast<double>(sum) / static_cast<double>(lifetimes_used); }

/// Meters life cycles one by one, as instances and as something that is billed by started hours.
class Lives {
 public:
  void live(Instant begin, Duration length) {
    const Instant end = begin + length;
    models::ec2::InstanceMeter meter(metering_, owner_, begin, 0);
    meter.run(begin);
    meter.close(end, false);
    metering_.add_started_hours(metering_.key(pricing::meter::nat_hours), begin, begin, end);
    steps_of_seconds_ += pricing::billed_steps(length.ticks, {sim::ticks_per_second, 60});
    steps_of_hours_ += pricing::billed_steps(length.ticks, {3600 * sim::ticks_per_second});
    last_launch_ = begin;
    ticks_ += length.ticks;
  }

  /// Returns what one meter counted, and sees that the rules of pricing count the same.
  [[nodiscard]] pricing::UsageAmount sum_of(std::string_view meter) const {
    pricing::UsageAmount sum;
    for (const auto& [key, amount] : ledger_.rows()) {
      if (key.meter != meter) continue;
      sum = {sum.raw + amount.raw, sum.billable + amount.billable};
    }
    const bool is_hourly = meter == pricing::meter::nat_hours;
    EXPECT_EQ(sum.billable, is_hourly ? steps_of_hours_ : steps_of_seconds_);
    return sum;
  }

  /// Returns the cost of the instances at a price per hour.
  [[nodiscard]] double cost_at(std::string_view usd_per_hour) const {
    pricing::UsageLedger instances;
    for (const auto& [key, amount] : ledger_.rows()) {
      if (key.meter == pricing::meter::ec2_instance_seconds) instances.add(key, amount.raw, amount.billable);
    }
    pricing::PriceBook book = pricing::read_price_book(project() / "pricing" / "books" / "us-east-1.json");
    const std::string meter(pricing::meter::ec2_instance_seconds);
    book.prices.at({meter, std::string(instance_type), "on_demand"}).tiers.at(0).price =
        pricing::Money::parse(usd_per_hour);
    return pricing::bill(instances, book).total.to_double();
  }

  [[nodiscard]] double hours_to_last_launch() const { return (last_launch_ - Instant{}).seconds() / 3600; }
  [[nodiscard]] double hours_lived() const { return Duration{ticks_}.seconds() / 3600; }

 private:
  pricing::UsageLedger ledger_;
  models::Metering metering_{ledger_, sim::Calendar(november), {"main", "us-east-1", {"us-east-1a"}, {}}};
  models::ec2::InstanceMeter::Owner owner_{
      "fleet", {std::string(instance_type), 0}, models::PurchaseOption::on_demand};
  std::int64_t steps_of_seconds_ = 0;
  std::int64_t steps_of_hours_ = 0;
  std::int64_t ticks_ = 0;
  Instant last_launch_;
};

TEST(BillingCases, SecondsWithAndWithoutAMinimumAndHours) {
  const json billing_case = case_of("bill-01");
  const double mean = billing_case.at("inputs").at("mean_s");
  Lives lives;
  for (const double seconds : draws_of("lifetime", Distribution::exponential(mean))) {
    lives.live(Instant{}, sim::seconds(seconds));
  }
  const pricing::UsageAmount seconds = lives.sum_of(pricing::meter::ec2_instance_seconds);
  expect_figure(billing_case, "billed_s_min60", mean_of(seconds.billable));
  expect_figure(billing_case, "billed_s_nomin", mean_of(seconds.raw));
  expect_figure(billing_case, "overcharge_fraction_min60", mean_of(seconds.billable) / mean - 1);
  expect_figure(billing_case, "billed_hours", mean_of(lives.sum_of(pricing::meter::nat_hours).billable));
}

TEST(BillingCases, MillisecondsAndHundredsOfThem) {
  // No component of the stack is billed so, hence the rule alone.
  const json billing_case = case_of("bill-03");
  const json& inputs = billing_case.at("inputs");
  constexpr std::int64_t millisecond = 1'000'000;
  std::int64_t steps_of_1 = 0;
  std::int64_t steps_of_100 = 0;
  for (const double length : draws_of("duration", Distribution::lognormal(inputs.at("mean_ms"), inputs.at("cv2")))) {
    const auto nanoseconds = static_cast<std::int64_t>(std::ceil(length * millisecond));
    steps_of_1 += pricing::billed_steps(nanoseconds, {millisecond});
    steps_of_100 += pricing::billed_steps(nanoseconds, {100 * millisecond});
  }
  expect_figure(billing_case, "billed_ms_1", mean_of(steps_of_1));
  expect_figure(billing_case, "billed_ms_100", 100 * mean_of(steps_of_100));
}

TEST(BillingCases, CostRateOfPoissonLaunches) {
  const json billing_case = case_of("bill-04");
  const json& inputs = billing_case.at("inputs");
  const std::vector<double> lifetimes = draws_of("lifetime", Distribution::exponential(inputs.at("mean_s")));
  const double mean_gap = 3600 / inputs.at("launch_rate_per_h").get<double>();
  const std::vector<double> gaps = draws_of("gap", Distribution::exponential(mean_gap));
  Lives lives;
  Instant launch;
  for (std::size_t i = 0; i < lifetimes.size(); ++i) {
    launch = launch + sim::seconds(gaps[i]);
    lives.live(launch, sim::seconds(lifetimes[i]));
  }
  expect_figure(billing_case, "cost_per_h",
                lives.cost_at(inputs.at("price_per_h").dump()) / lives.hours_to_last_launch());
  expect_figure(billing_case, "mean_running", lives.hours_lived() / lives.hours_to_last_launch());
}

}  // namespace
}  // namespace fleetcast::tests::billing
