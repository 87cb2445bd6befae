#include "scenarios/results/independence.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "scenarios/results/result_json.hpp"
#include "scenarios/results/wording.hpp"

namespace fleetcast::scenarios::results {
namespace {

using sim::measures::Estimate;

/// Writes an estimate with its interval, which is often far from even on both sides.
std::string with_interval(const Estimate& estimate) {
  const std::string mean = number_in_words(estimate.mean);
  if (!estimate.interval) return mean;
  return fmt::format("{} ({} .. {})", mean, number_in_words(estimate.interval->low),
                     number_in_words(estimate.interval->high));
}

}  // namespace

std::string gap_in_words(const IndependenceGap& gap) {
  if (gap.unchanged == gap.replications) {
    return "Were spot pools independent, every replication would be the same: no shock struck in them, so that they "
           "cannot tell what shocks do. Run longer, or more replications.";
  }
  if (gap.lost.mean == 0 && gap.lost_independent.mean == 0) {
    return "No request was lost, were spot pools independent or not: these replications cannot tell what shocks do.";
  }
  std::string text = fmt::format(
      "Were spot pools independent, {} requests per million would be lost rather than {}: the difference is {}",
      with_interval(gap.lost_independent), with_interval(gap.lost), with_interval(gap.lost_difference));
  if (!gap.lost_difference.interval) return text + ". One replication cannot tell whether that is chance.";
  const bool is_clear = gap.lost_difference.interval->low > 0 || gap.lost_difference.interval->high < 0;
  return text + (is_clear ? " (95 % intervals)." : " (95 % intervals), which may be chance.");
}

documents::OrderedJson gap_json(const IndependenceGap& gap) {
  return {{"lost_per_million", estimate_json(gap.lost)},
          {"lost_per_million_independent", estimate_json(gap.lost_independent)},
          {"lost_per_million_difference", estimate_json(gap.lost_difference)},
          {"cost_usd_month_difference", estimate_json(gap.cost_difference)},
          {"unchanged_replications", gap.unchanged},
          {"in_words", gap_in_words(gap)}};
}

}  // namespace fleetcast::scenarios::results
