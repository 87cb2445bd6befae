#include "models/waf/web_acl.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

namespace fleetcast::models::waf {
namespace {

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

/// A web ACL with visitors and a flood behind it, each a class of requests from its own source.
struct World {
  explicit World(WebAclConfig config, Instant measured_from = {})
      : metering(ledger, sim::Calendar(1'700'002'800), {"main", "us-east-1", {"us-east-1a"}, measured_from}),
        acl(simulation, chance, metering, kernel, std::move(config), "front") {
    acl.incidents.connect([this](const Incident& incident) { incidents.push_back(incident); });
  }

  void feed(const std::string& group, double rate, double from, double to) {
    sim::traffic::ProgramWriter writer(kernel);
    const std::uint32_t entry = writer.here();
    acl.write(writer, group, group + "/waf");
    writer.reply();
    writer.finish();
    const auto one = kernel.add_class(group, entry, sim::hours(1));
    kernel.add_open_source({group, {{at(from), at(to), rate, rate}}, {one}, {1.0}});
  }
  void run(double until) {
    acl.start();
    simulation.run_until(at(until));
    kernel.advance_to(at(until));
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
  sim::traffic::Kernel kernel{chance, 1};
  WebAcl acl;
  std::vector<Incident> incidents;
};

WebAclConfig with_groups() {
  WebAclConfig config;
  config.key_groups["flood"] = {.keys = 50};
  config.key_groups["visitors"] = {.keys = 100'000};
  return config;
}

TEST(SlidingCount, InterpolatesBetweenSamples) {
  SlidingCount count(sim::seconds(100));
  for (int i = 1; i <= 30; ++i) count.add(at(10.0 * i), i <= 20 ? 100 : 0);
  EXPECT_DOUBLE_EQ(count.in_window(at(300), sim::seconds(60)), 0);
  EXPECT_DOUBLE_EQ(count.in_window(at(205), sim::seconds(10)), 50);
}

TEST(WebAcl, FloodIsBlockedOnceItsKeysPassTheLimitAndUntilTheyAreBack) {
  WebAclConfig config = with_groups();
  config.rate_based_statement = RateBasedStatement{};
  World world(config);
  world.feed("flood", 500, 0, 600);  // 10/s by each key: the limit of 2,000 is reached after 200 s
  world.feed("visitors", 100, 0, 900);
  world.run(900);
  ASSERT_EQ(world.incidents.size(), 2U);
  // A check every 10 s that sees what came up to 20 s ago; 1 s for the chance in the arrivals.
  EXPECT_GE(world.incidents[0].at, at(199));
  EXPECT_LE(world.incidents[0].at, at(231));
  // The flood goes on until 600 s although blocked; the last 300 s hold 2,000 by each key until 700 s.
  EXPECT_GE(world.incidents[1].at, at(699));
  EXPECT_LE(world.incidents[1].at, at(731));
  const auto figures = world.acl.figures();
  ASSERT_EQ(figures[0].group, "flood");
  EXPECT_EQ(figures[0].rate_blocks, 1);
  EXPECT_NEAR(static_cast<double>(figures[0].blocked), 500 * (600 - world.incidents[0].at.seconds()),
              5 * std::sqrt(500 * 400));
  EXPECT_EQ(figures[1].blocked, 0U);
  const auto& outcomes = world.kernel.outcomes();
  EXPECT_EQ(outcomes.classes[0].by_cause[world.acl.blocked_cause().value], figures[0].blocked);
  EXPECT_TRUE(outcomes.is_excluded[world.acl.blocked_cause().value]);
}

TEST(WebAcl, CountingRuleBlocksNobody) {
  WebAclConfig config = with_groups();
  config.rate_based_statement = RateBasedStatement{.action = RuleAction::count};
  World world(config);
  world.feed("flood", 500, 0, 400);
  world.run(400);
  EXPECT_EQ(world.incidents.size(), 1U);
  EXPECT_FALSE(world.acl.is_rate_blocked("flood"));
  EXPECT_EQ(world.acl.figures()[0].blocked, 0U);
}

TEST(WebAcl, RulesBlockTheirShare) {
  WebAclConfig config = with_groups();
  config.key_groups["flood"].blocked_share = 0.3;
  World world(config);
  world.feed("flood", 100, 0, 1000);
  world.run(1000);
  const auto flood = world.acl.figures()[0];
  const auto inspected = static_cast<double>(flood.inspected);
  EXPECT_NEAR(static_cast<double>(flood.blocked) / inspected, 0.3, 5 * std::sqrt(0.21 / inspected));
  const auto& latency = world.kernel.outcomes().classes[0].latency;
  const double mean = latency.mean().value() / static_cast<double>(sim::ticks_per_second);
  EXPECT_NEAR(mean, 0.002, 5 * 0.002 / std::sqrt(12 * 0.7 * inspected) + 1e-5);
}

TEST(WebAcl, BillsHoursRulesAndEveryMeasuredRequest) {
  WebAclConfig config = with_groups();
  config.rate_based_statement = RateBasedStatement{};
  World world(config, at(3600));
  world.feed("flood", 20, 0, 7200);
  world.acl.start();
  world.simulation.at(at(3600), 1, [&] {
    world.acl.settle(at(3600));
    world.kernel.begin_measuring();
  });
  world.simulation.run_until(at(7200));
  world.acl.settle(at(7200));
  EXPECT_EQ(world.used(pricing::meter::waf_requests), static_cast<std::int64_t>(world.acl.figures()[0].inspected));
  EXPECT_NEAR(static_cast<double>(world.used(pricing::meter::waf_requests)), 72'000, 5 * std::sqrt(72'000));
  EXPECT_EQ(world.used(pricing::meter::waf_web_acl_hours), 1);
  EXPECT_EQ(world.used(pricing::meter::waf_rule_hours), 4);
  for (const auto& [key, amount] : world.ledger.rows()) {
    EXPECT_EQ(key.utc_hour, world.metering.calendar().utc_hour(at(3600))) << key.meter;
  }
}

TEST(WebAcl, MetricsTellAllowedAndBlocked) {
  WebAclConfig config = with_groups();
  config.key_groups["flood"].blocked_share = 1;
  World world(config);
  world.feed("flood", 10, 0, 120);
  world.feed("visitors", 10, 0, 120);
  double allowed = 0;
  double blocked = 0;
  world.acl.metrics.connect([&](const MetricPoint& point) {
    (point.metric == "AWS/WAFV2/AllowedRequests{front}" ? allowed : blocked) += point.value;
  });
  world.run(120);
  EXPECT_EQ(allowed, static_cast<double>(world.acl.figures()[1].inspected));
  EXPECT_EQ(blocked, static_cast<double>(world.acl.figures()[0].inspected));
}

TEST(WebAcl, RequestsThatCannotBeInspectedFailAtALoadBalancerOnly) {
  WebAclConfig config = with_groups();
  config.error_share = 1;
  config.scope = Scope::regional;
  World world(config);
  world.feed("visitors", 10, 0, 60);
  world.run(60);
  EXPECT_EQ(world.kernel.outcomes().classes[0].good, 0U);
  EXPECT_GT(world.kernel.outcomes().offered(), 0U);
}

TEST(WebAcl, FailingOpenLetsUninspectedRequestsPass) {
  WebAclConfig config = with_groups();
  config.error_share = 1;
  config.scope = Scope::regional;
  config.fail_open = true;
  config.key_groups["flood"].blocked_share = 1;
  World world(config);
  world.feed("flood", 10, 0, 60);
  world.run(60);
  EXPECT_EQ(world.kernel.outcomes().classes[0].good, world.kernel.outcomes().offered());
}

TEST(WebAcl, RefusesAnUnknownGroup) {
  World world(with_groups());
  EXPECT_THROW(world.feed("robots", 1, 0, 1), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::models::waf
