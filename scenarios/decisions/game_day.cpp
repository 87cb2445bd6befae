#include "scenarios/decisions/game_day.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>
#include <utility>

#include "scenarios/checks/parts.hpp"
#include "scenarios/decisions/recovery.hpp"
#include "scenarios/experiment/report.hpp"

namespace fleetcast::scenarios::decisions {
namespace {

using experiment::ScenarioFile;
using results::RunResult;
using sim::measures::Estimate;

constexpr double minute_seconds = 60;

/// Holds a drill before it is run.
struct Script {
  std::string name;
  std::string story;
  std::vector<ScriptedEvent> events;
};

/// Holds runs of a scenario and what they come to.
struct Experience {
  std::vector<RunResult> runs;
  results::Summary summary;
};

ScriptedEvent event_at(double at_seconds) {
  ScriptedEvent event;
  event.at = at_seconds;
  return event;
}

std::set<std::string> spot_types(const Scenario& scenario) {
  std::set<std::string> types;
  for (const auto& [name, provider] : scenario.capacity_providers) {
    if (!checks::has_spot(scenario, name)) continue;
    for (const auto& one : provider.auto_scaling_group.mixed_instances_policy.overrides) {
      types.insert(one.instance_type);
    }
  }
  return types;
}

std::vector<Script> scripts_of(const Scenario& scenario, const GameDay& day) {
  Script interruption{"spot interruption",
                      "All spot instances in zone " + day.zone + " get the two minutes' notice at once.", {}};
  for (const std::string& type : spot_types(scenario)) {
    ScriptedEvent reclaim = event_at(day.at_seconds);
    reclaim.spot_reclaim = SpotReclaimEvent{.instance_type = type, .zone = day.zone, .share = 1};
    interruption.events.push_back(reclaim);
  }
  ScriptedEvent outage = event_at(day.at_seconds);
  outage.zone_outage = ZoneEvent{.zone = day.zone, .duration = day.duration_seconds, .share_lost = 1};
  ScriptedEvent refusal = event_at(day.at_seconds);
  refusal.control_plane_outage = ControlPlaneEvent{.duration = day.duration_seconds};
  std::vector<Script> scripts;
  if (!interruption.events.empty()) scripts.push_back(std::move(interruption));
  scripts.push_back({"zone lost", "Zone " + day.zone + " is lost; the others may launch what is missing.", {outage}});
  scripts.push_back({"zone lost, no launches",
                     "Zone " + day.zone +
                         " is lost, and everyone else asks for capacity too: nothing can be launched meanwhile.",
                     {outage, refusal}});
  return scripts;
}

Experience experience_of(const ScenarioFile& file, const pricing::PriceBook& book, const std::string& version,
                         const experiment::ExperimentOptions& options) {
  Experience made;
  made.runs = experiment::run_replications(file.scenario, book, options);
  made.summary = experiment::summary_of(file, book, made.runs, version);
  return made;
}

/// Returns one number for each replication.
template <class Value>
std::vector<double> values_of(const std::vector<RunResult>& runs, Value value) {
  std::vector<double> values;
  for (const RunResult& run : runs) values.push_back(value(run));
  return values;
}

std::vector<double> more(const std::vector<double>& with, const std::vector<double>& without) {
  std::vector<double> differences(with.size());
  std::ranges::transform(with, without, differences.begin(), std::minus<>());
  return differences;
}

Estimate availability_between(const std::vector<RunResult>& runs, std::size_t begin, std::size_t end) {
  std::vector<double> good;
  std::vector<double> counted;
  for (const RunResult& run : runs) {
    const Outcome outcome = outcome_between(run, begin, end);
    good.push_back(outcome.counted - outcome.bad);
    counted.push_back(outcome.counted);
  }
  return sim::measures::availability_of(good, counted);
}

void add_recovery(const Experience& without, const Experience& with, std::size_t minute, Drill& drill) {
  std::vector<double> minutes;
  for (std::size_t i = 0; i < with.runs.size(); ++i) {
    const auto found = minutes_to_recover(without.runs[i], with.runs[i], minute);
    if (found) minutes.push_back(static_cast<double>(*found));
    else ++drill.not_recovered;
  }
  if (!minutes.empty()) drill.minutes_to_recover = sim::measures::mean_of(minutes);
}

Drill drill_of(const Script& script, const GameDay& day, const Experience& without, const Experience& with) {
  const auto minute = static_cast<std::size_t>(day.at_seconds / minute_seconds);
  const auto end = minute + static_cast<std::size_t>(std::ceil(day.duration_seconds / minute_seconds));
  const auto bad_of = [](const RunResult& run) { return outcome_between(run, 0, run.minutes.size()).bad; };
  const auto notices_of = [](const RunResult& run) {
    const auto found = run.figures.find("fleet.interruption_notices");
    return found == run.figures.end() ? 0.0 : found->second;
  };
  const auto usd_of = [](const Experience& one) {
    return one.summary.metrics.at("cost_usd.total_horizon").replications;
  };
  Drill drill;
  drill.name = script.name;
  drill.story = script.story;
  drill.comparison = results::compare(without.summary, with.summary);
  const std::vector<double> usd = more(usd_of(with), usd_of(without));
  const std::vector<double> lost = more(values_of(with.runs, bad_of), values_of(without.runs, bad_of));
  const std::vector<double> notices = more(values_of(with.runs, notices_of), values_of(without.runs, notices_of));
  drill.usd = sim::measures::mean_of(usd);
  drill.lost = sim::measures::mean_of(lost);
  drill.notices = sim::measures::mean_of(notices);
  const bool sends_notices = std::ranges::all_of(notices, [](double count) { return count > 0; });
  if (sends_notices) {
    drill.usd_per_notice = sim::measures::ratio_of_sums(usd, notices);
    drill.lost_per_notice = sim::measures::ratio_of_sums(lost, notices);
  }
  drill.availability = availability_between(with.runs, minute, end);
  drill.availability_without = availability_between(without.runs, minute, end);
  add_recovery(without, with, minute, drill);
  return drill;
}

/// Sets when and where; throws std::invalid_argument where it cannot be.
void place(const GameDayPlan& plan, const Scenario& scenario, const std::vector<RunResult>& runs, GameDay& day) {
  const auto& zones = scenario.availability_zones;
  day.zone = plan.zone.value_or(zones.front());
  if (std::ranges::find(zones, day.zone) == zones.end()) {
    std::string known;
    for (const std::string& zone : zones) known += (known.empty() ? "" : ", ") + zone;
    throw std::invalid_argument("--zone: the scenario has no zone '" + day.zone + "', only " + known);
  }
  day.duration_seconds = plan.duration_seconds;
  const double latest = day.horizon_seconds - plan.duration_seconds;
  if (latest < 0 || plan.at_seconds.value_or(0) > latest) {
    throw std::invalid_argument("--at: the drills must end within the horizon; choose an earlier time, a shorter "
                                "--duration or a longer /horizon");
  }
  day.is_at_peak = !plan.at_seconds;
  const auto end = static_cast<std::size_t>(latest / minute_seconds) + 1;
  day.at_seconds = plan.at_seconds.value_or(minute_seconds * static_cast<double>(busiest_minute(runs, end)));
  const auto minute = static_cast<std::size_t>(day.at_seconds / minute_seconds);
  for (const RunResult& run : runs) {
    day.rate += static_cast<double>(run.minutes.at(minute).offered) / minute_seconds / static_cast<double>(runs.size());
  }
}

}  // namespace

GameDay hold_game_day(const ScenarioFile& file, const pricing::PriceBook& book, const GameDayPlan& plan,
                      const std::string& program_version, const experiment::ExperimentOptions& options) {
  const Scenario& scenario = file.scenario;
  const Experience without = experience_of(file, book, program_version, options);
  GameDay day;
  day.scenario_name = scenario.name;
  day.seed = static_cast<std::uint64_t>(scenario.seed.count());
  day.replications = without.runs.size();
  day.horizon_seconds = without.summary.horizon_seconds;
  place(plan, scenario, without.runs, day);
  for (const Script& script : scripts_of(scenario, day)) {
    ScenarioFile changed = file;
    changed.scenario.events.insert(changed.scenario.events.end(), script.events.begin(), script.events.end());
    changed.scenario.name += ", " + script.name;
    changed.digest = experiment::digest_of(changed.scenario);
    const Experience with = experience_of(changed, book, program_version, options);
    day.drills.push_back(drill_of(script, day, without, with));
  }
  return day;
}

}  // namespace fleetcast::scenarios::decisions
