#include "sim/measures/intervals.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "sim/recorded_figure_for_tests.hpp"

namespace fleetcast::sim::measures {
namespace {

/// Draws for coverage tests; any generator of good quality serves.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  double uniform() {
    std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
    return (static_cast<double>((mixed ^ (mixed >> 31)) >> 12) + 0.5) * 0x1p-52;
  }
  double exponential() { return -std::log(uniform()); }
  double normal() { return std::sqrt(2 * exponential()) * std::cos(2 * M_PI * uniform()); }

 private:
  std::uint64_t state_;
};

/// Returns how often the interval of an experiment holds the truth.
template <class Experiment>
double coverage(int repetitions, double truth, Experiment experiment) {
  int held = 0;
  for (int i = 0; i < repetitions; ++i) held += experiment().interval->contains(truth) ? 1 : 0;
  return static_cast<double>(held) / repetitions;
}

/// Returns 4.5 standard errors of a coverage that is truly 95 %.
double band(int repetitions) { return 4.5 * std::sqrt(0.95 * 0.05 / repetitions); }

TEST(Intervals, MeanHasStudentsInterval) {
  const Estimate estimate = mean_of(std::vector<double>{1, 2, 3, 4, 5});
  EXPECT_EQ(estimate.mean, 3);
  EXPECT_EQ(estimate.n, 5u);
  // t(4, 0.975) = 2.776445105; standard error sqrt(2.5 / 5).
  EXPECT_NEAR(estimate.interval->half_width(), 2.776445105 * std::sqrt(0.5), 1e-8);
}

TEST(Intervals, OneReplicationLeavesTheIntervalUnknown) {
  EXPECT_FALSE(mean_of(std::vector<double>{7}).interval);
  EXPECT_FALSE(ratio_of_sums(std::vector<double>{7}, std::vector<double>{9}).interval);
  std::vector<Histogram> one(1);
  one[0].record(5);
  EXPECT_FALSE(quantile_of(one, 0.5).interval);
  EXPECT_FALSE(is_precise(mean_of(std::vector<double>{7}), 0.5));
}

TEST(Intervals, MeanCoversTheTruthAtItsConfidence) {
  Dice dice(1);
  constexpr int repetitions = 2000;
  const double covered = coverage(repetitions, 10, [&] {
    std::vector<double> values(5);
    for (double& value : values) value = 10 + dice.normal();
    return mean_of(values);
  });
  EXPECT_NEAR(covered, 0.95, band(repetitions));
}

TEST(Intervals, PairedDifferenceProfitsFromCommonNoise) {
  Dice dice(2);
  std::vector<double> first;
  std::vector<double> second;
  for (int i = 0; i < 20; ++i) {
    const double common = 100 * dice.normal();
    first.push_back(common + 1 + 0.1 * dice.normal());
    second.push_back(common);
  }
  const Estimate difference = paired_difference(first, second);
  EXPECT_TRUE(difference.interval->contains(1));
  EXPECT_FALSE(difference.interval->contains(0));
  EXPECT_LT(difference.interval->half_width(), mean_of(first).interval->half_width() / 100);
}

TEST(Intervals, RatioOfSumsIsNotTheMeanOfRatios) {
  const std::vector<double> good{90, 1};
  const std::vector<double> all{100, 10};
  EXPECT_DOUBLE_EQ(ratio_of_sums(good, all).mean, 91.0 / 110);
  // Without one replication the ratio is 0.1 or 0.9: jackknife variance (1/2) * 2 * 0.4^2, t(1, 0.975) = 12.7062047.
  EXPECT_NEAR(ratio_of_sums(good, all).interval->half_width(), 12.7062047362 * 0.4, 1e-8);
}

TEST(Intervals, RatioIsUnknownWhereOneReplicationCarriesItAll) {
  EXPECT_FALSE(ratio_of_sums(std::vector<double>{5, 0}, std::vector<double>{9, 0}).interval);
  EXPECT_THROW(ratio_of_sums(std::vector<double>{0, 0}, std::vector<double>{0, 0}), std::logic_error);
}

TEST(Intervals, RatioCoversTheTruthAtItsConfidence) {
  Dice dice(3);
  constexpr int repetitions = 2000;
  const double covered = coverage(repetitions, 2, [&] {
    std::vector<double> above;
    std::vector<double> below;
    for (int i = 0; i < 20; ++i) {
      below.push_back(100 + 10 * dice.normal());
      above.push_back(2 * below.back() + 10 * dice.normal());
    }
    return ratio_of_sums(above, below);
  });
  EXPECT_NEAR(covered, 0.95, band(repetitions));
}

TEST(Intervals, ProportionsMatchTheReferenceCase) {
  // Reference case prop-01: 3 failures in 10,000 trials.
  const Estimate exact = proportion(3, 10000);
  EXPECT_NEAR(exact.interval->low / 6.18714857484e-05, 1, 1e-8);
  EXPECT_NEAR(exact.interval->high / 0.000876474522514, 1, 1e-8);
  const Estimate wilson = proportion_by_wilson(3, 10000);
  record_figure("cp_low", exact.interval->low);
  record_figure("cp_high", exact.interval->high);
  record_figure("wilson_low", wilson.interval->low);
  record_figure("wilson_high", wilson.interval->high);
  EXPECT_NEAR(wilson.interval->low / 0.000102032199418, 1, 1e-8);
  EXPECT_NEAR(wilson.interval->high / 0.000881735772236, 1, 1e-8);
}

TEST(Intervals, NoFailureStillBoundsTheProbability) {
  const Estimate none = proportion(0, 1000);
  EXPECT_EQ(none.mean, 0);
  EXPECT_EQ(none.interval->low, 0);
  EXPECT_NEAR(none.interval->high, 1 - std::pow(0.025, 1.0 / 1000), 1e-12);
  EXPECT_NEAR(proportion(1000, 1000).interval->low, std::pow(0.025, 1.0 / 1000), 1e-12);
}

TEST(Intervals, ClopperAndPearsonCoverAtLeastTheirConfidence) {
  // Exactly, by summing the binomial probabilities of the outcomes whose interval holds the truth.
  for (const double truth : {0.01, 0.2, 0.5, 0.77}) {
    double covered = 0;
    double probability = std::pow(1 - truth, 40);
    for (std::uint64_t hits = 0; hits <= 40; ++hits) {
      if (proportion(hits, 40).interval->contains(truth)) covered += probability;
      probability *= static_cast<double>(40 - hits) / static_cast<double>(hits + 1) * truth / (1 - truth);
    }
    EXPECT_GE(covered, 0.95) << truth;
  }
}

/// Fills one histogram for each replication with exponential observations of mean 10^6.
std::vector<Histogram> exponential_replications(Dice& dice, std::size_t replications, int observations) {
  std::vector<Histogram> made(replications);
  for (Histogram& histogram : made) {
    for (int i = 0; i < observations; ++i) histogram.record(std::llround(1e6 * dice.exponential()));
  }
  return made;
}

TEST(Intervals, QuantilesOfManyReplicationsCoverTheTruth) {
  Dice dice(4);
  constexpr int repetitions = 600;
  const double truth = 1e6 * std::log(10);
  const double covered =
      coverage(repetitions, truth, [&] { return quantile_of(exponential_replications(dice, 20, 1000), 0.9); });
  EXPECT_NEAR(covered, 0.95, band(repetitions));
}

TEST(Intervals, QuantilesOfFewReplicationsCoverTheTruth) {
  Dice dice(5);
  constexpr int repetitions = 400;
  const double truth = 1e6 * std::log(10);
  const double covered =
      coverage(repetitions, truth, [&] { return quantile_of(exponential_replications(dice, 8, 1000), 0.9); });
  EXPECT_NEAR(covered, 0.95, band(repetitions));
}

TEST(Intervals, QuantileBeyondWhatWasSeenIsUnknown) {
  Dice dice(7);
  EXPECT_FALSE(quantile_of(exponential_replications(dice, 10, 20), 0.999).interval);
  EXPECT_TRUE(quantile_of(exponential_replications(dice, 10, 20), 0.5).interval);
  std::vector<Histogram> equal(3);
  for (Histogram& one : equal) one.record(5, 10);
  EXPECT_EQ(quantile_of(equal, 0.999).interval, (Interval{5, 5}));
}

TEST(Intervals, AvailabilityKeepsWithinItsBounds) {
  const std::vector<double> counted{1000, 1000, 1000, 1000};
  const Estimate availability = availability_of(std::vector<double>{1000, 1000, 1000, 990}, counted);
  EXPECT_DOUBLE_EQ(availability.mean, 0.9975);
  EXPECT_LT(availability.interval->high, 1);
  EXPECT_GT(availability.interval->low, 0);
  // Nothing lost says nothing about how much may be.
  EXPECT_FALSE(availability_of(counted, counted).interval);
  EXPECT_FALSE(availability_of(std::vector<double>{0, 0, 0, 0}, counted).interval);
}

TEST(Intervals, QuantileLeavesOutEmptyReplications) {
  Dice dice(6);
  std::vector<Histogram> replications = exponential_replications(dice, 5, 100);
  const Estimate five = quantile_of(replications, 0.5);
  replications.emplace_back();
  EXPECT_EQ(quantile_of(replications, 0.5), five);
  EXPECT_EQ(five.n, 5u);
  EXPECT_THROW(quantile_of(std::vector<Histogram>(3), 0.5), std::logic_error);
}

TEST(Intervals, RanksMatchTheReferenceCases) {
  // Reference cases qci-01 and qci-03.
  const auto first = quantile_ranks(1000, 0.99);
  const auto second = quantile_ranks(10000, 0.999);
  for (const auto& [name, ranks] : {std::pair{"qci-01", first}, std::pair{"qci-03", second}}) {
    record_figure(std::string(name) + ".rank_low", static_cast<double>(ranks->low));
    record_figure(std::string(name) + ".rank_high", static_cast<double>(ranks->high));
    record_figure(std::string(name) + ".coverage", ranks->coverage);
  }
  EXPECT_EQ(first->low, 983u);
  EXPECT_EQ(first->high, 997u);
  EXPECT_NEAR(first->coverage, 0.976094763498, 1e-9);
  EXPECT_EQ(second->low, 9983u);
  EXPECT_EQ(second->high, 9997u);
  EXPECT_NEAR(second->coverage, 0.975457461854, 1e-9);
  EXPECT_FALSE(quantile_ranks(50, 0.99));
}

TEST(Intervals, PrecisionUsesTheCorrectedCriterion) {
  const Estimate estimate{100, Interval{95, 105}, 20};
  EXPECT_TRUE(is_precise(estimate, 0.0527));  // 0.0527 / 1.0527 = 0.05006
  EXPECT_FALSE(is_precise(estimate, 0.05));
}

TEST(Intervals, RefusesArgumentsThatMakeNoSense) {
  EXPECT_THROW(mean_of({}), std::logic_error);
  EXPECT_THROW(mean_of(std::vector<double>{1, 2}, 1.0), std::logic_error);
  EXPECT_THROW(paired_difference(std::vector<double>{1}, std::vector<double>{1, 2}), std::logic_error);
  EXPECT_THROW(proportion(2, 1), std::logic_error);
  EXPECT_THROW(proportion(0, 0), std::logic_error);
}

TEST(Intervals, OneSidedConfidenceAgreesWithTheEndsOfTheInterval) {
  const std::vector<double> costs{10, 12, 11, 13, 9};
  const Estimate cost = mean_of(costs);
  ASSERT_TRUE(cost.interval.has_value());
  EXPECT_NEAR(confidence_at_most(cost, cost.interval->high).value(), 0.975, 1e-9);
  EXPECT_NEAR(confidence_at_most(cost, cost.interval->low).value(), 0.025, 1e-9);
  EXPECT_NEAR(confidence_at_most(cost, cost.mean).value(), 0.5, 1e-12);
  EXPECT_FALSE(confidence_at_most(mean_of(std::vector<double>{10}), 11).has_value());
  EXPECT_EQ(confidence_at_most(mean_of(std::vector<double>{3, 3, 3}), 3), 1.0);
}

TEST(Intervals, PValueOfZeroIsTheConfidenceThatTheIntervalLacks) {
  Estimate difference = mean_of(std::vector<double>{1, 2, 3, 2});
  difference.interval = Interval{0, 2 * difference.mean};
  EXPECT_NEAR(p_value_of_zero(difference).value(), 0.05, 1e-9);
  EXPECT_EQ(p_value_of_zero(mean_of(std::vector<double>{3, 3, 3})), 0);
  EXPECT_FALSE(p_value_of_zero(mean_of(std::vector<double>{0, 0, 0})));
  EXPECT_FALSE(p_value_of_zero(mean_of(std::vector<double>{3})));
}

}  // namespace
}  // namespace fleetcast::sim::measures
