#include "models/route53/route53.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace fleetcast::models::route53 {
namespace {

using sim::chance::Distribution;

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

/// Three zones with a load balancer node each; requests only pick one.
struct World {
  explicit World(Route53Config config = {}, std::int64_t unix_seconds = 1'700'002'800)
      : metering(ledger, sim::Calendar(unix_seconds),
                 {"main", "us-east-1", {"us-east-1a", "us-east-1b", "us-east-1c"}, {}}),
        route53(simulation, chance, metering, kernel, std::move(config), 3, {0, 1, 2}) {
    route53.incidents.connect([this](const Incident& incident) { incidents.push_back(incident); });
  }

  void feed(double rate, double from, double to) {
    sim::traffic::ProgramWriter writer(kernel);
    route53.write_lookup(writer, "page/route53");
    route53.write_entry_zone(writer, "page/route53");
    for (int zone = 0; zone < 3; ++zone) zone_requests.push_back(kernel.add_counter());
    writer.count_by_zone(zone_requests[0], 1);
    writer.reply();
    writer.finish();
    const auto page = kernel.add_class("page", 0, sim::hours(1));
    kernel.add_open_source({"clients", {{at(from), at(to), rate, rate}}, {page}, {1.0}});
  }
  void change_zone(double when, ZoneIndex zone, ZoneCondition condition) {
    simulation.at(at(when), 1, [this, zone, condition] { route53.on(ZoneChanged{zone, condition, 1}); });
  }
  std::int64_t used(std::string_view meter) const {
    std::int64_t sum = 0;
    for (const auto& [key, amount] : ledger.rows()) sum += key.meter == meter ? amount.billable : 0;
    return sum;
  }

  sim::control::Simulation simulation;
  sim::chance::Chance chance{5};
  pricing::UsageLedger ledger;
  Metering metering;
  sim::traffic::Kernel kernel{chance, 3};
  Route53 route53;
  std::vector<sim::traffic::CounterId> zone_requests;
  std::vector<Incident> incidents;
};

TEST(Route53, FastChecksDetectASilentNodeWithinTwoToThreeIntervals) {
  World world;
  world.change_zone(101.7, 0, ZoneCondition::down);
  world.change_zone(1003.1, 1, ZoneCondition::down);
  world.simulation.run_until(at(2000));
  ASSERT_EQ(world.incidents.size(), 2U);
  // The third failed check, and 4 s until it is known to have failed.
  for (int i = 0; i < 2; ++i) {
    const double detection = world.incidents[static_cast<std::size_t>(i)].at.seconds() - (i == 0 ? 101.7 : 1003.1);
    EXPECT_GE(detection, 20 + 4);
    EXPECT_LE(detection, 30 + 4);
  }
  EXPECT_FALSE(world.route53.is_answered(0));
  EXPECT_TRUE(world.route53.is_answered(2));
  EXPECT_EQ(world.route53.figures().failovers, 2);
}

TEST(Route53, MoreThanEighteenPercentOfCheckersKeepANodeHealthy) {
  sim::control::Simulation simulation;
  sim::chance::Chance chance(1);
  HealthCheck check(simulation, {.checkers = 100, .connect_time_out = 0}, chance.stream("phases"), 0);
  double share_when_lost = 1;
  check.changed.connect([&](const EndpointHealth&) { share_when_lost = check.share_healthy(); });
  simulation.at(at(50), 1, [&] { check.set_answering(false); });
  simulation.run_until(at(90));
  EXPECT_DOUBLE_EQ(share_when_lost, 0.18);
  EXPECT_EQ(check.share_healthy(), 0.0);
}

TEST(Route53, RecoveryNeedsThreeGoodChecksToo) {
  World world;
  world.change_zone(100, 0, ZoneCondition::down);
  world.change_zone(1000, 0, ZoneCondition::up);
  world.simulation.run_until(at(2000));
  ASSERT_EQ(world.incidents.size(), 2U);
  EXPECT_EQ(world.incidents[1].kind, "dns_recovery");
  EXPECT_GE(world.incidents[1].at, at(1020));
  EXPECT_LE(world.incidents[1].at, at(1030));
  EXPECT_TRUE(world.route53.is_answered(0));
}

TEST(Route53, ShortAndGrayFailuresMoveNobody) {
  World world;
  world.change_zone(100, 0, ZoneCondition::down);
  world.change_zone(119, 0, ZoneCondition::up);
  world.change_zone(500, 1, ZoneCondition::gray);
  world.simulation.run_until(at(2000));
  EXPECT_TRUE(world.incidents.empty());
  EXPECT_DOUBLE_EQ(world.route53.share(1), 1.0 / 3);
}

TEST(Route53, WithoutEvaluatingHealthNobodyIsMoved) {
  World world({.evaluate_target_health = false});
  world.change_zone(100, 0, ZoneCondition::down);
  world.simulation.run_until(at(1000));
  EXPECT_DOUBLE_EQ(world.route53.share(0), 1.0 / 3);
}

TEST(Route53, ClientsLeaveAsTheirAnswersExpire) {
  World world;
  std::vector<double> shares;
  world.simulation.at(at(100), 1, [&] { world.route53.withhold(0, Withheld::zonal_shift, true); });
  for (const double when : {130.0, 160.0, 1960.0}) {
    world.simulation.at(at(when), 1, [&] { shares.push_back(world.route53.share(0)); });
  }
  world.simulation.run_until(at(2000));
  EXPECT_NEAR(shares.at(0) * 3, 0.97 / 2 + 0.03 * std::exp(-30.0 / 1800), 1e-12);
  EXPECT_NEAR(shares.at(1) * 3, 0.03 * std::exp(-60.0 / 1800), 1e-12);
  EXPECT_NEAR(shares.at(2) * 3, 0.03 * std::exp(-1860.0 / 1800), 1e-12);
  EXPECT_NEAR(world.route53.share(1), world.route53.share(2), 1e-12);
}

TEST(Route53, RequestsFollowTheClients) {
  World world;
  world.feed(1000, 100, 160);
  world.simulation.at(at(100), 1, [&] { world.route53.withhold(0, Withheld::no_healthy_target, true); });
  world.simulation.run_until(at(200));
  world.kernel.advance_to(at(200));
  // The integral of a third of S(t) over the first 60 s; the number is Poisson, so five standard errors are 507.
  const double expected = 1000 * (0.97 * 30 + 0.03 * 1800 * (1 - std::exp(-60.0 / 1800))) / 3;
  EXPECT_NEAR(static_cast<double>(world.kernel.counter(world.zone_requests[0])), expected, 5 * std::sqrt(expected));
}

TEST(Route53, WithNoHealthyNodeAllAreAnswered) {
  World world;
  for (ZoneIndex zone = 0; zone < 3; ++zone) world.change_zone(100, zone, ZoneCondition::down);
  world.simulation.run_until(at(40'000));
  EXPECT_EQ(world.route53.figures().failovers, 3);
  for (ZoneIndex zone = 0; zone < 3; ++zone) EXPECT_TRUE(world.route53.is_answered(zone));
  EXPECT_NEAR(world.route53.share(0), 1.0 / 3, 1e-6);
}

TEST(Route53, ResolversAskOncePerTimeToLive) {
  const Route53Config config{.ttl = 60, .resolvers = 10};
  // Ten caches one by one, for 10 hours at five lookups a second in all.
  const auto stream = sim::chance::Chance(3).stream("lookups");
  std::vector<double> fresh_until(10, 0.0);
  double now = 0;
  std::int64_t asked = 0;
  for (std::uint64_t lookup = 0;; ++lookup) {
    now -= std::log(sim::chance::uniform(stream, lookup, 0)) / 5;
    if (now > 36'000) break;
    double& until = fresh_until[static_cast<std::size_t>(10 * sim::chance::uniform(stream, lookup, 1))];
    if (now < until) continue;
    until = now + 60;
    ++asked;
  }
  // 580 cycles of 60 s + Exp(2 s) for each resolver: standard error below 3, and up to one more each at the start.
  EXPECT_NEAR(static_cast<double>(asked), 36'000 * resolver_queries_per_second(config, 5), 20);
}

TEST(Route53, QueriesBeyondResolversCachesAreBilled) {
  World world({.alias = false, .resolvers = 50, .lookup_share = 0.25, .lookup_time = 0.05});
  world.feed(100, 0, 3600);
  world.simulation.run_until(at(3600));
  world.route53.settle(at(3600));
  const auto lookups = static_cast<double>(world.route53.figures().lookups);
  EXPECT_NEAR(lookups, 90'000, 5 * std::sqrt(90'000));
  const double queries = 3600 * resolver_queries_per_second({.resolvers = 50}, lookups / 3600);
  EXPECT_EQ(world.used(pricing::meter::route53_queries), static_cast<std::int64_t>(queries));
  EXPECT_EQ(world.used(pricing::meter::route53_alias_queries), 0);
  const auto& page = world.kernel.outcomes().classes[0];
  const double mean = page.latency.mean().value() / static_cast<double>(sim::ticks_per_second);
  EXPECT_NEAR(mean, 0.05 * lookups / static_cast<double>(page.good), 1e-3);
}

TEST(Route53, HostedZonesAreBilledByTheMonth) {
  World world({.health_checks = 2}, 1'706'742'000);  // 2024-01-31T23:00Z
  world.route53.settle(at(3600));
  EXPECT_EQ(world.used(pricing::meter::route53_hosted_zone_months), 1);
  world.route53.settle(at(7200));
  world.route53.settle(at(10'800));
  EXPECT_EQ(world.used(pricing::meter::route53_hosted_zone_months), 2);
  EXPECT_EQ(world.used(pricing::meter::route53_health_check_hours), 2 * 3);
}

/// Seconds between two checks.
class Route53Checks : public testing::TestWithParam<int> {};

TEST_P(Route53Checks, AreBilledAsAnOptionWhenFast) {
  const int interval = GetParam();
  World world({.health_check = {.request_interval = interval}, .health_checks = 2});
  world.route53.settle(at(3600));
  world.route53.settle(at(7200));
  EXPECT_EQ(world.used(pricing::meter::route53_health_check_hours), 2 * 2);
  EXPECT_EQ(world.used(pricing::meter::route53_health_check_option_hours), interval == 10 ? 2 * 2 : 0);
}

INSTANTIATE_TEST_SUITE_P(Route53, Route53Checks, testing::Values(10, 30));

TEST(Route53, NeedsANode) {
  World world;
  EXPECT_THROW(Route53(world.simulation, world.chance, world.metering, world.kernel, {}, 3, {}), std::invalid_argument);
  EXPECT_THROW(Route53(world.simulation, world.chance, world.metering, world.kernel, {}, 3, {3}),
               std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::models::route53
