#include "scenarios/decisions/selection.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "sim/chance/normal.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/recorded_figure_for_tests.hpp"

namespace fleetcast::scenarios::decisions {
namespace {

constexpr SelectionRules rules{.confidence = 0.95, .indifference = 1, .first = 10, .most = 2000};

/// Draws costs with given means; a share of every deviation is common to all candidates.
class Market {
 public:
  Market(std::vector<double> means, double deviation, double common_share, std::uint32_t seed)
      : means_(std::move(means)), deviation_(deviation), common_(common_share),
        stream_(sim::chance::Chance(seed).stream("market")), costs_(means_.size()) {}

  const std::vector<std::vector<double>>& costs(std::size_t replications, const std::vector<std::size_t>& alive) {
    for (const std::size_t i : alive) {
      while (costs_[i].size() < replications) {
        const std::size_t r = costs_[i].size();
        const double shared = sim::chance::normal_quantile(sim::chance::uniform(stream_, 0, r));
        const double own = sim::chance::normal_quantile(sim::chance::uniform(stream_, i + 1, r));
        const double noise = std::sqrt(common_) * shared + std::sqrt(1 - common_) * own;
        costs_[i].push_back(means_[i] + deviation_ * noise);
      }
    }
    return costs_;
  }
  [[nodiscard]] std::size_t runs() const {
    std::size_t runs = 0;
    for (const auto& one : costs_) runs += one.size();
    return runs;
  }

 private:
  std::vector<double> means_;
  double deviation_;
  double common_;
  sim::chance::Stream stream_;
  std::vector<std::vector<double>> costs_;
};

/// Selects to the end; the objectives of all candidates but those named are met.
Selection select(Market& market, std::size_t candidates, const std::vector<std::size_t>& missing = {}) {
  Selection selection(candidates, rules);
  std::vector<Feasibility> feasibility(candidates, Feasibility::met);
  for (const std::size_t i : missing) feasibility[i] = Feasibility::missed;
  while (!selection.is_done()) {
    selection.look(market.costs(selection.replications(), selection.alive()), feasibility);
  }
  return selection;
}

TEST(Selection, EtaIsThatOfTheReferenceCase) {
  const double eta = Selection::eta(10, 20, 0.05);
  EXPECT_NEAR(eta, 0.302933803649, 1e-11);
  sim::record_figure("rs-01.kn_eta", eta);
}

TEST(Selection, FindsTheCheapestAsOftenAsItClaims) {
  // The slippage configuration is the hardest: all others cost just the indifference more.
  constexpr int experiments = 1000;
  int right = 0;
  for (std::uint32_t seed = 1; seed <= experiments; ++seed) {
    Market market({10, 11, 11, 11, 11}, 2, 0.5, seed);
    const Selection selection = select(market, 5);
    right += selection.best() == 0U ? 1 : 0;
  }
  // Of 95 %, less 4.5 standard errors.
  EXPECT_GE(right, experiments * (0.95 - 4.5 * std::sqrt(0.95 * 0.05 / experiments)));
}

TEST(Selection, CommonRandomNumbersAndClearLosersSaveRuns) {
  Market alone({10, 11, 11, 11, 11}, 6, 0, 1);
  Market shared({10, 11, 11, 11, 11}, 6, 0.9, 1);
  Market clear({10, 20, 30, 40, 50}, 2, 0.9, 1);
  EXPECT_TRUE(select(alone, 5).is_sure());
  EXPECT_TRUE(select(shared, 5).is_sure());
  EXPECT_TRUE(select(clear, 5).is_sure());
  EXPECT_LT(3 * shared.runs(), alone.runs());
  EXPECT_EQ(clear.runs(), 5 * rules.first);
}

TEST(Selection, WhatMissesAnObjectiveNeitherWinsNorStrikesOut) {
  Market market({5, 10, 20}, 1, 0.5, 1);
  const Selection selection = select(market, 3, {0});
  EXPECT_EQ(selection.best(), 1U);
  EXPECT_EQ(selection.contenders()[0].fate, Fate::infeasible);
  EXPECT_EQ(selection.contenders()[2].fate, Fate::beaten);
  EXPECT_EQ(selection.contenders()[2].beaten_by, 1U);
}

TEST(Selection, StopsWhereTheRunsCannotTell) {
  Market market({10, 10.0001}, 500, 0, 1);
  const Selection selection = select(market, 2);
  EXPECT_FALSE(selection.is_sure());
  EXPECT_TRUE(selection.best().has_value());
  EXPECT_EQ(selection.contenders()[0].replications, rules.most);
}

TEST(Selection, NothingIsBestWhereNothingMeetsTheObjectives) {
  Market market({10, 12}, 1, 0.5, 1);
  const Selection selection = select(market, 2, {0, 1});
  EXPECT_FALSE(selection.best().has_value());
  EXPECT_TRUE(selection.is_done());
}

TEST(Selection, OfEqualTwinsTheFirstIsChosen) {
  Selection selection(2, rules);
  const std::vector<double> costs(rules.first, 7.0);
  selection.look(std::vector<std::vector<double>>{costs, costs}, std::vector<Feasibility>(2, Feasibility::met));
  EXPECT_EQ(selection.alive(), std::vector<std::size_t>{0});
  EXPECT_TRUE(selection.is_sure());
}

TEST(Selection, ErrorsOfObjectivesAreSharedOut) {
  const Selection selection(20, {.confidence = 0.9, .indifference = 1, .first = 10, .most = 15});
  EXPECT_DOUBLE_EQ(selection.error_of_objective(2), 0.05 / (20 * 2 * 2));
}

}  // namespace
}  // namespace fleetcast::scenarios::decisions
