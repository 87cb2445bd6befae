#include "scenarios/results/stationary_report.hpp"

#include <fmt/format.h>

#include "scenarios/results/wording.hpp"
#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::results {

std::string stationary_alarm(const Summary& summary) {
  if (!summary.stationarity || !summary.stationarity->is_too_short) return "";
  return fmt::format("RUN TOO SHORT: its warm-up does not end in the first half of {}.\n",
                     span_in_words(summary.horizon_seconds));
}

std::string warm_up_in_words(const Summary& summary) {
  const Stationarity& found = *summary.stationarity;
  if (found.is_too_short) {
    return "The warm-up does not end in the first half of the run: let it be twice as long, or lengthen pre_roll.";
  }
  if (!found.warm_up_seconds) return "No warm-up can be told: ten minutes at least are needed, each with answers.";
  if (*found.warm_up_seconds == 0) return "After the pre-roll no more warm-up was found.";
  return fmt::format("Warm-up left: {}, discarded here. Set pre_roll to {} for all figures.",
                     span_in_words(*found.warm_up_seconds),
                     span_in_words(summary.heading.pre_roll_seconds + *found.warm_up_seconds));
}

std::string kind_in_words(const StationaryEstimate& estimate) {
  if (estimate.kind == IntervalKind::unknown) return "cannot tell";
  const auto n = estimate.estimate->n;
  if (estimate.kind == IntervalKind::replications) return fmt::format("{} replications", n);
  return fmt::format("{} batches of {} min", n, estimate.batch_minutes);
}

std::string stationary_report(const Summary& summary, std::size_t width) {
  if (!summary.stationarity) return "";
  std::string text = "\nStationary state. " + warm_up_in_words(summary) + "\n";
  if (summary.stationarity->estimates.empty()) return text;
  terminal::Table table({{"after the warm-up"}, {"estimate"}, {"interval of"}});
  for (const StationaryEstimate& one : summary.stationarity->estimates) {
    table.add_row({one.metric, estimate_in_words(one.metric, one.estimate), kind_in_words(one)});
  }
  return text + table.to_string(width);
}

}  // namespace fleetcast::scenarios::results
