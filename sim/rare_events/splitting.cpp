#include "sim/rare_events/splitting.hpp"

#include "sim/measures/tally.hpp"

namespace fleetcast::sim::rare_events {

RareEstimate combine(std::span<const SplittingOutcome> outcomes, std::size_t paths) {
  constexpr std::size_t fewest = 20;
  if (outcomes.size() < fewest) throw std::invalid_argument("replications must be at least 20");
  RareEstimate estimate;
  std::vector<double> probabilities;
  measures::Tally tally;
  std::uint64_t first_events = 0;
  for (const SplittingOutcome& outcome : outcomes) {
    probabilities.push_back(outcome.probability);
    tally.record(outcome.probability);
    estimate.events += outcome.events;
    first_events += outcome.first_events;
  }
  const double mean = *tally.mean();
  if (mean <= 0) throw std::runtime_error("no path reached the last level; more paths or closer levels are needed");
  const auto count = static_cast<double>(outcomes.size());
  const double variance = *tally.variance() / count;
  estimate.value = measures::mean_of(probabilities);
  estimate.largest_share = *tally.max() / (mean * count);
  // Where all repetitions agree, nothing is known of their variance, and the last level was not rare.
  if (variance <= 0) throw std::runtime_error("all repetitions agree: the event is not rare enough to be split");
  estimate.effective_occurrences = mean * mean / variance;
  // Plain paths are at least as long as those that stop at the first level: this errs on the plain method's side.
  const double events_per_path = static_cast<double>(first_events) / (count * static_cast<double>(paths));
  estimate.plain_events = mean * (1 - mean) / variance * events_per_path;
  return estimate;
}

}  // namespace fleetcast::sim::rare_events
