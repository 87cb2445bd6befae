#include "sim/chance/logarithm.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>

#include "sim/chance/normal.hpp"
#include "sim/chance/purpose.hpp"

namespace fleetcast::sim::chance {
namespace {

constexpr double unit = std::numeric_limits<double>::epsilon();
const Stream points = Chance(1).stream("points");

static_assert(logarithm(1.0) == 0.0);
static_assert(exponential(0.0) == 1.0);

TEST(Logarithm, IsWithinOneUnitOfTheTrueValueOverTheWholeRange) {
  for (std::uint64_t i = 0; i < 200000; ++i) {
    const double x = std::exp2(2000 * uniform(points, i, 0) - 1000) * (1 + uniform(points, i, 1));
    const double truth = static_cast<double>(std::log(static_cast<long double>(x)));
    ASSERT_NEAR(logarithm(x), truth, unit * std::fabs(truth)) << x;
  }
}

TEST(Logarithm, KeepsRelativeAccuracyNextToOne) {
  for (std::uint64_t i = 0; i < 200000; ++i) {
    const double x = 1 - std::exp2(-52 * uniform(points, i, 2));
    if (x <= 0 || x == 1) continue;
    const double truth = static_cast<double>(std::log(static_cast<long double>(x)));
    ASSERT_NEAR(logarithm(x), truth, unit * std::fabs(truth)) << x;
  }
}

TEST(Logarithm, ExponentialIsWithinTwoUnitsOverTheWholeRange) {
  for (std::uint64_t i = 0; i < 200000; ++i) {
    const double x = 1416 * uniform(points, i, 3) - 708;
    ASSERT_NEAR(exponential(x) / static_cast<double>(std::exp(static_cast<long double>(x))), 1, 2 * unit) << x;
  }
}

TEST(Logarithm, ExponentialSaturatesInsteadOfWrappingAround) {
  EXPECT_GT(exponential(1e6), 8e307);
  EXPECT_LT(exponential(-1e6), 4e-308);
  EXPECT_GT(exponential(-1e6), 0);
}

TEST(Logarithm, PowerHasTheStatedError) {
  for (std::uint64_t i = 0; i < 100000; ++i) {
    const double base = std::exp2(60 * uniform(points, i, 4) - 55);
    const double exponent = 20 * uniform(points, i, 5) - 10;
    const double truth = std::pow(base, exponent);
    const double bound = 2 * unit * (1 + std::fabs(exponent * std::log(base)));
    ASSERT_NEAR(power(base, exponent) / truth, 1, bound) << base << " ^ " << exponent;
  }
}

TEST(Normal, QuantileAgreesWithBoostInBodyAndTails) {
  const boost::math::normal_distribution<long double> normal;
  for (std::uint64_t i = 0; i < 50000; ++i) {
    const double u = i % 2 == 0 ? uniform(points, i, 6) : std::exp2(-53 * uniform(points, i, 7));
    const double truth = static_cast<double>(quantile(normal, static_cast<long double>(u)));
    ASSERT_NEAR(normal_quantile(u), truth, 1e-15 * (1 + std::fabs(truth))) << u;
  }
  EXPECT_EQ(normal_quantile(0.5), 0);
  EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-15);
}

}  // namespace
}  // namespace fleetcast::sim::chance
