#include "scenarios/regression/drift.hpp"

#include <cmath>

#include "sim/measures/groups.hpp"
#include "sim/measures/multiple_comparisons.hpp"

namespace fleetcast::scenarios::regression {
Drift drift_of(const MetricRule& rule, const Steps& steps, bool are_fingerprints_same, std::size_t group_size,
               double confidence) {
  const auto change = [&](const std::vector<double>& from, const std::vector<double>& to) {
    return sim::measures::paired_difference(sim::measures::means_of_groups(to, group_size),
                                            sim::measures::means_of_groups(from, group_size), confidence);
  };
  Drift drift;
  drift.metric = rule.name;
  drift.baseline = sim::measures::mean_of(steps.baseline).mean;
  drift.allowance = rule.allowance(drift.baseline);
  drift.prices = change(steps.baseline, steps.repriced);
  if (steps.rerun) drift.code = change(steps.repriced, *steps.rerun);
  drift.scenario = change(steps.rerun.value_or(steps.repriced), steps.now);
  drift.chance = change(steps.now, steps.tonight);
  drift.total = change(steps.baseline, steps.tonight);
  drift.lasting = change(steps.baseline, steps.now);
  drift.is_same = are_fingerprints_same && steps.baseline == steps.now;
  return drift;
}

void judge_together(std::span<Drift* const> drifts, double confidence) {
  std::vector<Drift*> tested;
  std::vector<double> p_values;
  for (Drift* one : drifts) {
    one->judgement = one->is_same ? Judgement::unchanged : Judgement::within_confidence;
    const auto p_value = one->is_same ? std::nullopt : sim::measures::p_value_of_zero(one->lasting);
    if (!p_value) continue;
    tested.push_back(one);
    p_values.push_back(*p_value);
  }
  const std::vector<double> adjusted = sim::measures::holm_adjusted(p_values);
  for (std::size_t i = 0; i < tested.size(); ++i) {
    Drift& one = *tested[i];
    one.joint_p_value = adjusted[i];
    if (adjusted[i] > 1 - confidence) continue;
    const bool is_small = std::fabs(one.lasting.mean) <= one.allowance;
    one.judgement = is_small ? Judgement::small_change : Judgement::failure;
  }
}

std::optional<std::uint64_t> replications_to_tell(const Drift& drift, std::size_t replications) {
  if (drift.is_same || !drift.lasting.interval || drift.allowance <= 0) return std::nullopt;
  const double ratio = drift.lasting.interval->half_width() / drift.allowance;
  if (ratio <= 1) return std::nullopt;
  return static_cast<std::uint64_t>(std::ceil(static_cast<double>(replications) * ratio * ratio));
}

}  // namespace fleetcast::scenarios::regression
