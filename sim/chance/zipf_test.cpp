#include "sim/chance/zipf.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>
#include <vector>

#include "sim/chance/purpose.hpp"

namespace fleetcast::sim::chance {
namespace {

TEST(Zipf, ProbabilitiesFollowThePowerLawAndSumToOne) {
  const Zipf zipf(1000, 0.8);
  double sum = 0;
  for (std::uint32_t rank = 0; rank < 1000; ++rank) {
    sum += zipf.probability(rank);
    ASSERT_NEAR(zipf.cumulative(rank), sum, 1e-13);
    ASSERT_NEAR(zipf.probability(rank) / zipf.probability(0), std::pow(rank + 1.0, -0.8), 1e-13);
  }
  EXPECT_NEAR(sum, 1, 1e-13);
}

TEST(Zipf, InvertsItsCumulativeExactlyAtEveryStep) {
  for (const double alpha : {0.0, 0.7, 1.0, 2.5}) {
    const Zipf zipf(2048, alpha);
    for (std::uint32_t rank = 0; rank + 1 < zipf.objects(); ++rank) {
      const double edge = zipf.cumulative(rank);
      ASSERT_EQ(zipf.rank(edge), rank + 1) << alpha;
      ASSERT_EQ(zipf.rank(std::nextafter(edge, 0)), rank) << alpha;
    }
    EXPECT_EQ(zipf.rank(1 - 0x1p-53), 2047u);
    EXPECT_EQ(zipf.rank(0x1p-53), 0u);
  }
}

TEST(Zipf, TellsTheProbabilitiesWithWhichItDraws) {
  for (const std::uint32_t objects : {1000u, 50'000u}) {
    const Zipf zipf(objects, 0.9);
    const std::vector<double> all = zipf.drawn_probabilities();
    ASSERT_EQ(all.size(), objects);
    double below = 0;
    for (std::uint32_t rank = 0; rank < objects; ++rank) {
      ASSERT_NEAR(all[rank] / (zipf.cumulative(rank) - below), 1, 1e-9) << rank;
      below = zipf.cumulative(rank);
    }
  }
}

TEST(Zipf, RareObjectsHaveTheirProbabilityWithinTheStatedError) {
  const double alpha = 0.9;
  const Zipf zipf(1'000'000, alpha);
  for (std::uint32_t rank = 2000; rank < zipf.objects(); rank += rank < 20000 ? 1 : 997) {
    const double drawn = zipf.cumulative(rank) - zipf.cumulative(rank - 1);
    ASSERT_NEAR(drawn / zipf.probability(rank), 1, 0.0014 * alpha) << rank;
    const double middle = 0.5 * (zipf.cumulative(rank) + zipf.cumulative(rank - 1));
    ASSERT_EQ(zipf.rank(middle), rank);
  }
  EXPECT_NEAR(zipf.cumulative(999'999), 1, 1e-12);
  EXPECT_EQ(zipf.rank(1 - 0x1p-53), 999'999u);
}

/// Returns the sums of (i + 1)^-alpha up to each rank, term by term and summed with more digits than a double has.
std::vector<long double> exact_sums(std::uint32_t objects, double alpha) {
  std::vector<long double> sums;
  long double sum = 0;
  for (std::uint32_t i = 1; i <= objects; ++i) {
    sums.push_back(sum += std::pow(static_cast<double>(i), -alpha));
  }
  return sums;
}

TEST(Zipf, SumsOfClassesAreTheExactSums) {
  for (const double alpha : {0.0, 0.5, 0.9, 1.0, 1.3, 2.5}) {
    const std::vector<long double> exact = exact_sums(1'000'000, alpha);
    // Few classes beyond the 2,048 ranks that are summed one by one, then all.
    for (const std::uint32_t objects : {2'048u, 2'049u, 2'060u, 5'000u, 1'000'000u}) {
      const Zipf zipf(objects, alpha);
      // The first weight is one, so that its probability tells the sum of all.
      ASSERT_NEAR(static_cast<double>(1 / zipf.probability(0) / exact[objects - 1]), 1, 1e-12) << alpha << objects;
    }
  }
}

TEST(Zipf, CumulativeIsExactAtTheEndOfEachClass) {
  for (const double alpha : {0.0, 0.5, 0.9, 1.0, 1.3, 2.5}) {
    constexpr std::uint32_t objects = 300'000;
    const Zipf zipf(objects, alpha);
    const std::vector<long double> exact = exact_sums(objects, alpha);
    const std::vector<double> drawn = zipf.drawn_probabilities();
    int ends = 0;
    for (std::uint32_t rank = 2048; rank < objects; ++rank) {
      const bool is_end = rank + 1 == objects || drawn[rank + 1] != drawn[rank];
      if (!is_end) continue;
      ++ends;
      ASSERT_NEAR(static_cast<double>(zipf.cumulative(rank) - exact[rank] / exact.back()), 0, 1e-12) << rank;
    }
    // Classes are told apart by their probabilities, which are all alike where alpha is zero.
    if (alpha > 0) {
      EXPECT_NEAR(ends, 256 * std::log2(objects / 2048.0), 1.5);
    }
  }
}

TEST(Zipf, FrequenciesPassAChiSquareTest) {
  const Zipf zipf(1'000'000, 0.9);
  constexpr std::size_t count = 500000;
  // Classes of ranks by powers of two.
  std::vector<double> seen(20, 0);
  std::vector<double> expected(20, 0);
  const Stream stream = Chance(8).stream("object");
  for (std::uint64_t i = 0; i < count; ++i) {
    seen[static_cast<std::size_t>(std::bit_width(zipf.rank(uniform(stream, i, 0)) + 1u) - 1)] += 1;
  }
  for (std::uint32_t rank = 0; rank < zipf.objects(); ++rank) {
    expected[static_cast<std::size_t>(std::bit_width(rank + 1u) - 1)] += count * zipf.probability(rank);
  }
  double chi_square = 0;
  for (std::size_t i = 0; i < 20; ++i) chi_square += (seen[i] - expected[i]) * (seen[i] - expected[i]) / expected[i];
  // 19 degrees of freedom; exceeded once in 10,000 times.
  EXPECT_LT(chi_square, 50.795);
}

TEST(Zipf, OneObjectIsAlwaysChosen) { EXPECT_EQ(Zipf(1, 1).rank(0.7), 0u); }

TEST(Zipf, RefusesWhatIsNoCatalogue) {
  EXPECT_THROW(Zipf(0, 1), std::invalid_argument);
  EXPECT_THROW(Zipf(10, -0.1), std::invalid_argument);
  EXPECT_THROW(Zipf(10, std::nan("")), std::invalid_argument);
}

TEST(GuideTable, SkipsWeightsOfZero) {
  const GuideTable table(std::vector<double>{0, 1, 0, 3, 0});
  EXPECT_EQ(table.index(0.1), 1u);
  EXPECT_EQ(table.index(0.25), 3u);
  EXPECT_EQ(table.index(1 - 0x1p-53), 3u);
}

TEST(GuideTable, RefusesWeightsThatAreNone) {
  EXPECT_THROW(GuideTable(std::vector<double>{}), std::invalid_argument);
  EXPECT_THROW(GuideTable(std::vector<double>{0, 0}), std::invalid_argument);
  EXPECT_THROW(GuideTable(std::vector<double>{1, -1}), std::invalid_argument);
}

}  // namespace
}  // namespace fleetcast::sim::chance
