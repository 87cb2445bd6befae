// What the failures of a run are put down to.
#include <algorithm>

#include "scenarios/results/loss_attribution.hpp"
#include "scenarios/world/recorder.hpp"

namespace fleetcast::scenarios::world {

/// Puts the failures of each minute down to causes, and checks that none is left over.
void Recorder::gather_losses(results::RunResult& result) const {
  const sim::traffic::Outcomes& outcomes = around_.kernel.outcomes();
  const auto first = static_cast<std::size_t>(begin_.ticks / sim::minutes(1).ticks);
  std::vector<results::MinuteFailures> minutes;
  for (std::size_t i = 0; i < result.minutes.size(); ++i) {
    results::MinuteFailures& minute = minutes.emplace_back();
    minute.good = result.minutes[i].good;
    minute.bad = result.minutes[i].bad;
    if (minute.bad == 0) continue;
    std::uint64_t late = minute.bad;
    for (std::size_t cause = 0; cause < outcomes.causes.size(); ++cause) {
      const std::vector<std::uint64_t>& by_minute = outcomes.bad_minutes_by_cause[cause];
      if (first + i >= by_minute.size() || by_minute[first + i] == 0) continue;
      minute.by_cause[outcomes.causes[cause]] += by_minute[first + i];
      late -= by_minute[first + i];
    }
    if (late > 0) minute.by_cause["late"] = late;
    minute.busiest = stations_.busiest(i);
  }
  const auto& objective = scenario_.objectives.availability;
  result.events = chronicle_.events(begin_);
  result.losses = results::attribute_losses(result.events, minutes, objective ? 1 - objective->value() : 0);

  std::uint64_t failed = 0;
  for (const results::ClassResult& one : result.classes) {
    failed += one.late;
    for (const auto& [cause, count] : one.by_cause) {
      if (std::find(result.excluded_causes.begin(), result.excluded_causes.end(), cause) ==
          result.excluded_causes.end()) {
        failed += count;
      }
    }
  }
  std::uint64_t explained = 0;
  for (const results::MinuteLoss& loss : result.losses) explained += loss.failed;
  const double missing = static_cast<double>(failed) - static_cast<double>(explained);
  result.audit.push_back({"error_budget", missing, 0, missing == 0});
}

}  // namespace fleetcast::scenarios::world
