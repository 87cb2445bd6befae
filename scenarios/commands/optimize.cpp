#include "scenarios/commands/optimize.hpp"

#include <ostream>
#include <set>
#include <stdexcept>

#include "scenarios/commands/run_settings.hpp"
#include "scenarios/commands/version.hpp"
#include "scenarios/commands/warnings.hpp"
#include "scenarios/decisions/optimize.hpp"
#include "scenarios/decisions/optimize_report.hpp"
#include "scenarios/documents/atomic_file.hpp"
#include "scenarios/documents/problems.hpp"
#include "scenarios/experiment/scenario_file.hpp"
#include "scenarios/terminal/progress_line.hpp"

namespace fleetcast::scenarios::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_candidates = 10'000;
constexpr const char* journal_name = "runs.jsonl";
const std::set<std::string> names = {"optimize.csv", "optimize.html", "optimize.json", journal_name};

std::vector<decisions::Axis> axes_of(const OptimizeOptions& options, const DecisionSpec& decision) {
  documents::Problems problems;
  std::vector<decisions::Axis> axes;
  for (const auto& [pointer, values] : decision.free) {
    try {
      axes.push_back(decisions::parse_axis(pointer + "=" + values));
    } catch (const std::invalid_argument& error) {
      problems.add(documents::child_pointer("/decision/free", pointer), error.what());
    }
  }
  problems.throw_if_any(options.scenario);
  for (const std::string& text : options.varied) axes.push_back(decisions::parse_axis(text));
  if (axes.empty()) {
    throw std::invalid_argument("nothing is free to choose; name places and values under /decision/free");
  }
  return axes;
}

decisions::SelectionRules rules_of(const DecisionSpec& decision) {
  const auto first = static_cast<std::size_t>(decision.first_replications.count());
  const auto most = static_cast<std::size_t>(decision.max_replications.count());
  if (most < first) {
    throw std::invalid_argument("/decision/max_replications must be at least first_replications, which is " +
                                std::to_string(first));
  }
  return {decision.confidence.value(), decision.indifference.value(), first, most};
}

}  // namespace

ExitCode optimize_scenario(const OptimizeOptions& options, terminal::Terminal& terminal) {
  std::vector<std::string> settings = options.settings;
  for (const std::string& setting : settings_for(options.seed, std::nullopt)) settings.push_back(setting);
  const experiment::ScenarioFile file = experiment::load_scenario(options.scenario, settings);
  print_warnings(options.scenario, file.warnings, terminal);
  if (!file.scenario.decision) {
    throw std::invalid_argument("the scenario has no decision; say under /decision what is free and how much money "
                                "does not matter (fleetcast explain /decision)");
  }
  const DecisionSpec& decision = *file.scenario.decision;
  const decisions::SelectionRules rules = rules_of(decision);
  decisions::CandidatePlan plan{options.scenario, settings,
                                decisions::grid_of(axes_of(options, decision), most_candidates), {},
                                program_version(), program_digest()};
  const fs::path folder = options.out.value_or(fs::path("out") / (file.scenario.name + "_optimize"));
  documents::check_output_folder(folder, names);
  plan.journal = folder / journal_name;

  terminal::ProgressLine line(terminal, options.is_quiet);
  const auto show = [&](std::size_t done, std::size_t total) {
    line.show(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total), "runs of a round");
  };
  const decisions::Optimum optimum = decisions::optimise(plan, rules, {jobs_or_cores(options.jobs), show});
  documents::write_file_atomically(folder / "optimize.csv", decisions::optimize_csv(optimum));
  documents::write_file_atomically(folder / "optimize.html", decisions::optimize_html(optimum));
  documents::write_file_atomically(folder / "optimize.json", decisions::optimize_json(optimum));
  terminal.out << (options.format == ReportFormat::json ? decisions::optimize_json(optimum)
                                                        : decisions::optimize_report(optimum, terminal.width));
  std::ostream& where = options.format == ReportFormat::json ? terminal.errors : terminal.out;
  where << "\nWritten to " << folder.string() << ":";
  for (const std::string& file_name : names) where << " " << file_name;
  where << "\n";
  for (const decisions::Candidate& one : optimum.candidates) {
    for (const experiment::Figures& run : one.runs) {
      if (!run.is_audit_passed) return ExitCode::failed;
    }
  }
  return optimum.best ? ExitCode::done : ExitCode::missed;
}

}  // namespace fleetcast::scenarios::commands
