#include "scenarios/results/calm_failures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/chance/purpose.hpp"

namespace fleetcast::scenarios::results {
namespace {

constexpr std::size_t day = 1440;

/// The smallest count whose distribution function reaches u.
std::uint64_t poisson_quantile(double mean, double u) {
  double term = std::exp(-mean);
  std::uint64_t count = 0;
  for (double sum = term; sum < u; sum += term) term *= mean / static_cast<double>(++count);
  return count;
}

/// A run without trouble: of `requests` a minute each fails by itself with a probability that may depend on the hour.
template <class Rate>
std::vector<MinuteFailures> calm_run(std::uint64_t seed, std::size_t minutes, double requests, const Rate& rate) {
  const sim::chance::Stream stream = sim::chance::Chance(seed).stream("failures");
  std::vector<MinuteFailures> run(minutes);
  for (std::size_t i = 0; i < minutes; ++i) {
    run[i].bad = poisson_quantile(requests * rate(i / 60 % 24), sim::chance::uniform(stream, i, 0));
    run[i].good = static_cast<std::uint64_t>(requests) - run[i].bad;
  }
  return run;
}

std::size_t outstanding(const std::vector<MinuteFailures>& run) {
  const CalmFailures calm(run, std::vector<bool>(run.size(), false));
  std::size_t count = 0;
  for (std::size_t i = 0; i < run.size(); ++i) count += calm.stands_out(i) ? 1 : 0;
  return count;
}

TEST(PoissonAtLeast, MatchesTables) {
  EXPECT_DOUBLE_EQ(poisson_at_least(3, 0), 1);
  EXPECT_NEAR(poisson_at_least(1, 1), 1 - std::exp(-1), 1e-14);
  EXPECT_NEAR(poisson_at_least(2, 5), 1 - std::exp(-2) * (1 + 2 + 2 + 4.0 / 3 + 2.0 / 3), 1e-14);
  // One half, and a third of the largest term (Ramanujan).
  EXPECT_NEAR(poisson_at_least(1000, 1000), 0.5 + 1 / (3 * std::sqrt(2000 * std::numbers::pi)), 1e-5);
  EXPECT_NEAR(poisson_at_least(0.01, 3) / (1e-6 / 6), 1, 0.01);
}

TEST(CalmFailures, CalmMonthsListNothingInNineteenOfTwenty) {
  // 40 months of 43,200 minutes, most of them with failures; the expectation of months with a listing is at most 2, and
  // more than 6 of 40 have a probability of 0.3 % at that.
  std::size_t with_listing = 0;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const auto run = calm_run(seed, 30 * day, 1200, [](std::size_t) { return 0.001; });
    with_listing += outstanding(run) > 0 ? 1 : 0;
  }
  EXPECT_LE(with_listing, 6U);
}

TEST(CalmFailures, BusyHoursOfAWeekAreTheirOwnMeasure) {
  const auto evening = [](std::size_t hour) { return hour >= 18 && hour < 22 ? 0.01 : 0.0001; };
  EXPECT_LE(outstanding(calm_run(7, 14 * day, 1200, evening)), 1U);
}

TEST(CalmFailures, AnOutageIsFoundInNoiseAndDoesNotHideASmallerOne) {
  auto run = calm_run(3, 30 * day, 1200, [](std::size_t) { return 0.0005; });
  for (std::size_t i = 20000; i < 20030; ++i) run[i] = {.good = 300, .bad = 900, .by_cause = {}, .busiest = {}};
  run[31000].bad = 14;
  const CalmFailures calm(run, std::vector<bool>(run.size(), false));
  for (std::size_t i = 20000; i < 20030; ++i) EXPECT_TRUE(calm.stands_out(i)) << i;
  EXPECT_TRUE(calm.stands_out(31000)) << "fourteen where 0.6 are expected";
  EXPECT_LE(outstanding(run), 32U) << "31, and one by chance";
  EXPECT_NEAR(calm.expected(100), 0.6, 0.05);
}

TEST(CalmFailures, SuspectsAreHeldAgainstTheRateOfTheOthers) {
  std::vector<MinuteFailures> run(1000, {.good = 1000, .bad = 0, .by_cause = {}, .busiest = {}});
  std::vector<bool> is_suspect(run.size(), false);
  for (std::size_t i = 500; i < 520; ++i) is_suspect[i] = true, run[i].bad = 3;
  const CalmFailures calm(run, is_suspect);
  EXPECT_TRUE(calm.stands_out(505));
  run[505].bad = 1;
  EXPECT_TRUE(CalmFailures(run, is_suspect).stands_out(505)) << "one in a million requests is expected, so 0.001";
  std::vector<MinuteFailures> restless(1000, {.good = 999, .bad = 1, .by_cause = {}, .busiest = {}});
  restless[505].bad = 3;
  EXPECT_FALSE(CalmFailures(restless, is_suspect).stands_out(505)) << "three where one is expected";
}

}  // namespace
}  // namespace fleetcast::scenarios::results
