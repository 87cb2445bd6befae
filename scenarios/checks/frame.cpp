#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>
#include <string>

#include "scenarios/checks/names.hpp"
#include "scenarios/checks/parts.hpp"
#include "scenarios/world/start.hpp"

namespace fleetcast::scenarios::checks {
namespace {

using documents::Problems;

// The name becomes that of a folder of results.
void check_name(const std::string& name, Problems& problems) {
  const auto is_fit = [](char letter) {
    const bool is_alphanumeric = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                                 (letter >= '0' && letter <= '9');
    return is_alphanumeric || letter == '_' || letter == '-' || letter == '.' || letter == ' ';
  };
  constexpr std::size_t longest = 100;
  if (name.empty() || name.size() > longest || name.front() == '.' || !std::ranges::all_of(name, is_fit)) {
    problems.add("/name", "must be 1 to 100 letters, digits, '-', '_', '.' or spaces, and not begin with '.', since a "
                          "folder of results is named after it");
  }
}

void check_zones(const std::vector<std::string>& zones, Problems& problems) {
  if (zones.empty()) problems.add("/availability_zones", "must name at least one zone, such as \"a\"");
  std::set<std::string> seen;
  for (std::size_t i = 0; i < zones.size(); ++i) {
    const std::string pointer = documents::child_pointer("/availability_zones", i);
    const bool is_letter = zones[i].size() == 1 && zones[i].front() >= 'a' && zones[i].front() <= 'z';
    if (!is_letter) problems.add(pointer, "must be one letter from a to z, not '" + zones[i] + "'");
    if (!seen.insert(zones[i]).second) problems.add(pointer, "zone '" + zones[i] + "' occurs twice");
  }
}

// Minutes are what availability and the timeline are counted in.
void check_minutes(const sim::Parameter& time, const std::string& pointer, Problems& problems) {
  if (std::fmod(time.value(), 60) != 0) problems.add(pointer, "must be a whole number of minutes");
}

// Replications are of one length and come from one seed, so these have no interval to draw from.
void check_constants(const Scenario& scenario, Problems& problems) {
  const auto require_constant = [&](const sim::Parameter& parameter, const char* pointer) {
    if (parameter.is_uncertain()) problems.add(pointer, "must be one number, not an interval");
  };
  require_constant(scenario.horizon, "/horizon");
  require_constant(scenario.pre_roll, "/pre_roll");
  require_constant(scenario.seed, "/seed");
  require_constant(scenario.replications, "/replications");
  require_constant(scenario.uncertainty.replications_per_input, "/uncertainty/replications_per_input");
}

// Every draw of the inputs has equally many replications, and there are draws to compare.
void check_uncertainty(const Scenario& scenario, Problems& problems) {
  const std::int64_t per_input = scenario.uncertainty.replications_per_input.count();
  if (per_input == 1) return;
  const char* pointer = "/uncertainty/replications_per_input";
  const std::int64_t replications = scenario.replications.count();
  if (replications % per_input != 0 || replications < 2 * per_input) {
    problems.add(pointer, "must divide the replications into two draws or more; write replications as a multiple of " +
                              std::to_string(per_input) + ", not " + std::to_string(replications));
  }
  if (scenario.precision) problems.add(pointer, "does not go with precision yet; say how many replications instead");
  if (scenario.variance_reduction.control_variates) problems.add(pointer, "does not go with control variates");
}

void check_precision(const Scenario& scenario, Problems& problems) {
  if (!scenario.precision) return;
  const results::PrecisionConfig& precision = *scenario.precision;
  if (!precision.headline && precision.estimates.empty() && !precision.availability_nines) {
    problems.add("/precision", "must say which precision: headline, estimates or availability_nines");
  }
  const auto check = [&](const sim::Parameter& parameter, const std::string& pointer) {
    if (parameter.is_uncertain()) problems.add(pointer, "must be one number, not an interval");
  };
  if (precision.headline) check(*precision.headline, "/precision/headline");
  if (precision.availability_nines) check(*precision.availability_nines, "/precision/availability_nines");
  check(precision.max_replications, "/precision/max_replications");
  for (const auto& [name, size] : precision.estimates) {
    check(size, documents::child_pointer("/precision/estimates", name));
  }
  if (scenario.replications.count() > precision.max_replications.count()) {
    problems.add("/precision/max_replications", "must not be less than replications, with which it begins");
  }
}

void check_time(const Scenario& scenario, Problems& problems) {
  try {
    static_cast<void>(world::start_of(scenario));
  } catch (const std::invalid_argument& error) {
    std::string message = error.what();
    constexpr std::string_view prefix = "start: ";
    if (message.starts_with(prefix)) message.erase(0, prefix.size());
    problems.add("/start", message);
  }
  check_minutes(scenario.horizon, "/horizon", problems);
  check_minutes(scenario.pre_roll, "/pre_roll", problems);
  constexpr double longest_days = 36525;
  if (scenario.horizon.high() + scenario.pre_roll.high() > longest_days * 86400) {
    problems.add("/horizon", "must not be longer, with the pre_roll, than 36525 days");
  }
}

// What changes at a set time has no stationary state; bursts, losses of instances and their like have one.
void check_stationary(const Scenario& scenario, Problems& problems) {
  if (!scenario.is_stationary) return;
  const traffic::RateConfig& rate = scenario.traffic.rate;
  const auto refuse = [&](bool is_there, const std::string& pointer) {
    if (is_there) problems.add(pointer, "changes with time, so that the scenario cannot be stationary");
  };
  refuse(rate.diurnal.has_value(), "/traffic/rate/diurnal");
  refuse(!rate.steps.empty(), "/traffic/rate/steps");
  refuse(rate.replay.has_value(), "/traffic/rate/replay");
  refuse(!rate.flash_crowds.empty(), "/traffic/rate/flash_crowds");
  refuse(rate.growth.low() != 1 || rate.growth.high() != 1, "/traffic/rate/growth");
  refuse(!scenario.events.empty(), "/events");
}

// A normalised month multiplies what the horizon used, so that a last hour that only began counts as often as a full
// one.
void check_started_hours(const Scenario& scenario, Problems& warnings) {
  const bool is_billed_by_hours = scenario.alb || scenario.waf || scenario.elasticache;
  const double rest = std::fmod(scenario.horizon.value(), 3600);
  if (!is_billed_by_hours || rest == 0) return;
  const double hours = scenario.horizon.value() / 3600;
  const double excess = std::ceil(hours) / hours - 1;
  warnings.add("/horizon",
               "is not a whole number of hours: what AWS bills by started hours (load balancers, NAT "
               "gateways, cache nodes, ...) counts " +
                   std::to_string(std::lround(100 * excess)) +
                   " % too much in the cost of a month; let the horizon be whole hours");
}

void check_objectives(const results::ObjectivesConfig& objectives, Problems& problems) {
  for (std::size_t i = 0; i < objectives.more.size(); ++i) {
    const results::ObjectiveSpec& one = objectives.more[i];
    if (one.at_least.has_value() == one.at_most.has_value()) {
      problems.add(documents::child_pointer("/objectives/more", i), "must have exactly one of at_least and at_most");
    }
  }
}

}  // namespace

void check_frame(const Scenario& scenario, documents::Findings& findings) {
  check_name(scenario.name, findings.problems);
  check_zones(scenario.availability_zones, findings.problems);
  check_constants(scenario, findings.problems);
  check_uncertainty(scenario, findings.problems);
  check_precision(scenario, findings.problems);
  check_time(scenario, findings.problems);
  check_stationary(scenario, findings.problems);
  check_started_hours(scenario, findings.warnings);
  check_objectives(scenario.objectives, findings.problems);
}

}  // namespace fleetcast::scenarios::checks
