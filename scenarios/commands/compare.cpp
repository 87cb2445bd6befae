#include "scenarios/commands/compare.hpp"

#include <nlohmann/json.hpp>
#include <ostream>
#include <stdexcept>
#include <utility>

#include "scenarios/commands/run_settings.hpp"
#include "scenarios/commands/version.hpp"
#include "scenarios/commands/warnings.hpp"
#include "scenarios/documents/parse_json.hpp"
#include "scenarios/experiment/experiment.hpp"
#include "scenarios/experiment/report.hpp"
#include "scenarios/experiment/result_file.hpp"
#include "scenarios/results/comparison.hpp"
#include "scenarios/terminal/progress_line.hpp"

namespace fleetcast::scenarios::commands {
namespace {

using terminal::ProgressLine;

results::Summary run_one(const CompareOptions& options, const experiment::ScenarioFile& file, ProgressLine& line) {
  const pricing::PriceBook book = experiment::price_book_of(file.scenario);
  const auto show = [&](std::size_t done, std::size_t total) {
    line.show(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total),
              "replications of " + file.scenario.name);
  };
  const auto runs = experiment::run_replications(file.scenario, book, {jobs_or_cores(options.jobs), show});
  return experiment::summary_of(file, book, runs, program_version());
}

results::Comparison compare_scenarios(const CompareOptions& options, terminal::Terminal& terminal) {
  std::vector<std::string> settings = settings_for(options.seed, options.replications);
  const experiment::ScenarioFile first = experiment::load_scenario(options.first, settings);
  // Equal seeds and numbers of replications pair the runs, whatever the second document says.
  if (!options.seed) settings.push_back("/seed=" + std::to_string(first.scenario.seed.count()));
  if (!options.replications) {
    settings.push_back("/replications=" + std::to_string(first.scenario.replications.count()));
  }
  const experiment::ScenarioFile second = experiment::load_scenario(options.second, settings);
  print_warnings(options.first, first.warnings, terminal);
  print_warnings(options.second, second.warnings, terminal);
  ProgressLine line(terminal, options.is_quiet);
  return results::compare(run_one(options, first, line), run_one(options, second, line));
}

results::Comparison compare_results(const CompareOptions& options, const documents::Json& first,
                                    const documents::Json& second) {
  if (options.seed || options.replications) {
    throw std::invalid_argument("--seed and --replications are for scenarios; these results have been run already");
  }
  return results::compare(experiment::read_result(first, options.first),
                          experiment::read_result(second, options.second));
}

results::Comparison compare_both(const CompareOptions& options, terminal::Terminal& terminal) {
  const documents::Json first = documents::parse_json_file(options.first);
  const documents::Json second = documents::parse_json_file(options.second);
  if (experiment::is_result(first) != experiment::is_result(second)) {
    throw std::invalid_argument("cannot compare a result with a scenario; give two scenarios or two results");
  }
  return experiment::is_result(first) ? compare_results(options, first, second) : compare_scenarios(options, terminal);
}

}  // namespace

ExitCode compare_documents(const CompareOptions& options, terminal::Terminal& terminal) {
  const results::Comparison comparison = compare_both(options, terminal);
  terminal.out << (options.format == ReportFormat::json ? results::comparison_json(comparison)
                                                        : results::comparison_report(comparison, terminal.width));
  return ExitCode::done;
}

}  // namespace fleetcast::scenarios::commands
