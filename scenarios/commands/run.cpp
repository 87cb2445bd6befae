#include "scenarios/commands/run.hpp"

#include <chrono>
#include <ostream>
#include <utility>

#include "scenarios/commands/run_settings.hpp"
#include "scenarios/commands/version.hpp"
#include "scenarios/commands/warnings.hpp"
#include "scenarios/documents/atomic_file.hpp"
#include "scenarios/experiment/experiment.hpp"
#include "scenarios/experiment/independence.hpp"
#include "scenarios/experiment/precise_runs.hpp"
#include "scenarios/experiment/report.hpp"
#include "scenarios/experiment/tornado.hpp"
#include "scenarios/results/result_json.hpp"
#include "scenarios/results/stationary_report.hpp"
#include "scenarios/results/text_report.hpp"
#include "scenarios/results/wording.hpp"
#include "scenarios/terminal/progress_line.hpp"
#include "scenarios/terminal/wrap.hpp"

namespace fleetcast::scenarios::commands {
namespace {

using terminal::ProgressLine;

namespace fs = std::filesystem;

experiment::SequentialRuns run_watched(const RunOptions& options, const experiment::ScenarioFile& file,
                                            const pricing::PriceBook& book, terminal::Terminal& terminal) {
  ProgressLine line(terminal, options.is_quiet);
  const auto show = [&](std::size_t done, std::size_t total) {
    line.show(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total),
              "replications of " + file.scenario.name);
  };
  const experiment::ExperimentOptions how{jobs_or_cores(options.jobs), show};
  if (file.scenario.precision) return experiment::run_to_precision(file.scenario, book, how);
  show(0, static_cast<std::size_t>(file.scenario.replications.count()));
  return {experiment::run_replications(file.scenario, book, how), std::nullopt};
}

results::Tornado vary_assumptions(const RunOptions& options, const experiment::ScenarioFile& file,
                                  const pricing::PriceBook& book, const results::Summary& summary,
                                  terminal::Terminal& terminal) {
  ProgressLine line(terminal, options.is_quiet);
  const auto show = [&](std::size_t done, std::size_t total) {
    line.show(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total), "variations of its assumptions");
  };
  return experiment::find_tornado(file, book, summary, {jobs_or_cores(options.jobs), show});
}

// JSON on standard output must stay JSON.
void tell_where(const fs::path& folder, ReportFormat format, terminal::Terminal& terminal) {
  std::ostream& out = format == ReportFormat::json ? terminal.errors : terminal.out;
  std::string line = "Written to " + folder.string() + ":";
  for (const std::string& name : experiment::report_names()) line += " " + name;
  out << "\n" << terminal::wrapped(line, terminal.width);
}

}  // namespace

ExitCode run_scenario(const RunOptions& options, terminal::Terminal& terminal) {
  std::vector<std::string> settings = options.settings;
  if (options.fidelity == Fidelity::full) settings.emplace_back("/fidelity=full");
  if (options.fidelity == Fidelity::sampled) settings.emplace_back("/fidelity=sampled");
  for (std::string& setting : settings_for(options.seed, options.replications)) settings.push_back(std::move(setting));
  for (std::string& setting : precision_settings(options.precisions)) settings.push_back(std::move(setting));
  if (options.max_replications) {
    settings.push_back("/precision/max_replications=" + std::to_string(*options.max_replications));
  }
  const experiment::ScenarioFile file = experiment::load_scenario(options.scenario, settings);
  print_warnings(options.scenario, file.warnings, terminal);
  const pricing::PriceBook book = experiment::price_book_of(file.scenario);
  const fs::path folder = options.out.value_or(fs::path("out") / file.scenario.name);
  documents::check_output_folder(folder, experiment::report_names());

  const auto begin = std::chrono::steady_clock::now();
  experiment::SequentialRuns found = run_watched(options, file, book, terminal);
  const double wall_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();

  results::Summary summary = experiment::summary_of(file, book, found.runs, program_version());
  summary.precision = std::move(found.precision);
  if (options.is_gap_asked) {
    ProgressLine line(terminal, options.is_quiet);
    const auto show = [&](std::size_t done, std::size_t total) {
      line.show(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total), "runs with independent pools");
    };
    experiment::add_independence_gap(file, book, found.runs, summary, {jobs_or_cores(options.jobs), show});
  }
  if (options.is_tornado_asked) summary.tornado = vary_assumptions(options, file, book, summary, terminal);
  documents::write_folder_atomically(folder, experiment::report_files(summary));
  terminal.out << (options.format == ReportFormat::json ? results::result_json(summary)
                                                        : results::text_report(summary, terminal.width, wall_seconds));
  tell_where(folder, options.format, terminal);
  terminal.errors << results::audit_alarm(summary) << results::stationary_alarm(summary);
  return exit_code_of(summary.is_audit_passed(), options.is_checked && !summary.are_objectives_met());
}

}  // namespace fleetcast::scenarios::commands
