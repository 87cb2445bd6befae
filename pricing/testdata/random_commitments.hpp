#pragma once
#include <array>
#include <cstdint>
#include <string>

#include "pricing/testdata/commitment_samples.hpp"
#include "pricing/testdata/random_ledger.hpp"

namespace fleetcast::pricing::testdata {

/// Returns a ledger of a fleet as it might be: instances of five types on demand and spot, Fargate and Fargate Spot,
/// caches and serverless databases in three zones and two accounts, over six weeks from mid-November; the same for the
/// same seed.
inline UsageLedger random_fleet(std::uint64_t seed, int rows) {
  Draw draw(seed);
  const auto below = [&](std::size_t limit) { return static_cast<std::size_t>(draw() % limit); };
  const std::array<std::string, 5> types{"m6i.large", "m6i.xlarge", "m6i.4xlarge", "c6g.large", "m6i.metal"};
  const std::array<std::string, 3> zones{"us-east-1a", "us-east-1b", "us-east-1c"};
  UsageLedger ledger;
  for (int i = 0; i < rows; ++i) {
    UsageKey key;
    std::int64_t most = 20 * 3600;
    switch (below(6)) {
      case 0:
      case 1: key = row(meter::ec2_instance_seconds, types.at(below(5)), "on_demand"); break;
      case 2: key = row(meter::ec2_instance_seconds, types.at(below(5)), "spot"); break;
      case 3:
        key = row(below(2) == 0 ? meter::fargate_milli_vcpu_seconds : meter::fargate_mib_seconds, "x86_64",
                  below(2) == 0 ? "fargate" : "fargate_spot");
        most = std::int64_t{40'000} * 3600;
        break;
      case 4:
        key = row(meter::elasticache_node_hours, below(2) == 0 ? "cache.r7g.large/valkey" : "cache.r7g.xlarge/valkey");
        most = 9;
        break;
      default:
        key = row(meter::aurora_milli_acu_seconds);
        most = std::int64_t{30'000} * 3600;
    }
    key.zone = zones.at(below(3));
    key.account = below(3) == 0 ? "other" : "main";
    key.service = below(2) == 0 ? "api" : "web";
    key.utc_hour += 14 * 24 + static_cast<std::int64_t>(below(24 * 42));
    ledger.add(key, static_cast<std::int64_t>(below(static_cast<std::size_t>(most))));
  }
  return ledger;
}

/// Returns commitments of every kind, payment and term, some of which begin or end within the ledger of random_fleet.
inline commitments::Commitments random_commitments(std::uint64_t seed) {
  Draw draw(seed);
  const auto below = [&](std::size_t limit) { return static_cast<std::int64_t>(draw() % limit); };
  const auto cents = [&](std::size_t limit) { return Money::from_integer(below(limit)).times_ratio(1, 100); };
  const auto set_terms = [&](commitments::CommitmentTerms& terms) {
    terms.account = below(3) == 0 ? "other" : "main";
    terms.is_shared = below(4) != 0;
    terms.years = below(2) == 0 ? 1 : 3;
    terms.payment = static_cast<commitments::PaymentOption>(below(3));
    const std::int64_t begin = november + 14 * 24 + below(24 * 42);
    if (below(2) == 0) terms.start_hour = below(2) == 0 ? begin : begin - terms.hours();
  };
  commitments::Commitments drawn;
  for (const char* pool : {"m6i.xlarge", "m6i.large", "m6i.metal", "cache.r7g.large/valkey"}) {
    commitments::Reservation one = reserved(pool, 1 + below(6), "0.05");
    set_terms(one.terms);
    const bool is_instance = pool[0] != 'c';
    if (!is_instance) one.meter = meter::elasticache_node_hours;
    if (is_instance && below(2) == 0) one.zone = "us-east-1b";
    if (one.terms.payment != commitments::PaymentOption::no_upfront) one.upfront_usd = cents(100'000);
    drawn.reservations.push_back(one);
  }
  for (int i = 0; i < 4; ++i) {
    commitments::SavingsPlan plan = compute_plan("0");
    set_terms(plan.terms);
    plan.type = static_cast<commitments::SavingsPlanType>(below(3));
    plan.region = "us-east-1";
    plan.family = "m6i";
    plan.usd_per_hour = cents(300);
    plan.rates = {{"", "", {}, Decimal::parse("0.2")},
                  {"", "m6i.*", {}, Decimal::parse("0.333333")},
                  {std::string(meter::ec2_instance_seconds), "m6i.xlarge", usd("0.1271"), {}},
                  {std::string(meter::fargate_mib_seconds), "", {}, Decimal::parse("0.2")}};
    drawn.savings_plans.push_back(plan);
  }
  return drawn;
}

}  // namespace fleetcast::pricing::testdata
