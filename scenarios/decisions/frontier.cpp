#include "scenarios/decisions/frontier.hpp"

#include <algorithm>
#include <numeric>

#include "sim/measures/intervals.hpp"
#include "sim/measures/multiple_comparisons.hpp"

namespace fleetcast::scenarios::decisions {
namespace {

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

struct Means {
  double cost = 0;
  double lost = 0;

  [[nodiscard]] bool dominates(const Means& other) const {
    return cost <= other.cost && lost <= other.lost && (cost < other.cost || lost < other.lost);
  }
};

/// Returns the one-sided p-value against "the first is no smaller than the second"; 0 if they never differ or always do
/// by the same, downwards.
std::optional<double> p_of_smaller(const std::vector<double>& first, const std::vector<double>& second) {
  const sim::measures::Estimate difference = sim::measures::paired_difference(first, second);
  if (!difference.interval) return std::nullopt;
  return 1 - *sim::measures::confidence_at_most(difference, 0);
}

}  // namespace

std::vector<Standing> standings_of(std::span<const Outlay> candidates) {
  std::vector<Means> means;
  for (const Outlay& one : candidates) means.push_back({mean_of(one.cost), mean_of(one.lost)});
  std::vector<Standing> standings(candidates.size());
  std::vector<std::size_t> tested;
  std::vector<double> p_values;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    for (std::size_t other = 0; other < candidates.size(); ++other) {
      if (!means[other].dominates(means[i])) continue;
      auto& by = standings[i].dominated_by;
      if (!by || means[other].cost < means[*by].cost) by = other;
    }
    standings[i].is_on_frontier = !standings[i].dominated_by;
    if (standings[i].is_on_frontier) continue;
    const Outlay& better = candidates[*standings[i].dominated_by];
    const auto cost = p_of_smaller(better.cost, candidates[i].cost);
    const auto lost = p_of_smaller(better.lost, candidates[i].lost);
    if (!cost || !lost) continue;
    tested.push_back(i);
    p_values.push_back(std::max(*cost, *lost));
  }
  const std::vector<double> adjusted = sim::measures::holm_adjusted(p_values);
  for (std::size_t k = 0; k < tested.size(); ++k) standings[tested[k]].joint_p_value = adjusted[k];
  return standings;
}

}  // namespace fleetcast::scenarios::decisions
