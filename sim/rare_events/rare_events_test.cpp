#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "sim/rare_events/backlog.hpp"
#include "sim/rare_events/redundant_units.hpp"
#include "sim/rare_events/splitting.hpp"
#include "sim/recorded_figure_for_tests.hpp"

namespace fleetcast::sim::rare_events {
namespace {

constexpr RedundantUnits zones{.units = 3, .needed = 1, .failure_rate = 0.01, .repair_rate = 1, .crews = 3};
constexpr BusyStation half_loaded{.arrival_rate = 0.5, .service_rate = 1, .servers = 1};

chance::Stream stream(std::uint64_t seed = 1) { return chance::Chance(seed).stream("rare_events"); }

// Balance of flow between neighbouring states of the birth and death process.
double exact_unavailability(const RedundantUnits& system) {
  double state = 1;
  double total = 1;
  double down = 0;
  for (std::uint32_t failed = 1; failed <= system.units; ++failed) {
    state *= (system.units - failed + 1) * system.failure_rate / (std::min(failed, system.crews) * system.repair_rate);
    total += state;
    if (system.units - failed < system.needed) down += state;
  }
  return down / total;
}

// Gambler's ruin from one request on.
double exact_overflow(const BusyStation& station, std::uint64_t level) {
  double sum = 1;
  double term = 1;
  for (std::uint64_t present = 1; present < level; ++present) {
    const auto busy = static_cast<double>(std::min<std::uint64_t>(present, station.servers));
    term *= busy * station.service_rate / station.arrival_rate;
    sum += term;
  }
  return 1 / sum;
}

SplittingPlan plan_to(std::uint64_t level, std::uint64_t step) {
  SplittingPlan plan;
  for (std::uint64_t at = 1 + step; at < level; at += step) plan.levels.push_back(at);
  plan.levels.push_back(level);
  return plan;
}

// Returns 4.5 standard errors of an estimate, taken from its own 95 % interval.
double tolerance(const RareEstimate& estimate) { return 4.5 / 1.96 * estimate.value.interval->half_width(); }

bool agrees(const RareEstimate& estimate, double exact) {
  return std::abs(estimate.value.mean - exact) <= tolerance(estimate);
}

// The system of case kofn-05: all three zones at once, for 9.706e-07 of the time.
TEST(RareEvents, AllZonesDown) {
  EXPECT_NEAR(9.70590147928e-07, exact_unavailability(zones), 1e-16);
  const RareEstimate estimate = unavailability(zones, 20'000, stream());
  record_figure("unavailability", estimate.value.mean);
  record_figure("unavailability.tolerance", tolerance(estimate));
  EXPECT_TRUE(agrees(estimate, 9.70590147928e-07)) << estimate.value.mean;
  EXPECT_LT(estimate.value.interval->half_width(), 0.1 * estimate.value.mean);
  EXPECT_GE(estimate.plain_events, 100.0 * static_cast<double>(estimate.events));
  EXPECT_GT(estimate.effective_occurrences, 400);
  EXPECT_LT(estimate.largest_share, 0.01);
}

TEST(RareEvents, FewerCrewsAndMoreUnits) {
  const RedundantUnits system{.units = 6, .needed = 4, .failure_rate = 0.002, .repair_rate = 0.05, .crews = 2};
  EXPECT_TRUE(agrees(unavailability(system, 20'000, stream()), exact_unavailability(system)));
  const RedundantUnits beyond{.units = 5, .needed = 1, .failure_rate = 0.001, .repair_rate = 1, .crews = 1};
  EXPECT_TRUE(agrees(unavailability(beyond, 20'000, stream()), exact_unavailability(beyond)));
}

// Every interval claims 95 %; of 400, at least 360 must hold (a true 95 % misses that bound once in 50,000 times).
TEST(RareEvents, IntervalsCoverUnavailability) {
  int held = 0;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    const RareEstimate estimate = unavailability(zones, 2'000, stream(seed));
    held += estimate.value.interval->contains(9.70590147928e-07) ? 1 : 0;
  }
  EXPECT_GE(held, 360);
  EXPECT_LE(held, 397);
}

// Case rare-01: 2.980e-08, to a tenth of it, at a hundredth of the plain cost.
TEST(RareEvents, BacklogOverflows) {
  EXPECT_NEAR(2.98023232759e-08, exact_overflow(half_loaded, 25), 1e-18);
  const RareEstimate estimate = probability_of_reaching(Backlog(half_loaded), plan_to(25, 3), stream());
  record_figure("probability", estimate.value.mean);
  record_figure("probability.tolerance", tolerance(estimate));
  EXPECT_NEAR(2.98023232759e-08, estimate.value.mean, 2.98e-09);
  EXPECT_TRUE(agrees(estimate, 2.98023232759e-08)) << estimate.value.mean;
  EXPECT_GE(estimate.plain_events, 100.0 * static_cast<double>(estimate.events));
}

TEST(RareEvents, BacklogOfSeveralServersOverflows) {
  const BusyStation station{.arrival_rate = 2, .service_rate = 1, .servers = 4};
  const RareEstimate estimate = probability_of_reaching(Backlog(station), plan_to(30, 3), stream());
  EXPECT_TRUE(agrees(estimate, exact_overflow(station, 30))) << estimate.value.mean;
}

TEST(RareEvents, SameSeedSameEstimate) {
  const SplittingPlan plan = plan_to(25, 3);
  EXPECT_EQ(probability_of_reaching(Backlog(half_loaded), plan, stream(7)).value,
            probability_of_reaching(Backlog(half_loaded), plan, stream(7)).value);
  EXPECT_EQ(unavailability(zones, 1'000, stream(7)).value, unavailability(zones, 1'000, stream(7)).value);
}

TEST(RareEvents, UnknownIsNeverZero) {
  SplittingPlan hopeless{.levels = {200}, .paths = 10};
  EXPECT_THROW(probability_of_reaching(Backlog(half_loaded), hopeless, stream()), std::runtime_error);
  SplittingPlan disordered{.levels = {9, 5}};
  EXPECT_THROW(probability_of_reaching(Backlog(half_loaded), disordered, stream()), std::invalid_argument);
  SplittingPlan few{.levels = {5}, .replications = 5};
  EXPECT_THROW(probability_of_reaching(Backlog(half_loaded), few, stream()), std::invalid_argument);
  EXPECT_THROW(unavailability(zones, 10, stream()), std::invalid_argument);
  RedundantUnits none = zones;
  none.needed = 4;
  EXPECT_THROW(unavailability(none, 1'000, stream()), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::sim::rare_events
