#include "scenarios/results/tornado.hpp"

#include <algorithm>
#include <cmath>

#include "sim/measures/multiple_comparisons.hpp"

namespace fleetcast::scenarios::results {
namespace {

using sim::measures::Estimate;

double larger_size(const std::optional<Estimate>& low, const std::optional<Estimate>& high) {
  return std::max(low ? std::abs(low->mean) : 0, high ? std::abs(high->mean) : 0);
}

/// Adjusts the p-values of one figure for the number of effects that were looked at; those not run further count as 1.
void adjust(Tornado& tornado, std::size_t looked_at, std::optional<Estimate> Effect::*figure,
            std::optional<double> Effect::*p_value) {
  std::vector<Effect*> judged;
  std::vector<double> p_values;
  for (Swing& swing : tornado.swings) {
    for (Effect* effect : {&swing.low, &swing.high}) {
      const auto p = effect->*figure ? sim::measures::p_value_of_zero(*(effect->*figure)) : std::nullopt;
      if (!p) continue;
      judged.push_back(effect);
      p_values.push_back(*p);
    }
  }
  p_values.resize(std::max(p_values.size(), looked_at), 1.0);
  const std::vector<double> adjusted = sim::measures::holm_adjusted(p_values);
  for (std::size_t i = 0; i < judged.size(); ++i) judged[i]->*p_value = adjusted[i];
}

std::vector<const Swing*> ordered(const Tornado& tornado, double (Swing::*size)() const) {
  std::vector<const Swing*> found;
  for (const Swing& swing : tornado.swings) {
    if ((swing.*size)() > 0) found.push_back(&swing);
  }
  std::ranges::stable_sort(found, std::ranges::greater(), [&](const Swing* swing) { return (swing->*size)(); });
  return found;
}

}  // namespace

double Swing::cost_swing() const { return larger_size(low.cost, high.cost); }
double Swing::lost_swing() const { return larger_size(low.lost, high.lost); }

void judge_together(Tornado& tornado, std::size_t looked_at) {
  adjust(tornado, looked_at, &Effect::cost, &Effect::cost_p_value);
  adjust(tornado, looked_at, &Effect::lost, &Effect::lost_p_value);
}

std::vector<const Swing*> by_cost(const Tornado& tornado) { return ordered(tornado, &Swing::cost_swing); }
std::vector<const Swing*> by_loss(const Tornado& tornado) { return ordered(tornado, &Swing::lost_swing); }

}  // namespace fleetcast::scenarios::results
