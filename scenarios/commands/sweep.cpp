#include "scenarios/commands/sweep.hpp"

#include <ostream>
#include <set>
#include <stdexcept>

#include "scenarios/commands/run_settings.hpp"
#include "scenarios/commands/version.hpp"
#include "scenarios/decisions/sweep.hpp"
#include "scenarios/decisions/sweep_report.hpp"
#include "scenarios/documents/atomic_file.hpp"
#include "scenarios/experiment/scenario_file.hpp"
#include "scenarios/terminal/progress_line.hpp"
#include "scenarios/terminal/wrap.hpp"

namespace fleetcast::scenarios::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_candidates = 10'000;
constexpr const char* journal_name = "runs.jsonl";
const std::set<std::string> names = {"sweep.csv", "sweep.html", "sweep.json", journal_name};

decisions::CandidatePlan plan_of(const SweepOptions& options) {
  if (options.varied.empty()) {
    throw std::invalid_argument("a sweep needs something to vary; add --vary /json/pointer=a,b,c");
  }
  std::vector<decisions::Axis> axes;
  for (const std::string& text : options.varied) axes.push_back(decisions::parse_axis(text));
  decisions::CandidatePlan plan{options.scenario, options.settings, decisions::grid_of(axes, most_candidates), {},
                            program_version(), program_digest()};
  for (const std::string& setting : settings_for(options.seed, options.replications)) plan.settings.push_back(setting);
  return plan;
}

}  // namespace

ExitCode sweep_scenario(const SweepOptions& options, terminal::Terminal& terminal) {
  decisions::CandidatePlan plan = plan_of(options);
  const std::string name = experiment::load_scenario(options.scenario, plan.settings).scenario.name;
  const fs::path folder = options.out.value_or(fs::path("out") / (name + "_sweep"));
  documents::check_output_folder(folder, names);
  plan.journal = folder / journal_name;

  terminal::ProgressLine line(terminal, options.is_quiet);
  const auto show = [&](std::size_t done, std::size_t total) {
    line.show(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total), "runs of the sweep");
  };
  const decisions::Sweep sweep = decisions::run_sweep(plan, {jobs_or_cores(options.jobs), show});
  documents::write_file_atomically(folder / "sweep.csv", decisions::sweep_csv(sweep));
  documents::write_file_atomically(folder / "sweep.html", decisions::sweep_html(sweep));
  documents::write_file_atomically(folder / "sweep.json", decisions::sweep_json(sweep));
  terminal.out << (options.format == ReportFormat::json ? decisions::sweep_json(sweep)
                                                        : decisions::sweep_report(sweep, terminal.width));
  std::ostream& where = options.format == ReportFormat::json ? terminal.errors : terminal.out;
  std::string line_of_files = "Written to " + folder.string() + ":";
  for (const std::string& file : names) line_of_files += " " + file;
  where << "\n" << terminal::wrapped(line_of_files, terminal.width);
  for (const decisions::Candidate& one : sweep.candidates) {
    for (const experiment::Figures& run : one.runs) {
      if (!run.is_audit_passed) return ExitCode::failed;
    }
  }
  return ExitCode::done;
}

}  // namespace fleetcast::scenarios::commands
