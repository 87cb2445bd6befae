#include "sim/chance/inversion_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "sim/chance/purpose.hpp"

namespace fleetcast::sim::chance {
namespace {

using Density = InversionTable::Density;
using Knot = InversionTable::Knot;
using Place = InversionTable::Place;

enum class Side { below, above };

/// A quantile function that is a power of u near 0 or of 1 - u near 1.
struct Power {
  Side side = Side::below;
  double exponent = 1;

  [[nodiscard]] double of(double u) const { return std::pow(side == Side::below ? u : 1 - u, exponent); }
  [[nodiscard]] InversionTable table(Density density) const {
    return {[*this](const Place& place) {
              const double distance = side == Side::below ? place.below : place.above;
              const double slope = exponent * std::pow(distance, exponent - 1);
              return Knot{std::pow(distance, exponent), side == Side::below ? slope : -slope};
            },
            density};
  }
  /// Returns the relative error that Hermite's cubic can have between knots that lie 1/k of their distance apart.
  [[nodiscard]] double error_bound(double knots) const {
    const double m = exponent;
    const double fourth_derivative = std::fabs(m * (m - 1) * (m - 2) * (m - 3));
    // A falling power is smaller at the far end of the cell than where its fourth derivative is largest.
    const double growth = std::pow(1 + 1 / knots, std::fabs(m));
    return growth * fourth_derivative / std::pow(knots, 4) / 384;
  }
};

/// Returns the largest relative error on the power's own side, at random places of all magnitudes.
double largest_error(const Power& power, const InversionTable& table) {
  const Stream stream = Chance(3).stream("inversion_table");
  double largest = 0;
  for (std::uint64_t i = 0; i < 200'000; ++i) {
    const std::uint64_t bits = word(stream, i, 0);
    const double distance = uniform_of(bits >> (i % 52)) / 2;
    if (distance < 0x1p-52) continue;
    const double u = power.side == Side::below ? distance : 1 - distance;
    largest = std::max(largest, std::fabs(table.at(u) / power.of(u) - 1));
  }
  return largest;
}

class EveryPower : public testing::TestWithParam<Power> {};
INSTANTIATE_TEST_SUITE_P(Powers, EveryPower,
                         testing::Values(Power{Side::below, -1}, Power{Side::below, -0.5}, Power{Side::below, 0.5},
                                         Power{Side::below, 5}, Power{Side::above, -1}, Power{Side::above, -0.5},
                                         Power{Side::above, 0.5}, Power{Side::above, 5}),
                         [](const auto& one) {
                           const double tenths = 10 * std::fabs(one.param.exponent);
                           return std::string(one.param.side == Side::below ? "Below" : "Above") +
                                  (one.param.exponent < 0 ? "Minus" : "") + std::to_string(std::lround(tenths));
                         });

TEST_P(EveryPower, StaysWithinItsErrorBoundOnItsSide) {
  const Power power = GetParam();
  const double coarse = largest_error(power, power.table(Density::knots_32));
  const double fine = largest_error(power, power.table(Density::knots_64));
  // Rounding of a power and of the cubic adds some units in the last place.
  EXPECT_LE(coarse, power.error_bound(32) + 1e-15);
  EXPECT_LE(fine, power.error_bound(64) + 1e-15);
  // The bound is no idle one: it is nearly reached, and shrinks with the fourth power of the density.
  EXPECT_GT(coarse, 0.5 * power.error_bound(32));
  EXPECT_NEAR(coarse / fine, 16, 3);
}

TEST_P(EveryPower, IsExactAtItsKnotsAndItsEnds) {
  const Power power = GetParam();
  const InversionTable table = power.table(Density::knots_64);
  for (const double distance : {0x1p-53, 0x1p-30, 0x1p-9 * (1 + 3.0 / 64), 0.25, 0.25 * (1 + 63.0 / 64)}) {
    const double u = power.side == Side::below ? distance : 1 - distance;
    EXPECT_DOUBLE_EQ(table.at(u), power.of(u)) << distance;
  }
  EXPECT_EQ(table.at(0), table.at(0x1p-53));
  EXPECT_EQ(table.at(1), table.at(1 - 0x1p-53));
}

/// A quantile with a power on either side, (1 - u)^-0.5 * u^2: it grows everywhere.
TEST(InversionTable, BothSidesMeetAtTheMedianAndGrow) {
  const auto exact = [](const Place& place) {
    const double value = place.below * place.below / std::sqrt(place.above);
    return Knot{value, value * (2 / place.below + 0.5 / place.above)};
  };
  const InversionTable table(exact, Density::knots_32);
  const double median = exact({0.5, 0.5}).value;
  EXPECT_NEAR(table.at(0.5) / median, 1, 1e-15);
  EXPECT_NEAR(table.at(std::nextafter(0.5, 0)) / median, 1, 1e-15);
  EXPECT_NEAR(table.at(std::nextafter(0.5, 1)) / median, 1, 1e-15);
  const Stream stream = Chance(3).stream("inversion_table");
  for (std::uint64_t i = 0; i < 50'000; ++i) {
    const double u = uniform(stream, i, 1);
    const double step = std::min(u, 1 - u) * 1e-12;
    ASSERT_LE(table.at(u - step), table.at(u + step)) << u;
  }
}

/// Slopes that no monotone cubic allows, as of a quantile with a jump, are cut back.
TEST(InversionTable, GrowsEvenWhereSlopesAreTooSteep) {
  const InversionTable table([](const Place& place) { return Knot{place.below, 100.0}; }, Density::knots_32);
  double before = 0;
  for (double u = 1e-6; u < 1; u += 1e-5) {
    const double value = table.at(u);
    ASSERT_GE(value, before) << u;
    before = value;
  }
}

}  // namespace
}  // namespace fleetcast::sim::chance
