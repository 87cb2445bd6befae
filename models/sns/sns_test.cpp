#include "models/sns/sns.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "models/sns/retry_policy.hpp"

namespace fleetcast::models::sns {
namespace {

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

struct World {
  sim::control::Simulation simulation;
  sim::chance::Chance chance{1};
  pricing::UsageLedger ledger;
  Metering metering{ledger, sim::Calendar(1'700'002'800), {"main", "us-east-1", {"us-east-1a"}, {}}};

  std::int64_t used(std::string_view meter) const {
    std::int64_t sum = 0;
    for (const auto& [key, amount] : ledger.rows()) sum += key.meter == meter ? amount.billable : 0;
    return sum;
  }
};

SnsConfig one_topic(SubscriptionConfig subscription) {
  SnsConfig config;
  config.delivery_latency = 0.25;
  config.topics["ops"] = {{subscription}, {"cpu_high"}, true};
  return config;
}

TEST(RetryPolicy, DeadHttpEndpointsAreTriedThreeMoreTimes20SecondsApart) {
  for (std::int64_t retry = 1; retry <= 3; ++retry) EXPECT_EQ(retry_delay(Protocol::https, retry), sim::seconds(20));
  EXPECT_EQ(retry_delay(Protocol::https, 4), std::nullopt);
}

TEST(RetryPolicy, ManagedTargetsAreTried100015TimesOverMoreThan23Days) {
  double total_s = 0;
  std::int64_t retry = 1;
  for (; const auto delay = retry_delay(Protocol::lambda, retry); ++retry) total_s += delay->seconds();
  EXPECT_EQ(retry - 1, 100'015);
  EXPECT_NEAR(total_s / 86'400, 23.15, 0.01);
}

TEST(RetryPolicy, EmailIsTried50TimesOver) {
  double total_s = 0;
  std::int64_t retry = 1;
  for (; const auto delay = retry_delay(Protocol::email, retry); ++retry) total_s += delay->seconds();
  EXPECT_EQ(retry - 1, 50);
  EXPECT_EQ(retry_delay(Protocol::email, 3), sim::seconds(10));
  EXPECT_NEAR(retry_delay(Protocol::email, 12)->seconds(), 600, 1e-9);
  EXPECT_GT(total_s, 6 * 3600.0);
}

TEST(Sns, DeadHttpEndpointLosesTheNotificationAfterAMinute) {
  World world;
  Sns sns(world.simulation, world.chance, world.metering, one_topic({Protocol::https, "https://ops.example", 1.0}));
  std::vector<Incident> lost;
  sns.incidents.connect([&](const Incident& incident) { lost.push_back(incident); });
  sns.publish("ops", "the disk is full");
  world.simulation.run_until(at(60.2));
  EXPECT_TRUE(lost.empty());
  world.simulation.run_until(at(61));
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_NEAR(lost[0].duration.seconds(), 60.25, 1e-5);
  EXPECT_EQ(sns.figures().retries, 3);
  EXPECT_EQ(sns.figures().failed, 1);
  EXPECT_EQ(world.used(pricing::meter::sns_http_deliveries), 0);
}

TEST(Sns, TransitionsAreDeliveredAndRepeatedEvaluationsAreNot) {
  World world;
  Sns sns(world.simulation, world.chance, world.metering, one_topic({Protocol::email, "ops@example.org", 0.0}));
  AlarmEvaluated evaluation{"cpu_high", "AWS/ECS/CPUUtilization{api}", AlarmState::alarm, true, 91};
  sns.on(evaluation);
  evaluation.is_transition = false;
  sns.on(evaluation);
  evaluation = {"other", "x", AlarmState::alarm, true, 1};
  sns.on(evaluation);
  world.simulation.run_until(at(10));
  EXPECT_EQ(sns.figures().delivered, 1);
  EXPECT_NEAR(sns.figures().mean_latency_s, 0.25, 1e-5);
  EXPECT_EQ(world.used(pricing::meter::sns_requests), 1);
  EXPECT_EQ(world.used(pricing::meter::sns_email_deliveries), 1);
}

TEST(Sns, BigMessagesAreSeveralRequests) {
  World world;
  auto config = one_topic({Protocol::sqs, "queue", 0.0});
  config.message_size = 65'537;
  Sns sns(world.simulation, world.chance, world.metering, config);
  sns.on(EventDelivered{"nightly", "ops"});
  sns.on(EventDelivered{"nightly", "some job"});
  EXPECT_EQ(world.used(pricing::meter::sns_requests), 2);
}

TEST(Sns, RetriesBridgeAFlakyEndpoint) {
  World world;
  Sns sns(world.simulation, world.chance, world.metering, one_topic({Protocol::http, "flaky", 0.5}));
  const int notifications = 4000;
  for (int i = 0; i < notifications; ++i) sns.publish("ops", "again");
  world.simulation.run_until(at(100));
  const double expected = notifications / 16.0;  // all of four attempts fail
  EXPECT_NEAR(static_cast<double>(sns.figures().failed), expected, 4 * std::sqrt(expected * 15 / 16));
  EXPECT_EQ(sns.figures().failed + sns.figures().delivered, notifications);
}

TEST(Sns, RefusesUnknownTopics) {
  World world;
  Sns sns(world.simulation, world.chance, world.metering, {});
  EXPECT_THROW(sns.publish("ops", "x"), std::logic_error);
}

}  // namespace
}  // namespace fleetcast::models::sns
