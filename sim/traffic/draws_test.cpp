#include "sim/traffic/draws.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace fleetcast::sim::traffic {
namespace {

using chance::Distribution;

const chance::Stream stream = chance::Chance(11).stream("draws");

/// One law with what each of its draws has to be, computed request by request.
struct Example {
  std::string name;
  std::function<Draws()> draws;
  std::function<double(double)> value_of;
};

std::vector<Example> examples() {
  static chance::SamplerTables tables;
  static const chance::Zipf popularity(100'000, 0.9);
  const auto sampled = [](const std::string& name, const Distribution& law) {
    const chance::Sampler sampler = tables.compile(law);
    return Example{name, [sampler] { return Draws(stream, sampler); },
                   [sampler](double u) { return sampler.sample(u); }};
  };
  return {{"uniform", [] { return Draws(stream); }, [](double u) { return u; }},
          sampled("constant", Distribution::constant(0.25)),
          sampled("exponential", Distribution::exponential(0.03)),
          sampled("lognormal", Distribution::lognormal(1.0, 4.0)),
          sampled("empirical", Distribution::empirical({1, 2, 5}, {1, 1, 3})),
          {"object", [] { return Draws(stream, popularity, 500); }, [](double u) { return 500 + popularity.rank(u); }}};
}

class EveryDraws : public testing::TestWithParam<Example> {
 protected:
  [[nodiscard]] double alone(std::uint64_t ordinal, std::uint64_t draw = 0) const {
    return GetParam().value_of(chance::uniform(stream, ordinal, draw));
  }
};
INSTANTIATE_TEST_SUITE_P(Laws, EveryDraws, testing::ValuesIn(examples()),
                         [](const auto& one) { return one.param.name; });

TEST_P(EveryDraws, MakesEachFirstDrawAsIfItWereAlone) {
  Draws draws = GetParam().draws();
  for (std::uint64_t ordinal = 0; ordinal < 1000; ++ordinal) {
    ASSERT_EQ(draws.at(ordinal, 0), alone(ordinal)) << ordinal;
  }
}

TEST_P(EveryDraws, MakesFurtherDrawsOfTheSameRequest) {
  Draws draws = GetParam().draws();
  for (std::uint64_t ordinal = 0; ordinal < 200; ++ordinal) {
    for (std::uint64_t draw = 0; draw < 3; ++draw) {
      ASSERT_EQ(draws.at(ordinal, draw), alone(ordinal, draw)) << ordinal << ", draw " << draw;
    }
  }
}

TEST_P(EveryDraws, GivesLateRequestsWhatTheyWouldHaveDrawnInTurn) {
  Draws draws = GetParam().draws();
  for (std::uint64_t ordinal = 0; ordinal < 500; ++ordinal) {
    if (ordinal % 3 == 0) continue;
    ASSERT_EQ(draws.at(ordinal, 0), alone(ordinal));
    // As after a wait: requests of this group, of the one before, and of some that were dropped long ago.
    for (const std::uint64_t lag : {3u, 60u, 130u, 400u}) {
      if (ordinal < lag) continue;
      ASSERT_EQ(draws.at(ordinal - lag, 0), alone(ordinal - lag)) << ordinal << ", late by " << lag;
    }
  }
}

TEST_P(EveryDraws, DrawsTheSameWhetherManyOrFewOfAGroupAreAskedFor) {
  Draws draws = GetParam().draws();
  std::uint64_t ordinal = 0;
  // Steps of every density up to several groups at once, and back.
  for (const std::uint64_t step : {1u, 4u, 5u, 6u, 16u, 64u, 200u, 6u, 5u, 1u}) {
    for (int i = 0; i < 300; ++i, ordinal += step) ASSERT_EQ(draws.at(ordinal, 0), alone(ordinal)) << ordinal;
  }
}

/// Asks for the first draws of a number of a group's requests.
void ask(Draws& draws, std::uint64_t group, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) static_cast<void>(draws.at(group * Draws::at_once + i, 0));
}

bool has_group_at_hand(const Draws& draws, std::uint64_t group) {
  return draws.has_at_hand(group * Draws::at_once);
}

TEST(Draws, WholeGroupsAreMadeOnlyWhereEnoughOfThemAreAskedFor) {
  // What the group before was asked for, without its own first request but with this group's, decides.
  for (const std::uint64_t asked : {Draws::worth_while - 1, Draws::worth_while}) {
    Draws draws(stream);
    ask(draws, 0, asked);
    EXPECT_TRUE(has_group_at_hand(draws, 0));
    ask(draws, 1, 1);
    EXPECT_EQ(has_group_at_hand(draws, 1), asked >= Draws::worth_while) << asked;
  }
}

TEST(Draws, GroupsThatWerePassedCountAsNotAskedFor) {
  for (const std::uint64_t asked : {3 * Draws::worth_while - 1, 3 * Draws::worth_while}) {
    Draws draws(stream);
    ask(draws, 4, asked);
    ask(draws, 7, 1);
    EXPECT_EQ(has_group_at_hand(draws, 7), asked >= 3 * Draws::worth_while) << asked;
  }
}

TEST(Draws, TurnsToWholeGroupsAgainOnceRequestsComeClosely) {
  Draws draws(stream);
  for (std::uint64_t group = 0; group < 5; ++group) ask(draws, group, 1);
  EXPECT_FALSE(has_group_at_hand(draws, 4));
  ask(draws, 5, Draws::at_once);
  EXPECT_FALSE(has_group_at_hand(draws, 5));
  ask(draws, 6, 1);
  EXPECT_TRUE(has_group_at_hand(draws, 6));
}

TEST(Draws, LateRequestsLeaveTheGroupsAtHandAlone) {
  Draws draws(stream);
  for (std::uint64_t group = 0; group < 4; ++group) ask(draws, group, Draws::at_once);
  ask(draws, 0, 3);
  EXPECT_FALSE(has_group_at_hand(draws, 0));
  EXPECT_TRUE(has_group_at_hand(draws, 2));
  EXPECT_TRUE(has_group_at_hand(draws, 3));
}

}  // namespace
}  // namespace fleetcast::sim::traffic
