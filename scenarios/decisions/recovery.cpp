#include "scenarios/decisions/recovery.hpp"

#include <algorithm>

namespace fleetcast::scenarios::decisions {
namespace {

/// Returns the healthy capacity at the end of every minute.
std::vector<double> capacity_of(const results::RunResult& run) {
  std::vector<double> capacity(run.minutes.size());
  bool has_targets = false;
  for (const auto& [name, levels] : run.timeline) {
    if (!name.starts_with("targets.")) continue;
    has_targets = true;
    for (std::size_t i = 0; i < capacity.size(); ++i) capacity[i] += levels.at(i);
  }
  return has_targets ? capacity : run.timeline.at("fleet.instances");
}

}  // namespace

std::size_t busiest_minute(const std::vector<results::RunResult>& runs, std::size_t end) {
  std::vector<std::uint64_t> offered(std::min(end, runs.front().minutes.size()));
  for (const results::RunResult& run : runs) {
    for (std::size_t i = 0; i < offered.size(); ++i) offered[i] += run.minutes[i].offered;
  }
  return static_cast<std::size_t>(std::ranges::max_element(offered) - offered.begin());
}

std::optional<std::size_t> minutes_to_recover(const results::RunResult& without, const results::RunResult& with,
                                              std::size_t minute) {
  const std::vector<double> before = capacity_of(without);
  const std::vector<double> after = capacity_of(with);
  std::size_t at = minute;
  while (at < after.size() && after[at] >= before[at]) ++at;
  const bool has_fallen = at < after.size();
  if (!has_fallen) return 0;
  while (at < after.size() && after[at] < before[at]) ++at;
  if (at == after.size()) return std::nullopt;
  return at - minute;
}

Outcome outcome_between(const results::RunResult& run, std::size_t begin, std::size_t end) {
  Outcome outcome;
  for (std::size_t i = begin; i < std::min(end, run.minutes.size()); ++i) {
    outcome.bad += static_cast<double>(run.minutes[i].bad);
    outcome.counted += static_cast<double>(run.minutes[i].bad + run.minutes[i].good);
  }
  return outcome;
}

}  // namespace fleetcast::scenarios::decisions
