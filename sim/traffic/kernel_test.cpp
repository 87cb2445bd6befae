// The kernel against queueing theory and against its own promises.
#include "sim/traffic/kernel.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "sim/traffic/program.hpp"

namespace fleetcast::sim::traffic {
namespace {

using chance::Distribution;

constexpr double tick_rate = static_cast<double>(ticks_per_second);

/// A kernel with one class whose program the test writes, fed by Poisson arrivals.
struct World {
  explicit World(std::uint64_t seed = 1, std::uint32_t zones = 1)
      : kernel(chance::Chance(seed), zones), writer(kernel) {}

  void feed(double rate, double length, Duration deadline = hours(1e4)) {
    writer.finish();
    const ClassId one = kernel.add_class("one", entry, deadline);
    kernel.add_open_source({"clients", {{Instant{}, Instant{} + seconds(length), rate, rate}}, {one}, {1.0}});
  }
  void run(double length, double warm_up) {
    kernel.advance_to(Instant{} + seconds(warm_up));
    kernel.begin_measuring();
    kernel.advance_to(Instant{} + seconds(length));
  }
  [[nodiscard]] std::uint64_t failed(CauseId cause) const {
    return kernel.outcomes().classes[0].by_cause[cause.value];
  }
  /// Asserts offered = served + failed + in flight, with what was in flight when measuring began on the left.
  void expect_conserved() {
    const Outcomes& all = kernel.outcomes();
    std::uint64_t ended = 0;
    for (const ClassOutcomes& one : all.classes) {
      ended += one.good + one.late;
      for (const std::uint64_t count : one.by_cause) ended += count;
    }
    EXPECT_EQ(all.offered() + all.in_flight_at_begin, ended + kernel.in_flight());
  }

  Kernel kernel;
  ProgramWriter writer;
  std::uint32_t entry = 0;
};

TEST(Kernel, one_server_queue_matches_theory) {
  World world;
  const CauseId full = world.kernel.add_cause("full", false);
  const StationId station = world.kernel.add_station({"desk", Discipline::first_come, 1, 0xFFFFFFFFu, 1, true});
  world.writer.enter(station, Distribution::exponential(1.0), "service", full);
  world.writer.reply();
  const double length = 1'000'000 / 0.8;
  world.feed(0.8, length);
  world.run(length, 0.1 * length);
  // Reference case mm1-01: tolerances there are for 3.6 million customers.
  const double widen = std::sqrt(4e6 / 9e5);
  const StationMeasures& measures = world.kernel.measures(station);
  const auto customers = static_cast<double>(measures.departures);
  EXPECT_NEAR(measures.wait_ticks / customers / tick_rate, 4.0, 0.115 * widen);
  EXPECT_NEAR(measures.sojourn_ticks / customers / tick_rate, 5.0, 0.116 * widen);
  EXPECT_NEAR(static_cast<double>(measures.waited) / customers, 0.8, 0.00314 * widen);
  EXPECT_NEAR(measures.present_ticks / (0.9 * length) / tick_rate, 4.0, 0.1 * widen);
  EXPECT_NEAR(*world.kernel.record(station)->waits.quantile(0.95) / tick_rate, 13.8629, 0.458 * widen);
  world.expect_conserved();
}

TEST(Kernel, time_kept_by_a_station_is_the_time_its_requests_tell) {
  World world(5);
  const CauseId full = world.kernel.add_cause("full", false);
  const CauseId late = world.kernel.add_cause("late", false);
  const StationId workers = world.kernel.add_station({"workers", Discipline::first_come, 3});
  const StationId desk = world.kernel.add_station({"desk", Discipline::first_come, 1});
  const StationId cpu = world.kernel.add_station({"cpu", Discipline::processor_sharing, 1});
  world.writer.attempt({.time_out = seconds(3), .time_out_cause = late, .cancels_work = true});
  world.writer.hold(workers, full);
  world.writer.enter(desk, Distribution::exponential(0.5), "desk", full);
  world.writer.enter(cpu, Distribution::exponential(0.5), "cpu", full);
  world.writer.release();
  world.writer.end_attempt();
  world.writer.reply();
  world.feed(1.6, 20'000);
  world.run(20'000, 1000.3);
  const std::vector<TimeAccount> accounts = world.kernel.time_accounts();
  ASSERT_EQ(accounts.size(), 3u);
  for (const TimeAccount& account : accounts) {
    const StationMeasures& m = account.measures;
    EXPECT_GT(m.abandoned, 100u) << account.name;  // otherwise nothing would be shown about those who give up
    EXPECT_NEAR(account.present_told() / m.present_ticks, 1, 1e-9) << account.name;
    if (account.discipline == Discipline::processor_sharing) continue;
    EXPECT_NEAR(account.busy_told() / m.busy_ticks, 1, 1e-9) << account.name;
  }
}

TEST(Kernel, servers_taken_away_finish_what_they_began_and_that_time_counts) {
  World world(7);
  const CauseId full = world.kernel.add_cause("full", false);
  const StationId desk = world.kernel.add_station({"desk", Discipline::first_come, 4});
  world.writer.enter(desk, Distribution::constant(2.0), "service", full);
  world.writer.reply();
  world.feed(4, 50);
  world.kernel.advance_to(Instant{} + seconds(40));
  ASSERT_GT(world.kernel.time_accounts().front().measures.full_ticks, 0) << "nobody waits: nothing would be shown";
  world.kernel.set_servers(desk, 1);
  world.kernel.advance_to(Instant{} + seconds(60));
  const TimeAccount account = world.kernel.time_accounts().front();
  EXPECT_NEAR(account.busy_told() / account.measures.busy_ticks, 1, 1e-12);
  EXPECT_NEAR(account.present_told() / account.measures.present_ticks, 1, 1e-12);
}

TEST(Kernel, time_accounts_of_a_pool_keep_members_that_left) {
  World world(6);
  const CauseId gone = world.kernel.add_cause("gone", false);
  const PoolId pool = world.kernel.add_pool(
      {.name = "pool", .no_member = gone, .refused = gone, .unreachable = gone, .purpose = "pool"});
  const MemberConfig member{.slots = 2, .backlog = 4, .discipline = Discipline::first_come};
  const MemberId first = world.kernel.add_member(pool, member);
  world.kernel.add_member(pool, member);
  world.writer.balance(pool, "pick");
  world.writer.connect("connect");
  world.writer.hold_member(gone);
  world.writer.enter_member(Distribution::exponential(0.4), "work", gone);
  world.writer.release();
  world.writer.leave();
  world.writer.reply();
  world.feed(4, 4'000);
  world.run(2'000, 400.5);
  world.kernel.remove_member(first);
  world.kernel.advance_to(Instant{} + seconds(4'000));
  const std::vector<TimeAccount> accounts = world.kernel.time_accounts();
  ASSERT_EQ(accounts.size(), 2u);
  for (const TimeAccount& account : accounts) {
    EXPECT_GT(account.measures.departures, 500u) << account.name;
    EXPECT_NEAR(account.present_told() / account.measures.present_ticks, 1, 1e-9) << account.name;
    EXPECT_NEAR(account.busy_told() / account.measures.busy_ticks, 1, 1e-9) << account.name;
  }
}

TEST(Kernel, full_station_turns_away_as_erlang_says) {
  World world;
  const CauseId full = world.kernel.add_cause("full", false);
  const StationId station = world.kernel.add_station({"lines", Discipline::first_come, 17, 17});
  world.writer.enter(station, Distribution::exponential(1.0), "service", full);
  world.writer.reply();
  world.feed(10, 100'000);
  world.run(100'000, 10'000);
  const StationMeasures& measures = world.kernel.measures(station);
  const double blocked = static_cast<double>(measures.blocked) / static_cast<double>(measures.arrivals);
  EXPECT_NEAR(blocked, 0.0129488752, 0.000472 * std::sqrt(4e6 / 9e5));
  EXPECT_EQ(world.failed(full), measures.blocked);
  world.expect_conserved();
}

TEST(Kernel, processor_sharing_is_insensitive_to_the_distribution) {
  World world;
  const CauseId full = world.kernel.add_cause("full", false);
  const StationId station = world.kernel.add_station({"cpu", Discipline::processor_sharing, 1, 0xFFFFFFFFu, 1, true});
  world.writer.enter(station, Distribution::lognormal(1.0, 9.0), "service", full);
  world.writer.reply();
  const double length = 1'000'000 / 0.7;
  world.feed(0.7, length);
  world.run(length, 0.1 * length);
  const StationMeasures& measures = world.kernel.measures(station);
  const auto customers = static_cast<double>(measures.departures);
  const double widen = std::sqrt(4e6 / 9e5);
  EXPECT_NEAR(measures.sojourn_ticks / customers / tick_rate, 10.0 / 3, 0.0698 * widen);
  EXPECT_NEAR(world.kernel.record(station)->slowdown / customers, 10.0 / 3, 0.0525 * widen);
}

TEST(Kernel, results_do_not_depend_on_how_often_it_is_advanced) {
  const auto play = [](double step) {
    World world(7, 3);
    const CauseId full = world.kernel.add_cause("full", true);
    const CauseId late = world.kernel.add_cause("late", true);
    PoolConfig config{.name = "app", .algorithm = Algorithm::least_outstanding, .no_member = full, .refused = full,
                      .unreachable = late, .purpose = "app"};
    config.health_check.is_on = true;
    const PoolId pool = world.kernel.add_pool(config);
    for (std::uint32_t i = 0; i < 6; ++i) {
      world.kernel.add_member(pool, {.key = i, .zone = i % 3, .slots = 4, .backlog = 8, .servers = 1});
    }
    world.kernel.set_network(0.0003, 0.0008);
    world.writer.attempt({.time_out = seconds(0.5), .max_attempts = 3, .backoff = Distribution::exponential(0.05),
                          .time_out_cause = late, .purpose = "retry"});
    world.writer.balance(pool, "pick");
    world.writer.travel("travel", late, seconds(1));
    world.writer.connect("connect");
    world.writer.hold_member(full);
    world.writer.enter_member(Distribution::exponential(0.1), "work", full);
    world.writer.release();
    world.writer.leave();
    world.writer.end_attempt();
    world.writer.reply();
    world.feed(55, 600);
    for (double at = step; at < 600; at += step) world.kernel.advance_to(Instant{} + seconds(at));
    world.kernel.advance_to(Instant{} + seconds(600));
    world.expect_conserved();
    return std::pair{world.kernel.fingerprint().value(), world.kernel.outcomes().classes[0].good};
  };
  EXPECT_EQ(play(600), play(0.37));
  EXPECT_EQ(play(600), play(60));
}

TEST(Kernel, given_up_work_goes_on_unless_it_is_cancelled) {
  for (const bool cancels : {false, true}) {
    World world;
    const CauseId full = world.kernel.add_cause("full", false);
    const CauseId late = world.kernel.add_cause("late", true);
    const StationId station = world.kernel.add_station({"slow", Discipline::first_come, 1});
    world.writer.attempt({.time_out = seconds(1), .time_out_cause = late, .cancels_work = cancels});
    world.writer.enter(station, Distribution::constant(3.0), "service", full);
    world.writer.end_attempt();
    world.writer.reply();
    world.feed(0.1, 1000);
    world.run(1100, 0);
    const std::uint64_t offered = world.kernel.outcomes().offered();
    EXPECT_GT(offered, 50u);
    EXPECT_EQ(world.failed(late), offered);
    // Cancelled work frees the server: nothing is finished for nobody.
    EXPECT_EQ(world.kernel.outcomes().wasted, cancels ? 0u : offered);
    EXPECT_EQ(world.kernel.measures(station).departures, cancels ? 0u : offered);
    world.expect_conserved();
  }
}

TEST(Kernel, retries_multiply_load_and_a_budget_bounds_them) {
  const auto attempts_per_request = [](bool has_budget) {
    World world;
    const CauseId broken = world.kernel.add_cause("broken", true);
    AttemptConfig config{.max_attempts = 3, .backoff = Distribution::constant(0.1), .purpose = "retry"};
    if (has_budget) config.budget = world.kernel.add_budget(0.1, 10);
    world.writer.attempt(config);
    world.writer.fail(broken);
    world.feed(10, 1000);
    world.run(1000, 0);
    return static_cast<double>(world.kernel.outcomes().attempts) /
           static_cast<double>(world.kernel.outcomes().offered());
  };
  EXPECT_NEAR(attempts_per_request(false), 3.0, 0.01);
  // The bucket adds a tenth of a retry per request and held ten at first.
  EXPECT_NEAR(attempts_per_request(true), 1.1, 0.01);
}

TEST(Kernel, one_fetch_serves_all_who_wait_for_the_object) {
  World world;
  const StoreId store = world.kernel.add_store({.name = "edge", .objects = 1, .time_to_live = seconds(60).ticks});
  const CounterId fetches = world.kernel.add_counter();
  const ProgramWriter::LookUp where{.store = store, .collapses = true};
  const auto hit = world.writer.label();
  world.writer.look_up(where, hit);
  world.writer.count(fetches);
  world.writer.delay(Distribution::constant(2.0), "fetch");
  world.writer.fill(where, false);
  world.writer.place_label(hit);
  world.writer.reply();
  world.feed(100, 50);
  world.run(50, 0);
  EXPECT_EQ(world.kernel.counter(fetches), 1u);
  EXPECT_GT(world.kernel.store(store).measures().collapsed, 100u);
  world.expect_conserved();
}

TEST(Kernel, closed_clients_wait_for_their_answers) {
  World world;
  const CauseId full = world.kernel.add_cause("full", false);
  const StationId desk = world.kernel.add_station({"desk", Discipline::first_come, 1});
  world.writer.enter(desk, Distribution::exponential(1.0), "service", full);
  world.writer.reply();
  world.writer.finish();
  const ClassId one = world.kernel.add_class("one", 0, hours(10));
  world.kernel.add_closed_source({"users", 5, Distribution::exponential(4.0), one, Instant{}});
  world.run(400'000, 10'000);
  // Machine repair with 5 machines, think 4, service 1: throughput 1 - p0 with p0 from the birth-death chain.
  double weight = 1;
  double sum = 1;
  for (int n = 1; n <= 5; ++n) sum += weight *= (6.0 - n) / 4.0;
  const double throughput = static_cast<double>(world.kernel.measures(desk).departures) / 390'000;
  EXPECT_NEAR(throughput, 1 - 1 / sum, 4.5 * std::sqrt(0.8 / 390'000) * 1.5);
}

TEST(Kernel, health_checks_find_a_dead_member_after_two_failures) {
  World world(3, 3);
  const CauseId gone = world.kernel.add_cause("gone", false);
  PoolConfig config{.name = "app", .no_member = gone, .refused = gone, .unreachable = gone, .purpose = "app"};
  config.health_check.is_on = true;
  const PoolId pool = world.kernel.add_pool(config);
  for (std::uint32_t i = 0; i < 4; ++i) world.kernel.add_member(pool, {.key = i, .zone = i % 3});
  EXPECT_EQ(world.kernel.healthy_members(pool), 0u);
  world.kernel.advance_to(Instant{} + seconds(31));
  EXPECT_EQ(world.kernel.healthy_members(pool), 4u);  // one passing check each within one interval
  EXPECT_FALSE(world.kernel.is_watching());
  world.kernel.set_reachability({0}, Reachability::refusing);
  const Instant crash = world.kernel.now();
  world.kernel.advance_to(crash + seconds(29.9));
  EXPECT_EQ(world.kernel.healthy_members(pool), 4u);
  world.kernel.advance_to(crash + seconds(60.1));
  EXPECT_EQ(world.kernel.healthy_members(pool), 3u);
}

TEST(Kernel, with_no_healthy_member_all_get_traffic_and_with_none_registered_it_fails) {
  World world;
  const CauseId none = world.kernel.add_cause("none", false);
  const CauseId refused = world.kernel.add_cause("refused", false);
  PoolConfig config{.name = "app", .no_member = none, .refused = refused, .unreachable = refused, .purpose = "app"};
  config.health_check.is_on = true;
  const PoolId pool = world.kernel.add_pool(config);
  const MemberId member = world.kernel.add_member(pool, {.key = 1});
  world.writer.balance(pool, "pick");
  world.writer.connect("connect");
  world.writer.leave();
  world.writer.reply();
  world.feed(10, 300);
  world.kernel.advance_to(Instant{} + seconds(40));
  world.kernel.set_reachability(member, Reachability::refusing);
  world.kernel.advance_to(Instant{} + seconds(150));
  EXPECT_EQ(world.failed(none), 0u);
  EXPECT_GT(world.kernel.measures(pool).fail_open, 100u);
  world.kernel.remove_member(member);
  world.kernel.advance_to(Instant{} + seconds(300));
  EXPECT_GT(world.failed(none), 1000u);
  world.expect_conserved();
}

/// Loses one of two members, of which it has so many slots, and follows what becomes of the requests it has in hand.
void lose_member(std::uint32_t slots) {
  for (const Reachability how : {Reachability::refusing, Reachability::silent}) {
    World world;
    const CauseId full = world.kernel.add_cause("full", false);
    const CauseId reset = world.kernel.add_cause("reset", false);
    const CauseId lost = world.kernel.add_cause("lost", false);
    const PoolId pool = world.kernel.add_pool(
        {.name = "app", .no_member = full, .refused = reset, .unreachable = lost, .purpose = "app"});
    const MemberId first = world.kernel.add_member(pool, {.key = 1, .slots = slots, .servers = 100});
    world.kernel.add_member(pool, {.key = 2, .slots = 100, .servers = 100});
    world.writer.balance(pool, "pick");
    world.writer.connect("connect");
    world.writer.hold_member(full);
    world.writer.enter_member(Distribution::constant(2.0), "work", full);
    world.writer.release();
    world.writer.leave();
    world.writer.reply();
    world.feed(20, 100);
    world.kernel.advance_to(Instant{} + seconds(50));
    const std::uint32_t in_hand = world.kernel.outstanding(first);
    ASSERT_GT(in_hand, 5u);
    world.kernel.set_reachability(first, how);
    EXPECT_EQ(world.failed(reset), how == Reachability::refusing ? in_hand : 0u);
    world.kernel.remove_member(first);
    world.kernel.advance_to(Instant{} + seconds(300));
    EXPECT_EQ(world.failed(how == Reachability::refusing ? reset : lost), in_hand);
    EXPECT_EQ(world.kernel.in_flight(), 0u);
    world.expect_conserved();
  }
}

TEST(Kernel, lost_member_resets_its_requests_and_leaves_no_trace) { lose_member(100); }

// Those it serves give back their slots, which those who wait must not take: they are lost as well.
TEST(Kernel, lost_member_takes_along_who_waits_for_its_slots) { lose_member(2); }

}  // namespace
}  // namespace fleetcast::sim::traffic
