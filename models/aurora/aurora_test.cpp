#include "models/aurora/aurora.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace fleetcast::models::aurora {
namespace {

using sim::traffic::Kernel;
using sim::traffic::ProgramWriter;

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

AuroraConfig plain_config() {
  AuroraConfig config;
  config.failover_time = 15.0;
  config.replacement_time = 300.0;
  config.commit_time = 0.003;
  config.buffer_pool.hit_ratio = 1;
  config.read.cpu_time = sim::chance::Distribution::exponential(0.001);
  config.write.cpu_time = sim::chance::Distribution::exponential(0.001);
  return config;
}

/// A cluster that clients in three zones read from and write to, half and half.
struct World {
  explicit World(const AuroraConfig& config)
      : database(simulation, kernel, sim::chance::Chance(3), metering, config, "orders", 3) {
    database.incidents.connect([this](const Incident& incident) { incidents.push_back(incident); });
    database.metric_points.connect([this](const MetricPoint& point) { points[point.metric].push_back(point.value); });
    database.reader_counts.connect([this](const ServiceCounts& counts) { reader_counts.push_back(counts); });
  }

  void feed(double rate, double length) {
    ProgramWriter writer(kernel);
    const std::uint32_t read = writer.here();
    writer.entry_zone(zones, "zone");
    database.write_read(writer, "read");
    writer.reply();
    const std::uint32_t write = writer.here();
    writer.entry_zone(zones, "zone");
    database.write_write(writer, "write");
    writer.reply();
    writer.finish();
    const auto reads = kernel.add_class("read", read, sim::hours(1));
    const auto writes = kernel.add_class("write", write, sim::hours(1));
    kernel.add_open_source({"clients", {{at(0), at(length), rate, rate}}, {reads, writes}, {1.0, 1.0}});
  }
  void run(double until) {
    simulation.run_until(at(until));
    kernel.advance_to(at(until));
  }
  [[nodiscard]] const sim::traffic::ClassOutcomes& of(const std::string& request_class) const {
    return kernel.outcomes().classes[request_class == "read" ? 0 : 1];
  }
  [[nodiscard]] std::uint64_t failed(const std::string& request_class, const std::string& cause) const {
    const auto& outcomes = kernel.outcomes();
    for (std::size_t i = 0; i < outcomes.causes.size(); ++i) {
      if (outcomes.causes[i] == "orders_database_" + cause) return of(request_class).by_cause[i];
    }
    throw std::logic_error("no such cause: " + cause);
  }
  [[nodiscard]] std::int64_t used(std::string_view meter, std::string_view pool = "") const {
    std::int64_t sum = 0;
    for (const auto& [key, amount] : ledger.rows()) {
      if (key.meter == meter && (pool.empty() || key.pool == pool)) sum += amount.billable;
    }
    return sum;
  }

  sim::control::Simulation simulation;
  pricing::UsageLedger ledger;
  Metering metering{
      ledger, sim::Calendar(1'700'002'800), {"main", "us-east-1", {"us-east-1a", "us-east-1b", "us-east-1c"}, {}}};
  Kernel kernel{sim::chance::Chance(3), 3};
  Aurora database;
  sim::traffic::PlacesId zones = kernel.add_places({1, 1, 1});
  std::vector<Incident> incidents;
  std::vector<ServiceCounts> reader_counts;
  std::map<std::string, std::vector<double>> points;
};

TEST(Aurora, PromotesAReaderWhenTheWriterIsLost) {
  World world(plain_config());
  world.feed(200, 500);
  world.run(100);
  world.database.lose_writer("test");
  world.run(200);
  // 100 writes a second are refused for 15 s; reads go on at the reader until it becomes the writer, and there after.
  EXPECT_NEAR(static_cast<double>(world.failed("write", "refused")), 1500, 4.5 * std::sqrt(1500.0));
  EXPECT_LT(world.failed("read", "refused"), 5U);
  EXPECT_EQ(world.database.writer_zone(), 1U);
  EXPECT_EQ(world.database.readers(), 0U);
  ASSERT_EQ(world.incidents.size(), 1U);
  EXPECT_EQ(world.incidents[0].duration, sim::seconds(15));
  EXPECT_EQ(world.database.figures().failovers, 1);
  // The writer that was lost comes back as a reader.
  world.run(401);
  EXPECT_EQ(world.database.readers(), 1U);
  EXPECT_EQ(world.database.writer_zone(), 1U);
}

TEST(Aurora, AWriterLostWithItsZoneIsSilent) {
  AuroraConfig config = plain_config();
  config.client_timeout = 3;
  World world(config);
  world.feed(200, 200);
  world.run(100);
  world.database.on(ZoneChanged{0, ZoneCondition::down, 1});
  const std::uint64_t good = world.of("write").good;
  world.run(102.9);
  EXPECT_EQ(world.of("write").good, good);
  EXPECT_EQ(world.failed("write", "unreachable"), 0U);
  world.run(200);
  EXPECT_NEAR(static_cast<double>(world.failed("write", "unreachable")), 1500, 4.5 * std::sqrt(1500.0));
  EXPECT_EQ(world.failed("write", "refused"), 0U);
  EXPECT_LT(world.failed("read", "refused") + world.failed("read", "unreachable"), 5U);
}

TEST(Aurora, ALostReaderIsMissedUntilItsNameExpires) {
  AuroraConfig config = plain_config();
  config.readers = 2;
  config.client_timeout = 1;
  World world(config);
  world.feed(200, 200);
  world.run(100);
  world.database.on(ZoneChanged{1, ZoneCondition::down, 1});
  world.run(201);
  // Half of 100 reads a second for five seconds; those sent right before it leaves the endpoint are reset.
  const auto lost = static_cast<double>(world.failed("read", "unreachable") + world.failed("read", "refused"));
  EXPECT_NEAR(lost, 250, 4.5 * std::sqrt(250.0));
  EXPECT_EQ(world.database.readers(), 1U);
  EXPECT_EQ(world.of("write").good, world.of("write").offered);
  world.database.on(ZoneChanged{1, ZoneCondition::up, 1});
  world.run(501);
  EXPECT_EQ(world.database.readers(), 2U);
}

TEST(Aurora, WithoutReaderTheWriterIsCreatedAnewAndCold) {
  AuroraConfig config = plain_config();
  config.readers = 0;
  config.buffer_pool.cold_hit_ratio = 0.5;
  config.buffer_pool.warm_up_time = 100;
  World world(config);
  world.feed(200, 1000);
  world.run(100);
  EXPECT_GT(world.of("read").good, 9000U);
  world.database.lose_writer("test");
  world.run(399);
  const std::uint64_t before = world.database.figures().io_requests;
  EXPECT_EQ(world.database.figures().failovers, 0);
  world.run(1000);
  ASSERT_EQ(world.incidents.size(), 1U);
  EXPECT_EQ(world.incidents[0].duration, sim::seconds(300));
  // Besides one unit for each of 100 writes a second: pages for half of 200 queries at first, fewer as memory fills.
  const auto io = static_cast<double>(world.database.figures().io_requests - before);
  const double pages = 200 * 0.5 * 100 * (1 - std::exp(-6.0));
  // Memory fills in steps of a twentieth of the time, which overstates the pages by a fortieth.
  EXPECT_NEAR(io, 100 * 600 + pages * 1.025, 4.5 * std::sqrt(60'000 + pages));
}

TEST(Aurora, WithWriterAndReadersLostItWaitsForAZoneToWork) {
  World world(plain_config());
  world.feed(200, 1000);
  world.database.on(ZoneChanged{0, ZoneCondition::down, 1});
  world.run(10);
  world.database.on(ZoneChanged{1, ZoneCondition::down, 1});
  const std::uint64_t good = world.of("read").good;
  world.run(600);
  EXPECT_EQ(world.database.figures().failovers, 0);
  EXPECT_EQ(world.of("read").good, good);
  world.database.on(ZoneChanged{1, ZoneCondition::up, 1});
  world.run(899);
  EXPECT_EQ(world.database.figures().failovers, 0);
  world.run(1000);
  ASSERT_EQ(world.incidents.size(), 1U);
  EXPECT_EQ(world.incidents[0].duration, sim::seconds(900));
  EXPECT_EQ(world.database.writer_zone(), 1U);
  EXPECT_GT(world.of("read").good, 9000U);
}

TEST(Aurora, APromotedReaderKeepsItsPagesAndTheFormerWriterComesBackCold) {
  AuroraConfig config = plain_config();
  config.buffer_pool.cold_hit_ratio = 0;
  config.buffer_pool.warm_up_time = 10;
  config.log_units_per_write = 0;
  World world(config);
  world.feed(200, 600);
  world.run(100);
  world.database.lose_writer("test");
  world.run(399);
  EXPECT_EQ(world.database.figures().io_requests, 0U);
  world.run(600);
  // Every one of 100 reads a second at first; steps of a twentieth of the time overstate them by a fortieth.
  EXPECT_NEAR(static_cast<double>(world.database.figures().io_requests), 1025, 4.5 * std::sqrt(1025.0));
}

TEST(Aurora, WritesStopWithTwoOfThreeZones) {
  AuroraConfig config = plain_config();
  config.readers = 0;
  World world(config);
  world.feed(200, 150);
  world.database.on(ZoneChanged{1, ZoneCondition::down, 1});
  world.run(50);
  EXPECT_EQ(world.failed("write", "no_quorum"), 0U);
  world.database.on(ZoneChanged{2, ZoneCondition::down, 1});
  const std::uint64_t good = world.of("write").good;
  world.run(100);
  EXPECT_NEAR(static_cast<double>(world.failed("write", "no_quorum")), 5000, 4.5 * std::sqrt(5000.0));
  EXPECT_LT(world.of("write").good - good, 20U);
  EXPECT_GE(world.of("read").good + 5, world.of("read").offered);
  world.database.on(ZoneChanged{2, ZoneCondition::up, 1});
  world.run(150);
  EXPECT_NEAR(static_cast<double>(world.of("write").good - good), 5000, 4.5 * std::sqrt(5000.0));
}

TEST(Aurora, ConnectionsBeyondTheLimitFailAtOnce) {
  AuroraConfig config = plain_config();
  config.max_connections = 1722;
  World world(config);
  world.database.add_client("api");
  world.feed(200, 100);
  world.database.on(ServiceCounts{"api", 172, 172, 0, false});
  world.run(50);
  EXPECT_EQ(world.database.figures().refused_connections, 0U);
  world.database.on(ServiceCounts{"other", 5000, 5000, 0, false});
  world.database.on(ServiceCounts{"api", 344, 344, 0, false});
  EXPECT_EQ(world.database.connections(), 3440);
  const auto before = static_cast<double>(world.of("write").offered);
  world.run(100);
  const double offered = static_cast<double>(world.of("write").offered) - before;
  const double share = static_cast<double>(world.failed("write", "too_many_connections")) / offered;
  EXPECT_NEAR(share, 1 - 1722.0 / 3440, 4.5 * 0.5 / std::sqrt(offered));
}

TEST(Aurora, AReaderThatComesGetsConnectionsAsOldOnesEnd) {
  AuroraConfig config = plain_config();
  config.readers = 2;
  config.connection_lifetime = 1000;
  World world(config);
  world.database.add_client("api");
  world.database.on(ServiceCounts{"api", 10, 8, 0, false, 2});
  world.feed(200, 1400);
  world.run(99);
  EXPECT_EQ(world.database.connections(), 100) << "tasks that leave keep theirs";
  EXPECT_DOUBLE_EQ(world.database.busiest_reader_share(), 0.5);
  world.run(100);
  world.database.lose_writer("test");
  world.run(401);
  EXPECT_EQ(world.database.readers(), 2U) << "the lost writer is back";
  EXPECT_NEAR(world.database.busiest_reader_share(), 1, 0.01);
  world.run(1400);
  // Connections end after 1000 s on average and open at either reader; they are looked at every sixtieth of that.
  const double share = (1 + std::exp(-1.0)) / 2;
  EXPECT_NEAR(world.database.busiest_reader_share(), share, share / 60);
  double picked = 0;
  for (std::uint32_t i = 1; i < 3; ++i) {
    const sim::traffic::Member& member = world.kernel.member({i});
    if (member.key == 0) picked = static_cast<double>(member.picked);
  }
  // Of 100 reads a second, half times what the integral of 1 - exp(-t / 1000 s) says, less what the steps are late.
  const double expected = 100 * 0.5 * 1000 * std::exp(-1.0);
  EXPECT_LT(picked, expected + 4.5 * std::sqrt(expected));
  EXPECT_GT(picked, expected - 100 * 0.5 * 1000.0 / 60 - 4.5 * std::sqrt(expected));
}

TEST(Aurora, APoolOfConnectionsBoundsTheQueriesUnderWay) {
  AuroraConfig config = plain_config();
  config.connections_per_task = 2;
  config.write.cpu_time = 1e-9;
  config.commit_time = 0.1;
  World world(config);
  world.database.add_client("api");
  world.database.on(ServiceCounts{"api", 3, 3, 0, false});
  // Six connections of 0.1 s each carry 60 writes a second, not the 100 that come.
  world.feed(200, 100);
  world.run(100);
  EXPECT_NEAR(static_cast<double>(world.of("write").good), 6000, 12);
  EXPECT_EQ(world.database.figures().refused_connections, 0U);
}

TEST(Aurora, MetersInstancesStorageAndIo) {
  AuroraConfig config = plain_config();
  config.log_units_per_write = 2;
  config.read.bytes = 1000;
  config.write.bytes = 1000;
  World world(config);
  world.feed(20, 3600);
  world.run(3600);
  world.database.settle(at(3600));
  world.database.settle(at(3600));
  EXPECT_EQ(world.used(pricing::meter::aurora_instance_seconds, "db.r6g.large"), 2 * 3600);
  EXPECT_EQ(world.used(pricing::meter::aurora_storage_mib_seconds), 102'400LL * 3600);
  EXPECT_NEAR(static_cast<double>(world.used(pricing::meter::aurora_io_requests)),
              2 * static_cast<double>(world.of("write").good), 4);
  const auto requests = static_cast<double>(world.kernel.outcomes().offered());
  EXPECT_NEAR(static_cast<double>(world.used(pricing::meter::inter_zone_managed_bytes)), requests * 1000 * 2 / 3,
              4.5 * 1000 * std::sqrt(requests * 2 / 9));
}

TEST(Aurora, IoOptimizedUsageIsNamedSo) {
  AuroraConfig config = plain_config();
  config.storage_type = StorageType::io_optimized;
  World world(config);
  world.feed(20, 3600);
  world.run(3600);
  world.database.settle(at(3600));
  EXPECT_EQ(world.used(pricing::meter::aurora_instance_seconds, "db.r6g.large/io_optimized"), 2 * 3600);
  EXPECT_EQ(world.used(pricing::meter::aurora_storage_mib_seconds, "io_optimized"), 102'400LL * 3600);
  EXPECT_GT(world.used(pricing::meter::aurora_io_requests, "io_optimized"), 30'000);
}

TEST(Aurora, AReaderRemovedEarlyIsBilledForTenMinutes) {
  World world(plain_config());
  world.run(100);
  world.database.on(SetDesiredCount{"somebody_else", 5});
  world.database.on(SetDesiredCount{"orders", 2});
  world.run(399);
  EXPECT_EQ(world.database.readers(), 1U);
  world.run(500);
  EXPECT_EQ(world.database.readers(), 2U);
  ASSERT_FALSE(world.reader_counts.empty());
  EXPECT_EQ(world.reader_counts.back().running, 2);
  world.database.on(SetDesiredCount{"orders", 0});
  EXPECT_EQ(world.database.readers(), 1U);
  EXPECT_EQ(world.reader_counts.back().desired, 1);
  world.run(1000);
  world.database.settle(at(1000));
  EXPECT_EQ(world.used(pricing::meter::aurora_instance_seconds), 2 * 1000 + 600);
}

TEST(Aurora, ServerlessCapacityFollowsTheLoad) {
  AuroraConfig config = plain_config();
  config.serverlessv2_scaling_configuration = ServerlessConfig{.min_capacity = 1, .max_capacity = 32};
  World world(config);
  world.database.start();
  // 1000 writes a second of 1 ms need one processor, 4 units: between 50 and 75 % busy with 5.33 to 8.
  world.feed(2000, 800);
  world.run(700);
  EXPECT_GE(world.database.figures().capacity_units, 5);
  EXPECT_LE(world.database.figures().capacity_units, 8);
  EXPECT_EQ(world.points["AWS/RDS/ServerlessDatabaseCapacity{orders}"].size(), 11U);
  EXPECT_EQ(world.points["AWS/RDS/ACUUtilization{orders}"].back(),
            100 * world.points["AWS/RDS/ServerlessDatabaseCapacity{orders}"].back() / 32);
  world.run(1500);
  EXPECT_EQ(world.database.figures().capacity_units, 1);
  world.database.settle(at(1500));
  EXPECT_EQ(world.used(pricing::meter::aurora_instance_seconds), 0);
  const auto milli = static_cast<double>(world.used(pricing::meter::aurora_milli_acu_seconds));
  EXPECT_GT(milli, 2 * 1000.0 * (750 * 5 + 700));
  EXPECT_LT(milli, 2 * 1000.0 * (900 * 10 + 600));
}

TEST(Aurora, PublishesUtilisationByRole) {
  World world(plain_config());
  world.database.start();
  world.feed(1000, 300);
  world.run(300);
  // 500 a second of 1 ms on two processors.
  EXPECT_NEAR(world.points["AWS/RDS/CPUUtilization{orders/writer}"][3], 25, 4.5 * 25 * std::sqrt(2.0 / 30'000));
  EXPECT_NEAR(world.points["AWS/RDS/CPUUtilization{orders/reader}"][3], 25, 4.5 * 25 * std::sqrt(2.0 / 30'000));
}

TEST(Aurora, PublishesRequestsToTheStorageEveryFiveMinutes) {
  World world(plain_config());
  world.database.start();
  world.feed(100, 600);
  world.run(659);
  const auto& reads = world.points["AWS/RDS/VolumeReadIOPs{orders}"];
  const auto& writes = world.points["AWS/RDS/VolumeWriteIOPs{orders}"];
  ASSERT_EQ(reads.size(), 2U);
  ASSERT_EQ(writes.size(), 2U);
  EXPECT_GT(writes[0], 0);
  // All there are: a few of the last ones arrive after the second report.
  const double published = reads[0] + reads[1] + writes[0] + writes[1];
  EXPECT_NEAR(published, static_cast<double>(world.database.figures().io_requests), 5);
}

}  // namespace
}  // namespace fleetcast::models::aurora
