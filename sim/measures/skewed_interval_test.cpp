#include "sim/measures/skewed_interval.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <vector>

#include "sim/chance/purpose.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::sim::measures {
namespace {

double student(std::size_t n) {
  return quantile(boost::math::students_t_distribution<double>(static_cast<double>(n - 1)), 0.975);
}

TEST(SkewedInterval, IsStudentsWhereNothingIsSkewed) {
  const std::vector<double> pulls{-3, -2, -1, -0.5, -0.2, 0.2, 0.5, 1, 2, 3};
  const double squares = std::inner_product(pulls.begin(), pulls.end(), pulls.begin(), 0.0);
  const double reach = student(10) * std::sqrt(squares / 90);
  const Interval interval = interval_about(7, pulls, 0.95);
  EXPECT_NEAR(interval.low, 7 - reach, 1e-9);
  EXPECT_NEAR(interval.high, 7 + reach, 1e-9);
}

TEST(SkewedInterval, ReachesFurtherToTheSideOfTheTail) {
  std::vector<double> pulls(20, -1);
  pulls.back() = 19;
  const Interval many = interval_about(0, pulls, 0.95);
  EXPECT_GT(many.high, -2 * many.low);
  // Willink's cubic by hand: skewness of the sample is sqrt(20), s = sqrt(20).
  const double bend = std::sqrt(20.0) / (6 * std::sqrt(20.0));
  const double t = student(20);
  EXPECT_NEAR(many.low, -(std::cbrt(1 + 6 * bend * (t - bend)) - 1) / (2 * bend), 1e-9);
  EXPECT_NEAR(many.high, -(std::cbrt(1 + 6 * bend * (-t - bend)) - 1) / (2 * bend), 1e-9);
  // Five are too few to tell a tail by.
  pulls.assign({-1, -1, -1, -1, 4});
  const Interval few = interval_about(0, pulls, 0.95);
  EXPECT_NEAR(few.high, -few.low, 1e-12);
}

TEST(SkewedInterval, SmallSharesStayShares) {
  std::vector<double> pulls(20, -0.001);
  pulls.back() = 0.019;
  const Interval many = interval_of_small_share(0.001, pulls, 0.95);
  EXPECT_GT(many.low, 0);
  EXPECT_LT(many.high, 1);
  const std::vector<double> few{-0.001, 0.001, -0.001, 0.001};
  const Interval by_logarithm = interval_of_small_share(0.002, few, 0.95);
  EXPECT_NEAR(by_logarithm.low * by_logarithm.high, 0.002 * 0.002, 1e-12);
  EXPECT_THROW(static_cast<void>(interval_of_small_share(0, few, 0.95)), std::logic_error);
  EXPECT_THROW(static_cast<void>(interval_about(1, std::vector<double>{0}, 0.95)), std::logic_error);
}

TEST(SkewedInterval, HoldsTheMeanOfExponentialsWhereStudentsFallsShort) {
  chance::Engine dice(chance::Chance(1).stream("exponentials"));
  constexpr int repetitions = 4000;
  int held = 0;
  int held_by_student = 0;
  for (int i = 0; i < repetitions; ++i) {
    std::vector<double> values(20);
    for (double& value : values) value = -std::log(dice.uniform());
    const Estimate estimate = mean_of(values);
    held += estimate.interval->contains(1) ? 1 : 0;
    double squares = 0;
    for (const double value : values) squares += (value - estimate.mean) * (value - estimate.mean);
    held_by_student += std::abs(estimate.mean - 1) <= student(20) * std::sqrt(squares / 380) ? 1 : 0;
  }
  const double band = 4.5 * std::sqrt(0.95 * 0.05 / repetitions);
  EXPECT_NEAR(static_cast<double>(held) / repetitions, 0.95, band);
  EXPECT_LT(static_cast<double>(held_by_student) / repetitions, 0.95 - band);
}

/// Returns what is lost in a replication: none, one or several outages, each of an exponential size.
double lost_by_outages(chance::Engine& dice, double outages) {
  double lost = 0;
  for (double left = outages + std::log(dice.uniform()); left > 0; left += std::log(dice.uniform())) {
    lost -= std::log(dice.uniform());
  }
  return lost;
}

TEST(SkewedInterval, HoldsAnAvailabilityOfRareOutages) {
  chance::Engine dice(chance::Chance(2).stream("outages"));
  constexpr int repetitions = 4000;
  for (const std::size_t n : {std::size_t{5}, std::size_t{20}}) {
    int held = 0;
    for (int i = 0; i < repetitions; ++i) {
      const std::vector<double> counted(n, 1e6);
      std::vector<double> good(n, 1e6);
      for (double& value : good) value -= 100 * lost_by_outages(dice, 2);
      held += availability_of(good, counted).interval->contains(1 - 200 / 1e6) ? 1 : 0;
    }
    const double share = static_cast<double>(held) / repetitions;
    EXPECT_GE(share, 0.93) << n;
    EXPECT_LE(share, 0.97) << n;
  }
}

}  // namespace
}  // namespace fleetcast::sim::measures
