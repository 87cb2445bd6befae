#include "sim/traffic/steady_copies.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "sim/chance/zipf.hpp"
#include "sim/recorded_figure_for_tests.hpp"
#include "sim/traffic/program.hpp"

namespace fleetcast::sim::traffic {
namespace {

constexpr double for_ever = std::numeric_limits<double>::infinity();

std::vector<ObjectDemand> zipf_demands(std::uint32_t objects, double exponent, double rate) {
  const chance::Zipf zipf(objects, exponent);
  std::vector<ObjectDemand> demands;
  for (std::uint32_t rank = 0; rank < objects; ++rank) demands.push_back({rate * zipf.probability(rank), 1});
  return demands;
}

/// Plays requests against a store of 10,000 out of 100,000 objects; returns the share of hits.
double simulated_hit_ratio(double time_to_live, bool is_prefilled, double length) {
  const double rate = 2000;
  Kernel kernel(chance::Chance(5), 1);
  StoreConfig config{.name = "cache", .objects = 100'000, .capacity = 10'000};
  if (time_to_live < 1e9) config.time_to_live = seconds(time_to_live).ticks;
  const StoreId store = kernel.add_store(config);
  const PopularityId popularity = kernel.add_popularity(100'000, 0.8);
  ProgramWriter writer(kernel);
  const auto hit = writer.label();
  writer.object(popularity, "object");
  writer.look_up({.store = store}, hit);
  writer.fill({.store = store}, false);
  writer.place_label(hit);
  writer.reply();
  writer.finish();
  const ClassId one = kernel.add_class("one", 0, seconds(1));
  kernel.add_open_source({"clients", {{Instant{}, Instant{} + seconds(length), rate, rate}}, {one}, {1.0}});
  if (is_prefilled) {
    const auto demands = zipf_demands(100'000, 0.8, rate);
    place_steady_copies(kernel.store(store), demands, 0, characteristic_time(demands, 10'000), time_to_live,
                        kernel.stream("prefill"), Instant{});
  } else {
    kernel.advance_to(Instant{} + seconds(0.5 * length));
    kernel.begin_measuring();
  }
  kernel.advance_to(Instant{} + seconds(length));
  const StoreMeasures& measures = kernel.store(store).measures();
  return static_cast<double>(measures.hits) / static_cast<double>(measures.hits + measures.misses);
}

// Reference case lru-03 (tests/reference/queueing_cases.json): Che's fixed point for 30 of 300 objects.
TEST(SteadyCopies, SolvesChesEquation) {
  const auto demands = zipf_demands(300, 0.8, 1.0);
  const double time = characteristic_time(demands, 30);
  record_figure("Che_T_in_requests", time);
  record_figure("LRU_hit_Che", hit_ratio(demands, time, for_ever));
  // Neighbours within 2 % of each other's rate are taken together, which costs less than a hundredth of that.
  EXPECT_NEAR(time / 37.538531054, 1, 2e-4);
  EXPECT_NEAR(hit_ratio(demands, time, for_ever), 0.32708920192, 1e-4);
}

TEST(SteadyCopies, hit_ratio_of_simulation_is_within_one_point_of_che) {
  const auto demands = zipf_demands(100'000, 0.8, 2000);
  const double expected = hit_ratio(demands, characteristic_time(demands, 10'000), for_ever);
  EXPECT_GT(expected, 0.3);
  EXPECT_NEAR(simulated_hit_ratio(for_ever, false, 200), expected, 0.01);
}

TEST(SteadyCopies, a_prefilled_store_hits_like_one_that_ran_for_long) {
  EXPECT_NEAR(simulated_hit_ratio(for_ever, true, 10), simulated_hit_ratio(for_ever, false, 200), 0.015);
  EXPECT_NEAR(simulated_hit_ratio(20, true, 10), simulated_hit_ratio(20, false, 200), 0.015);
}

TEST(SteadyCopies, everything_fits_where_room_is_ample) {
  const auto demands = zipf_demands(100, 1, 10);
  EXPECT_EQ(characteristic_time(demands, 100), for_ever);
  EXPECT_DOUBLE_EQ(hit_ratio(demands, for_ever, for_ever), 1);
  EXPECT_DOUBLE_EQ(hit_probability(2, for_ever, 3), 6.0 / 7);
}

}  // namespace
}  // namespace fleetcast::sim::traffic
