#include "scenarios/commands/game_day.hpp"

#include <ostream>
#include <stdexcept>

#include "scenarios/commands/run_settings.hpp"
#include "scenarios/commands/version.hpp"
#include "scenarios/commands/warnings.hpp"
#include "scenarios/decisions/game_day.hpp"
#include "scenarios/decisions/game_day_report.hpp"
#include "scenarios/documents/quantity.hpp"
#include "scenarios/terminal/progress_line.hpp"

namespace fleetcast::scenarios::commands {
namespace {

double seconds_of(const std::string& option, const std::string& text) {
  try {
    const documents::Interval value = documents::parse_interval(text, "s");
    if (value.low == value.high && value.low >= 0) return value.low;
  } catch (const std::invalid_argument&) {
    // Said below, with the option's name.
  }
  throw std::invalid_argument(option + ": '" + text + "' is no time such as \"90 min\" or \"1 d 20:00\"");
}

decisions::GameDayPlan plan_of(const GameDayOptions& options) {
  decisions::GameDayPlan plan;
  if (options.at) plan.at_seconds = seconds_of("--at", *options.at);
  plan.zone = options.zone;
  plan.duration_seconds = seconds_of("--duration", options.duration);
  if (plan.duration_seconds < 60) throw std::invalid_argument("--duration: must be at least a minute");
  return plan;
}

}  // namespace

ExitCode hold_game_day(const GameDayOptions& options, terminal::Terminal& terminal) {
  const decisions::GameDayPlan plan = plan_of(options);
  std::vector<std::string> settings = options.settings;
  for (const std::string& setting : settings_for(options.seed, options.replications)) settings.push_back(setting);
  const experiment::ScenarioFile file = experiment::load_scenario(options.scenario, settings);
  print_warnings(options.scenario, file.warnings, terminal);
  const pricing::PriceBook book = experiment::price_book_of(file.scenario);
  terminal::ProgressLine line(terminal, options.is_quiet);
  const auto show = [&](std::size_t done, std::size_t total) {
    line.show(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total), "replications of a drill");
  };
  const decisions::GameDay day =
      decisions::hold_game_day(file, book, plan, program_version(), {jobs_or_cores(options.jobs), show});
  terminal.out << (options.format == ReportFormat::json ? decisions::game_day_json(day)
                                                        : decisions::game_day_report(day, terminal.width));
  return ExitCode::done;
}

}  // namespace fleetcast::scenarios::commands
