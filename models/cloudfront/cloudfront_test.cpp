#include "models/cloudfront/cloudfront.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace fleetcast::models::cloudfront {
namespace {

using sim::chance::Distribution;
using sim::traffic::CauseId;
using sim::traffic::CounterId;
using sim::traffic::Kernel;
using sim::traffic::KnobId;
using sim::traffic::ProgramWriter;

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

/// Describes a distribution with one edge location and no latency of its own, so that instants are exact.
CloudFrontConfig plain_config() {
  CloudFrontConfig config;
  config.edge_locations["east"] = {};
  config.viewer_round_trip = 0.0;
  config.edge_latency = 0.0;
  config.regional_round_trip = 0.0;
  config.origin_round_trip = 0.0;
  config.cache_behaviors["asset"].objects = 1;
  config.cache_behaviors["asset"].object_size = 1000.0;
  return config;
}

/// A distribution in front of an origin that answers after a fixed time, or fails while it is told to.
struct World {
  explicit World(const CloudFrontConfig& config, double origin_seconds = 0)
      : cloudfront(simulation, kernel, metering, config, "web"), origin_time(origin_seconds) {}

  void feed(const std::string& request_class, double rate, double length) {
    ProgramWriter writer(kernel);
    const std::uint32_t entry = writer.here();
    cloudfront.write(writer, request_class, {{}, [&] {
                                               const auto fails = writer.label();
                                               const auto answered = writer.label();
                                               writer.count(asked);
                                               writer.jump_if(broken, fails, "broken");
                                               writer.delay(Distribution::constant(origin_time), "origin");
                                               writer.jump(answered);
                                               writer.place_label(fails);
                                               writer.fail(origin_error);
                                               writer.place_label(answered);
                                             }});
    writer.reply();
    writer.finish();
    const auto one = kernel.add_class(request_class, entry, sim::hours(1));
    kernel.add_open_source({"viewers", {{at(0), at(length), rate, rate}}, {one}, {1.0}});
  }
  [[nodiscard]] std::uint64_t failed(CauseId cause) const { return kernel.outcomes().classes[0].by_cause[cause.value]; }
  [[nodiscard]] std::int64_t used(std::string_view meter, std::string_view pool = "") const {
    std::int64_t sum = 0;
    for (const auto& [key, amount] : ledger.rows()) {
      if (key.meter == meter && (pool.empty() || key.pool == pool)) sum += amount.billable;
    }
    return sum;
  }

  sim::control::Simulation simulation;
  pricing::UsageLedger ledger;
  Metering metering{ledger, sim::Calendar(1'700'002'800), {"main", "us-east-1", {"us-east-1a"}, {}}};
  Kernel kernel{sim::chance::Chance(3), 1};
  CloudFront cloudfront;
  CauseId origin_error = kernel.add_cause("origin_500", true);
  CounterId asked = kernel.add_counter();
  KnobId broken = kernel.add_knob(0);
  double origin_time = 0;
};

TEST(CloudFront, OneFetchServesAllWhoAskMeanwhile) {
  World world(plain_config(), 2.0);
  world.feed("asset", 100, 60);
  world.kernel.advance_to(at(60));
  EXPECT_EQ(world.kernel.counter(world.asked), 1U);
  const CloudFrontFigures figures = world.cloudfront.figures();
  EXPECT_EQ(figures.edge_misses, 1U);
  EXPECT_NEAR(static_cast<double>(figures.edge_collapsed), 200, 4.5 * 14.2);
  EXPECT_GT(figures.edge_hits, 5000U);
}

TEST(CloudFront, AnErrorIsRememberedForTenSeconds) {
  World world(plain_config());
  world.feed("asset", 100, 60);
  world.kernel.set_knob(world.broken, 1);
  world.kernel.advance_to(at(1));
  world.kernel.set_knob(world.broken, 0);
  world.kernel.advance_to(at(9.9));
  EXPECT_EQ(world.kernel.outcomes().classes[0].good, 0U);
  EXPECT_EQ(world.kernel.counter(world.asked), 1U);
  EXPECT_EQ(world.failed(world.origin_error), 1U);
  EXPECT_GT(world.failed(world.cloudfront.cached_error()), 900U - 4U * 30U);
  world.kernel.advance_to(at(10.5));
  EXPECT_GT(world.kernel.outcomes().classes[0].good, 0U);
  EXPECT_EQ(world.kernel.counter(world.asked), 2U);
}

/// Lets the origin of an object that is fresh for 5 s fail from second 3 to 60; returns how many viewers saw an error.
std::uint64_t errors_behind_stale_copies(double min_ttl, double& fetches) {
  CloudFrontConfig config = plain_config();
  config.cache_behaviors["asset"].min_ttl = min_ttl;
  config.cache_behaviors["asset"].origin_max_age = 5;
  World world(config);
  world.feed("asset", 100, 60);
  world.kernel.advance_to(at(3));
  world.kernel.set_knob(world.broken, 1);
  world.kernel.advance_to(at(60));
  fetches = static_cast<double>(world.kernel.counter(world.asked));
  return world.failed(world.origin_error) + world.failed(world.cloudfront.cached_error());
}

TEST(CloudFront, AStaleCopyHidesAFailingOrigin) {
  double fetches = 0;
  EXPECT_EQ(errors_behind_stale_copies(1, fetches), 0U);
  EXPECT_NEAR(fetches, 1 + 55 / 10.0, 1.01);  // asked again once in ten seconds
}

TEST(CloudFront, WithoutMinimumTimeToLiveStaleCopiesAreNotServed) {
  double fetches = 0;
  EXPECT_GT(errors_behind_stale_copies(0, fetches), 0U);
}

TEST(CloudFront, AHitTakesNoEvent) {
  World world(plain_config(), 0.1);
  world.feed("asset", 1000, 100);
  world.kernel.advance_to(at(1));
  const std::uint64_t events = world.kernel.events_handled();
  world.kernel.advance_to(at(100));
  EXPECT_EQ(world.kernel.events_handled(), events);
  EXPECT_GT(world.cloudfront.figures().edge_hits, 90'000U);
}

/// Lets viewers ask an origin that needs 40 s; returns how often it is asked for each request.
double asked_of_a_slow_origin(bool is_read) {
  CloudFrontConfig config = plain_config();
  config.cache_behaviors["page"].is_cached = false;
  config.cache_behaviors["page"].is_read = is_read;
  World world(config, 40.0);
  world.feed("page", 2, 100);
  world.kernel.advance_to(at(300));
  const std::uint64_t offered = world.kernel.outcomes().offered();
  EXPECT_EQ(world.failed(world.cloudfront.origin_time_out()), offered);
  return static_cast<double>(world.kernel.counter(world.asked)) / static_cast<double>(offered);
}

TEST(CloudFront, ASlowOriginIsAskedThreeTimesForReads) { EXPECT_EQ(asked_of_a_slow_origin(true), 3); }

TEST(CloudFront, ASlowOriginIsAskedOnceForWrites) { EXPECT_EQ(asked_of_a_slow_origin(false), 1); }

TEST(CloudFront, AnAnsweredErrorIsNotAskedForAgain) {
  CloudFrontConfig config = plain_config();
  config.cache_behaviors["page"].is_cached = false;
  World world(config);
  world.feed("page", 10, 10);
  world.kernel.set_knob(world.broken, 1);
  world.kernel.advance_to(at(20));
  EXPECT_EQ(world.kernel.counter(world.asked), world.kernel.outcomes().offered());
}

TEST(CloudFront, MetersByPriceRegionAndHour) {
  CloudFrontConfig config = plain_config();
  config.edge_locations["tokyo"] = {.weight = 3, .price_region = "japan"};
  config.cache_behaviors["asset"].request_body = 7;
  config.access_log_record = 500;
  World world(config);
  std::int64_t logged = 0;
  world.cloudfront.access_logs.connect([&](const AccessLogs& logs) { logged += logs.bytes; });
  world.feed("asset", 10, 3600);
  world.cloudfront.settle(at(3600));
  world.cloudfront.settle(at(3600));
  const auto requests = static_cast<std::int64_t>(world.kernel.outcomes().offered());
  EXPECT_EQ(world.used(pricing::meter::cloudfront_https_requests), requests);
  const double in_japan = static_cast<double>(world.used(pricing::meter::cloudfront_https_requests, "japan"));
  EXPECT_NEAR(in_japan / static_cast<double>(requests), 0.75, 4.5 * 0.433 / 190);
  EXPECT_EQ(world.used(pricing::meter::cloudfront_out_bytes), requests * 1000);
  EXPECT_EQ(world.used(pricing::meter::cloudfront_origin_upload_bytes), requests * 7);
  EXPECT_EQ(logged, requests * 500);
  for (const auto& [key, amount] : world.ledger.rows()) EXPECT_EQ(key.utc_hour, 1'700'002'800 / 3600);
}

/// Returns how often the origin is asked for one object by three regions at once.
std::uint64_t fetches_of_three_regions(bool has_shield) {
  CloudFrontConfig config = plain_config();
  config.edge_locations["west"] = {};
  config.edge_locations["south"] = {};
  config.origin_shield.enabled = has_shield;
  World world(config, 0.5);
  world.feed("asset", 100, 10);
  world.kernel.advance_to(at(10));
  return world.kernel.counter(world.asked);
}

TEST(CloudFront, EveryRegionFetchesAnObjectForItself) { EXPECT_EQ(fetches_of_three_regions(false), 3U); }

TEST(CloudFront, AShieldFetchesAnObjectOnceForAllRegions) { EXPECT_EQ(fetches_of_three_regions(true), 1U); }

TEST(CloudFront, PrefilledCachesHitFromTheStart) {
  CloudFrontConfig config = plain_config();
  config.cache_behaviors["asset"].objects = 20'000;
  config.edge_cache_size = 2'000'000;
  config.regional_cache_size = 10'000'000;
  World world(config);
  world.cloudfront.prefill({{"asset", 1000.0}});
  world.feed("asset", 1000, 100);
  const auto hit_ratio = [&](double from, double to) {
    world.kernel.advance_to(at(from));
    world.kernel.begin_measuring();
    world.kernel.advance_to(at(to));
    const CloudFrontFigures figures = world.cloudfront.figures();
    return static_cast<double>(figures.edge_hits) / static_cast<double>(figures.edge_hits + figures.edge_misses);
  };
  const double early = hit_ratio(0, 10);
  EXPECT_GT(early, 0.3);
  EXPECT_NEAR(early, hit_ratio(50, 100), 0.02);
}

}  // namespace
}  // namespace fleetcast::models::cloudfront
