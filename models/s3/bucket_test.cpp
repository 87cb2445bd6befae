#include "models/s3/bucket.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace fleetcast::models::s3 {
namespace {

Instant at(double seconds) { return Instant{} + sim::seconds(seconds); }

/// A bucket in a region with two zones; requests do nothing but read or write there.
struct World {
  explicit World(BucketConfig config, Instant measured_from = {})
      : metering(ledger, sim::Calendar(1'700'002'800),
                 {"main", "us-east-1", {"us-east-1a", "us-east-1b"}, measured_from}),
        bucket(simulation, metering, kernel, std::move(config), "assets", 2) {
    bucket.incidents.connect([this](const Incident& incident) { incidents.push_back(incident); });
  }

  void read(double rate, double to, std::uint32_t bytes, Caller caller = Caller::edge) {
    const auto zones = kernel.add_places({0.0, 1.0});  // all in the second zone
    writer.entry_zone(zones, "zone");
    writer.fixed_size(bytes);
    bucket.write_get(writer, caller, "read");
    end_program(rate, to);
  }
  void end_program(double rate, double to) {
    writer.reply();
    writer.finish();
    const auto one = kernel.add_class("one", 0, sim::hours(1));
    kernel.add_open_source({"clients", {{Instant{}, at(to), rate, rate}}, {one}, {1.0}});
  }
  void run(double until) {
    simulation.run_until(at(until));
    kernel.advance_to(at(until));
  }
  void run_with_hourly_settling(int hours) {
    for (int hour = 1; hour <= hours; ++hour) {
      run(3600.0 * hour);
      bucket.settle(at(3600.0 * hour));
    }
  }
  std::int64_t used(std::string_view meter) const {
    std::int64_t sum = 0;
    for (const auto& [key, amount] : ledger.rows()) sum += key.meter == meter ? amount.billable : 0;
    return sum;
  }
  double mean_latency() const {
    return kernel.outcomes().classes[0].latency.mean().value() / static_cast<double>(sim::ticks_per_second);
  }

  sim::control::Simulation simulation;
  sim::chance::Chance chance{5};
  pricing::UsageLedger ledger;
  Metering metering;
  sim::traffic::Kernel kernel{chance, 2};
  Bucket bucket;
  sim::traffic::ProgramWriter writer{kernel};
  std::vector<Incident> incidents;
};

TEST(Bucket, LatencyIsFirstByteAndTransfer) {
  const BucketConfig defaults;
  EXPECT_NEAR(defaults.first_byte_time.quantile(0.5), 0.030, 1e-9);
  EXPECT_NEAR(defaults.first_byte_time.quantile(0.99), 0.250, 1e-3);
  World world({.first_byte_time = 0.03});
  world.read(10, 100, 9'000'000);
  world.run(200);
  EXPECT_NEAR(world.mean_latency(), 0.13, 0.13 * 0.01);
}

TEST(Bucket, WritesTakeTheirTransferTime) {
  World world({.first_byte_time = 0.03});
  world.bucket.write_put(world.writer, Caller::edge, 18'000'000, "write");
  world.end_program(10, 100);
  world.run(200);
  EXPECT_NEAR(world.mean_latency(), 0.23, 0.23 * 0.01);
}

TEST(Bucket, SlowsDownAbove5500ReadsASecond) {
  World world({});
  world.read(11'000, 20, 1000);
  world.run(30);
  // 5,500 a second and one second's worth at the beginning.
  EXPECT_NEAR(static_cast<double>(world.bucket.figures().get_requests), 5500 * 21, 2);
  const auto& outcome = world.kernel.outcomes().classes[0];
  EXPECT_EQ(outcome.by_cause[world.bucket.slow_down_cause().value], world.bucket.figures().slow_downs);
  EXPECT_EQ(outcome.offered, world.bucket.figures().get_requests + world.bucket.figures().slow_downs);
}

TEST(Bucket, PrefixesSplitAfterHalfAnHourOfExcess) {
  World world({.prefixes = 2, .get_rate_per_prefix = 5});
  world.read(15, 7200, 1000);
  world.bucket.start();
  world.run(7200);
  ASSERT_EQ(world.incidents.size(), 1U);
  EXPECT_EQ(world.incidents[0].kind, "s3_prefix_split");
  EXPECT_EQ(world.incidents[0].at, at(1800));
  EXPECT_EQ(world.bucket.figures().splits, 1);
}

TEST(Bucket, ShorterExcessDoesNotSplitPrefixes) {
  World world({.get_rate_per_prefix = 10});
  world.read(15, 1700, 1000);
  world.bucket.start();
  world.run(7200);
  EXPECT_EQ(world.bucket.figures().splits, 0);
}

TEST(Bucket, BillsStorageAndAnsweredRequests) {
  World world({.stored = 1024.0 * 1024 * 1024, .get_rate_per_prefix = 5});
  world.read(10, 3600, 1000);
  world.run_with_hourly_settling(2);
  EXPECT_EQ(world.used(pricing::meter::s3_storage_mib_seconds), 1024 * 7200);
  EXPECT_NEAR(static_cast<double>(world.used(pricing::meter::s3_get_requests)), 5 * 3600, 20);
  EXPECT_EQ(world.used(pricing::meter::s3_get_requests),
            static_cast<std::int64_t>(world.bucket.figures().get_requests));
  EXPECT_GT(world.bucket.figures().slow_downs, 17'000U);
  EXPECT_EQ(world.ledger.rows().begin()->first.utc_hour, world.metering.calendar().utc_hour(at(0)));
}

/// Who reads objects.
class BucketReaders : public testing::TestWithParam<Caller> {};

TEST_P(BucketReaders, PayForTheInternetWhereTheyAreClients) {
  World world({});
  world.read(5, 3600, 1000, GetParam());
  world.run_with_hourly_settling(2);
  const std::int64_t gets = world.used(pricing::meter::s3_get_requests);
  EXPECT_NEAR(static_cast<double>(gets), 5 * 3600, 4.5 * std::sqrt(5.0 * 3600));
  EXPECT_EQ(world.used(pricing::meter::internet_out_bytes), GetParam() == Caller::client ? gets * 1000 : 0);
}

INSTANTIATE_TEST_SUITE_P(Bucket, BucketReaders, testing::Values(Caller::edge, Caller::client, Caller::task));

TEST(Bucket, NothingBeforeMeasuringIsBilled) {
  World world({.stored = 1024.0 * 1024 * 1024}, at(5400));
  world.read(1, 7200, 1000);
  world.simulation.at(at(5400), 1, [&] {
    world.kernel.advance_to(at(5400));
    world.kernel.begin_measuring();
  });
  world.run_with_hourly_settling(2);
  EXPECT_EQ(world.used(pricing::meter::s3_storage_mib_seconds), 1024 * 1800);
  EXPECT_EQ(world.used(pricing::meter::s3_get_requests),
            static_cast<std::int64_t>(world.bucket.figures().get_requests));
}

TEST(Bucket, LogsGrowAndExpire) {
  World world({.expiration = 86400});
  world.bucket.add(std::int64_t{1} << 30, 7, at(0));
  world.run_with_hourly_settling(23);
  EXPECT_EQ(world.bucket.figures().stored_bytes, std::int64_t{1} << 30);
  EXPECT_EQ(world.used(pricing::meter::s3_storage_mib_seconds), 1024 * 23 * 3600);
  for (int hour = 24; hour <= 48; ++hour) world.bucket.settle(at(3600.0 * hour));
  EXPECT_EQ(world.bucket.figures().stored_bytes, 0);
  EXPECT_EQ(world.used(pricing::meter::s3_storage_mib_seconds), 1024 * 24 * 3600);
  EXPECT_EQ(world.used(pricing::meter::s3_put_requests), 7);
}

TEST(Bucket, WrittenBytesAreStored) {
  World world({});
  world.bucket.write_put(world.writer, Caller::task, 1 << 20, "write");
  world.end_program(1, 3600);
  world.run_with_hourly_settling(2);
  const std::int64_t puts = world.used(pricing::meter::s3_put_requests);
  EXPECT_NEAR(static_cast<double>(puts), 3600, 5 * 60);
  EXPECT_EQ(world.bucket.figures().stored_bytes, puts << 20);
  // Half of the first hour, as they came evenly, and all of the second.
  EXPECT_EQ(world.used(pricing::meter::s3_storage_mib_seconds), puts * 5400);
}

TEST(Bucket, TasksReachItThroughNatOrEndpoint) {
  World world({.first_byte_time = 0.03});
  std::int64_t through_nat = 0;
  world.bucket.bytes_through_nat.connect([&](const BytesThroughNat& sent) {
    EXPECT_EQ(sent.zone, 1U);
    through_nat += sent.bytes;
  });
  world.read(10, 200, 1000, Caller::task);
  world.bucket.on(ServicePathChanged{"s3", 1, ServicePath::nat_gateway});
  world.run(100);
  world.bucket.on(ServicePathChanged{"s3", 1, ServicePath::gateway_endpoint});
  const auto until_change = static_cast<std::int64_t>(world.kernel.outcomes().classes[0].good);
  world.run(300);
  world.bucket.settle(at(300));
  EXPECT_EQ(through_nat, 1000 * until_change);
  EXPECT_GT(world.kernel.outcomes().classes[0].good, static_cast<std::uint64_t>(until_change));
}

TEST(Bucket, WithoutEgressTasksTimeOut) {
  World world({.first_byte_time = 0.03});
  world.read(10, 20, 1000, Caller::task);
  world.bucket.on(ServicePathChanged{"s3", 1, ServicePath::nat_gateway});
  world.bucket.on(EgressChanged{0, false});
  world.run(10);
  const std::uint64_t good_before = world.kernel.outcomes().classes[0].good;
  EXPECT_GT(good_before, 0U);
  world.bucket.on(EgressChanged{1, false});
  world.run(40);
  const auto& outcome = world.kernel.outcomes().classes[0];
  const std::uint64_t unreachable = outcome.by_cause[world.bucket.unreachable_cause().value];
  EXPECT_GT(unreachable, 0U);
  EXPECT_EQ(outcome.offered, outcome.good + unreachable);
  EXPECT_LE(outcome.good - good_before, 5U);  // those on their way when the path was lost
}

}  // namespace
}  // namespace fleetcast::models::s3
