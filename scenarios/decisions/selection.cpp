#include "scenarios/decisions/selection.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

namespace fleetcast::scenarios::decisions {
namespace {

/// Returns the replications of the round after one: half as many again.
std::size_t after(std::size_t replications, std::size_t most) {
  return std::min(most, replications + (replications + 1) / 2);
}

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Returns the variance of the differences of the first so many pairs.
double variance_of_difference(const std::vector<double>& a, const std::vector<double>& b, std::size_t first) {
  double mean = 0;
  for (std::size_t i = 0; i < first; ++i) mean += (a[i] - b[i]) / static_cast<double>(first);
  double squares = 0;
  for (std::size_t i = 0; i < first; ++i) squares += (a[i] - b[i] - mean) * (a[i] - b[i] - mean);
  return squares / static_cast<double>(first - 1);
}

}  // namespace

double Selection::eta(std::size_t systems, std::size_t first, double error) {
  const double share = 2 * error / static_cast<double>(systems - 1);
  return 0.5 * (std::pow(share, -2 / static_cast<double>(first - 1)) - 1);
}

Selection::Selection(std::size_t candidates, const SelectionRules& rules)
    : rules_(rules), replications_(rules.first), contenders_(candidates) {
  const bool is_sound = candidates > 0 && rules.first >= 3 && rules.most >= rules.first && rules.indifference > 0 &&
                        rules.confidence > 0.5 && rules.confidence < 1;
  if (!is_sound) throw std::logic_error("decisions: a selection needs candidates and rules within their bounds");
  // Half of the error is for objectives, half for costs.
  const double error = (1 - rules.confidence) / 2;
  if (candidates > 1) h_squared_ = 2 * eta(candidates, rules.first, error) * static_cast<double>(rules.first - 1);
  rounds_ = 1;
  for (std::size_t r = rules.first; r < rules.most; r = after(r, rules.most)) ++rounds_;
}

double Selection::error_of_objective(std::size_t objectives) const {
  const double error = (1 - rules_.confidence) / 2;
  const auto statements = static_cast<double>(contenders_.size() * rounds_ * std::max<std::size_t>(objectives, 1));
  return error / statements;
}

bool Selection::beats(std::size_t winner, std::size_t loser, std::span<const std::vector<double>> costs) const {
  const auto r = static_cast<double>(replications_);
  const double variance = variance_of_difference(costs[winner], costs[loser], rules_.first);
  const double reach = h_squared_ * variance / (rules_.indifference * rules_.indifference);
  const double margin = std::max(0.0, rules_.indifference / (2 * r) * (reach - r));
  const double more = mean_of(costs[loser]) - mean_of(costs[winner]);
  // Of two that cost the same, the first will do.
  return more > margin || (more == 0 && margin == 0 && winner < loser);
}

void Selection::look(std::span<const std::vector<double>> costs, std::span<const Feasibility> feasibility) {
  const std::vector<std::size_t> candidates = alive();
  for (const std::size_t i : candidates) {
    if (costs[i].size() != replications_) throw std::logic_error("decisions: a round lacks replications");
    Contender& contender = contenders_[i];
    contender.replications = replications_;
    contender.feasibility = feasibility[i];
    if (feasibility[i] == Feasibility::missed) contender.fate = Fate::infeasible;
  }
  // All comparisons are of the same round, so that the order of candidates does not matter.
  const std::vector<std::size_t> feasible = alive();
  for (const std::size_t loser : feasible) {
    for (const std::size_t winner : feasible) {
      if (winner == loser || contenders_[winner].feasibility != Feasibility::met) continue;
      if (!beats(winner, loser, costs)) continue;
      Contender& contender = contenders_[loser];
      contender.fate = Fate::beaten;
      const bool is_cheapest =
          !contender.beaten_by || mean_of(costs[winner]) < mean_of(costs[*contender.beaten_by]);
      if (is_cheapest) contender.beaten_by = winner;
    }
  }
  best_.reset();
  for (const std::size_t i : alive()) {
    if (contenders_[i].feasibility != Feasibility::met) continue;
    if (!best_ || mean_of(costs[i]) < mean_of(costs[*best_])) best_ = i;
  }
  is_exhausted_ = replications_ >= rules_.most;
  if (!is_done()) replications_ = after(replications_, rules_.most);
}

void Selection::withdraw(std::size_t candidate) {
  contenders_.at(candidate).fate = Fate::infeasible;
  contenders_[candidate].feasibility = Feasibility::missed;
}

std::vector<std::size_t> Selection::alive() const {
  std::vector<std::size_t> alive;
  for (std::size_t i = 0; i < contenders_.size(); ++i) {
    if (contenders_[i].fate == Fate::alive) alive.push_back(i);
  }
  return alive;
}

bool Selection::is_sure() const { return best_ && alive().size() == 1; }

bool Selection::is_done() const { return is_exhausted_ || is_sure() || alive().empty(); }

}  // namespace fleetcast::scenarios::decisions
