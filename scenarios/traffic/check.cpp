#include "scenarios/traffic/check.hpp"

#include <algorithm>

#include "scenarios/traffic/local_time.hpp"
#include "scenarios/traffic/timestamp.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

using documents::child_pointer;
using documents::Problems;

void check_kinds(const RateConfig& rate, std::string_view pointer, Problems& problems) {
  std::vector<std::string> given;
  if (rate.constant) given.emplace_back("constant");
  if (rate.diurnal) given.emplace_back("diurnal");
  if (!rate.steps.empty()) given.emplace_back("steps");
  if (rate.replay) given.emplace_back("replay");
  if (given.size() == 1) return;
  std::string message = "must have exactly one of 'constant', 'diurnal', 'steps' or 'replay', ";
  message += given.empty() ? "but has none" : "but has " + std::to_string(given.size()) + " of them";
  problems.add(std::string(pointer), message);
}

void check_diurnal(const DiurnalRate& diurnal, const std::string& pointer, Problems& problems) {
  if (diurnal.weekly.empty()) return;
  const std::string weekly = child_pointer(pointer, "weekly");
  if (diurnal.weekly.size() != 7) {
    problems.add(weekly, "must have 7 factors, Monday first, not " + std::to_string(diurnal.weekly.size()));
  }
  if (std::ranges::all_of(diurnal.weekly, [](const sim::Parameter& factor) { return factor.high() <= 0; })) {
    problems.add(weekly, "must have a factor above 0");
  }
  if (diurnal.weekend_factor.value() != 1) {
    problems.add(weekly, "cannot stand beside weekend_factor: write the factors of Saturday and Sunday here");
  }
}

void check_steps(const std::vector<RateStep>& steps, const std::string& pointer, Problems& problems) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::string at = child_pointer(child_pointer(pointer, i), "at");
    if (i == 0 && steps[i].at.value() != 0) {
      problems.add(at, "must be 0 for the first step, or there is no rate at the start");
    }
    if (i > 0 && steps[i].at.value() <= steps[i - 1].at.value()) {
      problems.add(at, "must be later than the step before");
    }
  }
}

void check_repetition(const RateConfig& rate, std::string_view pointer, Problems& problems) {
  if (!rate.repeat_steps_every) return;
  const std::string every = child_pointer(pointer, "repeat_steps_every");
  if (rate.steps.empty()) {
    problems.add(every, "repeats steps, but there are none");
  } else if (rate.repeat_steps_every->value() <= rate.steps.back().at.value()) {
    problems.add(every, "must be later than the last step");
  }
}

void check_time(const std::optional<std::string>& time, const std::string& pointer, Problems& problems) {
  if (time && !parse_timestamp(*time)) {
    problems.add(pointer, "'" + *time + "' is no time such as \"1998-06-30 12:00:00\" or Unix seconds");
  }
}

void check_replay(const ReplayRate& replay, const std::string& pointer, Problems& problems) {
  if (replay.scale && replay.mean) {
    problems.add(child_pointer(pointer, "mean"), "cannot stand beside scale: both say how much traffic there is");
  }
  if (replay.day && (replay.begin || replay.end)) {
    problems.add(child_pointer(pointer, "day"), "cannot stand beside begin or end: both say what is replayed");
  }
  if (replay.day && !parse_day(*replay.day)) {
    problems.add(child_pointer(pointer, "day"), "'" + *replay.day + "' is no day such as \"1998-06-30\"");
  }
  check_time(replay.begin, child_pointer(pointer, "begin"), problems);
  check_time(replay.end, child_pointer(pointer, "end"), problems);
  if (replay.begin && replay.end) {
    const auto begin = parse_timestamp(*replay.begin);
    const auto end = parse_timestamp(*replay.end);
    if (begin && end && *end <= *begin) problems.add(child_pointer(pointer, "end"), "must be later than begin");
  }
}

}  // namespace

void check(const RateConfig& rate, std::string_view pointer, Problems& problems) {
  check_kinds(rate, pointer, problems);
  if (rate.diurnal) check_diurnal(*rate.diurnal, child_pointer(pointer, "diurnal"), problems);
  check_steps(rate.steps, child_pointer(pointer, "steps"), problems);
  check_repetition(rate, pointer, problems);
  if (rate.replay) check_replay(*rate.replay, child_pointer(pointer, "replay"), problems);
}

void check(const TrafficConfig& traffic, std::string_view pointer, Problems& problems) {
  if (const auto wrong = time_zone_problem(traffic.time_zone)) {
    problems.add(child_pointer(pointer, "time_zone"), *wrong);
  }
  check(traffic.rate, child_pointer(pointer, "rate"), problems);
}

}  // namespace fleetcast::scenarios::traffic
