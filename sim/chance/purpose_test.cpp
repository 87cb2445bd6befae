#include "sim/chance/purpose.hpp"

#include <gtest/gtest.h>

#include <boost/random/uniform_int_distribution.hpp>
#include <cmath>
#include <random>
#include <set>
#include <stdexcept>
#include <vector>

namespace fleetcast::sim::chance {
namespace {

static_assert(std::uniform_random_bit_generator<Engine>);

TEST(Purpose, TheSameNameGivesTheSameStreamInAnyOrder) {
  Chance first(7, 3, 1);
  Chance second(7, 3, 1);
  const Stream arrivals = first.stream("arrival/page");
  static_cast<void>(second.stream("something/new"));
  EXPECT_EQ(arrivals, second.stream("arrival/page"));
  EXPECT_EQ(arrivals, first.stream("arrival/page"));
}

TEST(Purpose, SeedReplicationVariantAndNameAllTellStreamsApart) {
  std::set<std::uint64_t> words;
  for (const std::uint64_t seed : {1, 2}) {
    for (const std::uint64_t replication : {0, 1}) {
      for (const std::uint64_t variant : {0, 1}) {
        Chance chance(seed, replication, variant);
        for (const char* name : {"arrival/page", "arrival/pagf", "service"}) {
          words.insert(word(chance.stream(name), 5, 6));
        }
      }
    }
  }
  EXPECT_EQ(words.size(), 24u);
}

TEST(Purpose, NamesHashTheSameForEver) {
  // Results are comparable between versions only while this number stands.
  EXPECT_EQ(hash_of_name("arrival/page"), 0xFF0D0E19845469C7u);
}

TEST(Purpose, RefusesAnEmptyName) { EXPECT_THROW(static_cast<void>(Chance(1).stream("")), std::logic_error); }

TEST(Purpose, AnEntitysWordIsItsPlaceInTheBlockOfFour) {
  const Stream stream = Chance(11, 2, 0).stream("service");
  const Block words = philox(stream.key0, stream.key1, /*draw*/ 9, /*entity / 4*/ 25, 2, 0);
  for (std::uint64_t place = 0; place < 4; ++place) EXPECT_EQ(word(stream, 100 + place, 9), words[place]);
}

TEST(Purpose, FillingABlockEqualsSingleDraws) {
  const Stream stream = Chance(11).stream("service");
  for (const std::uint64_t first : {0, 1, 2, 3, 4, 1001}) {
    for (const std::size_t count : {0, 1, 2, 3, 4, 5, 63, 64}) {
      std::vector<double> filled(count);
      uniforms(stream, first, 8, filled);
      for (std::size_t i = 0; i < count; ++i) ASSERT_EQ(filled[i], uniform(stream, first + i, 8)) << first << " " << i;
    }
  }
}

TEST(Purpose, UniformsNeverReachZeroOrOneAndHaveExactComplements) {
  EXPECT_EQ(uniform_of(0), 0x1p-53);
  EXPECT_EQ(uniform_of(~std::uint64_t{0}), 1 - 0x1p-53);
  EXPECT_EQ(1 - uniform_of(~std::uint64_t{0}), uniform_of(0));
}

TEST(Purpose, AnEngineWalksTheDrawsOfItsEntity) {
  const Stream stream = Chance(3).stream("launch");
  Engine engine(stream, 42, 10);
  EXPECT_EQ(engine(), word(stream, 42, 10));
  EXPECT_EQ(engine.uniform(), uniform(stream, 42, 11));
  EXPECT_EQ(engine.draw(), 12u);
}

TEST(Purpose, AnEngineServesBoostDistributions) {
  Engine engine(Chance(3).stream("dice"));
  boost::random::uniform_int_distribution<int> dice(1, 6);
  double sum = 0;
  constexpr int throws = 60000;
  for (int i = 0; i < throws; ++i) sum += dice(engine);
  EXPECT_NEAR(sum / throws, 3.5, 4.5 * std::sqrt(35.0 / 12 / throws));
}

TEST(Purpose, StreamsEntitiesAndDrawsAreUncorrelated) {
  Chance chance(5);
  const Stream a = chance.stream("service/app");
  const Stream b = chance.stream("service/apq");
  constexpr int count = 100000;
  double between_streams = 0;
  double between_entities = 0;
  double between_draws = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const double u = uniform(a, i, 0) - 0.5;
    between_streams += u * (uniform(b, i, 0) - 0.5);
    between_entities += u * (uniform(a, i + 1, 0) - 0.5);
    between_draws += u * (uniform(a, i, 1) - 0.5);
  }
  // Products of independent uniforms have variance 1/144.
  const double band = 4.5 * std::sqrt(count / 144.0);
  EXPECT_NEAR(between_streams, 0, band);
  EXPECT_NEAR(between_entities, 0, band);
  EXPECT_NEAR(between_draws, 0, band);
}

}  // namespace
}  // namespace fleetcast::sim::chance
