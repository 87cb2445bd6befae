#include "sim/measures/control_variates.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "sim/chance/purpose.hpp"
#include "sim/measures/intervals.hpp"
#include "sim/recorded_figure_for_tests.hpp"

namespace fleetcast::sim::measures {
namespace {

using Values = std::vector<double>;

Values less(const Values& values, double centre) {
  Values distances;
  for (const double value : values) distances.push_back(value - centre);
  return distances;
}

TEST(ControlVariates, ExplainWhatFollowsFromThem) {
  Values control_values;
  Values pulls;
  for (int i = 0; i < 40; ++i) {
    control_values.push_back(std::sin(i));
    pulls.push_back(3 * control_values.back());
  }
  const double mean = mean_of(control_values).mean;
  const auto found = control(less(pulls, 3 * mean), std::vector<Values>{control_values});
  ASSERT_TRUE(found.has_value());
  // The estimate was off by three times what the control was off.
  EXPECT_NEAR(found->correction, 3 * mean, 1e-12);
  EXPECT_FALSE(found->variance_ratio.has_value());
  for (const double pull : found->pulls) EXPECT_EQ(pull, 0);
}

TEST(ControlVariates, NeedReplicationsAndControlsThatVary) {
  const Values pulls(29, 1);
  EXPECT_FALSE(control(pulls, std::vector<Values>{Values(29, 2)}));
  Values many;
  for (int i = 0; i < 50; ++i) many.push_back(std::cos(i));
  EXPECT_FALSE(control(many, {}));
  EXPECT_FALSE(control(many, std::vector<Values>{Values(50, 2)}));
  EXPECT_FALSE(control(many, std::vector<Values>{many, many}));
  EXPECT_THROW(static_cast<void>(control(many, std::vector<Values>{Values(49, 2)})), std::logic_error);
}

TEST(ControlVariates, NarrowTheIntervalAndStillHoldTheTruth) {
  // e^U by the control U - 1/2: a share of 1 - 0.98371 of the variance is left (Law, 2015, exercise 11.5).
  const double left = 1 - std::pow(0.140859085770477 / std::sqrt(0.242035607452765 / 12), 2);
  chance::Engine dice(chance::Chance(1).stream("uniforms"));
  constexpr int repetitions = 2000;
  int held = 0;
  double widths = 0;
  for (int i = 0; i < repetitions; ++i) {
    Values values;
    Values controls;
    for (int k = 0; k < 40; ++k) {
      const double u = dice.uniform();
      values.push_back(std::exp(u));
      controls.push_back(u - 0.5);
    }
    const double mean = mean_of(values).mean;
    const auto found = control(less(values, mean), std::vector<Values>{controls});
    const Interval interval = interval_about(mean - found->correction, found->pulls, 0.95);
    held += interval.contains(std::exp(1) - 1) ? 1 : 0;
    widths += interval.half_width();
  }
  const double band = 4.5 * std::sqrt(0.95 * 0.05 / repetitions);
  EXPECT_NEAR(static_cast<double>(held) / repetitions, 0.95, band);
  // Half widths follow the root of the variance that is left; 5 % for the regression and the mean of a root.
  EXPECT_NEAR(widths / repetitions / (2.02 * std::sqrt(0.242035607452765 * left / 40)), 1, 0.05);
}

TEST(AntitheticPairs, HaveTheVarianceOfTheReferenceCase) {
  // Reference case vr-01: e^U alone and in pairs of U and 1 - U, 30.93 times less variance at the same cost.
  chance::Engine dice(chance::Chance(2).stream("pairs"));
  constexpr int pairs = 100000;
  double sum = 0;
  double squares = 0;
  double crude_sum = 0;
  double crude_squares = 0;
  for (int i = 0; i < pairs; ++i) {
    const double u = dice.uniform();
    const double crude = std::exp(u);
    const double pair = 0.5 * (crude + std::exp(1 - u));
    sum += pair;
    squares += pair * pair;
    crude_sum += crude;
    crude_squares += crude * crude;
  }
  const double variance = squares / pairs - std::pow(sum / pairs, 2);
  const double crude_variance = crude_squares / pairs - std::pow(crude_sum / pairs, 2);
  record_figure("mean", sum / pairs);
  record_figure("var_crude", crude_variance);
  record_figure("var_antithetic_pair", variance);
  record_figure("variance_ratio_same_cost", crude_variance / 2 / variance);
  EXPECT_NEAR(sum / pairs, 1.71828182846, 0.02 * 1.71828182846);
  EXPECT_NEAR(crude_variance, 0.242035607453, 0.02 * 0.242035607453);
  EXPECT_NEAR(variance, 0.00391249694963, 0.02 * 0.00391249694963);
  EXPECT_NEAR(crude_variance / 2 / variance, 30.9310921605, 0.02 * 30.9310921605);
}

}  // namespace
}  // namespace fleetcast::sim::measures
