#include "scenarios/commands/regress.hpp"

#include <ostream>
#include <stdexcept>

#include "scenarios/commands/run_settings.hpp"
#include "scenarios/commands/version.hpp"
#include "scenarios/documents/atomic_file.hpp"
#include "scenarios/regression/junit.hpp"
#include "scenarios/regression/regress.hpp"
#include "scenarios/regression/regression_report.hpp"
#include "scenarios/terminal/progress_line.hpp"

namespace fleetcast::scenarios::commands {
namespace {

namespace fs = std::filesystem;

ExitCode update(const RegressOptions& options, const regression::Suite& suite, const fs::path& path,
                const experiment::ExperimentOptions& running, terminal::Terminal& terminal) {
  if (options.junit || options.summary) {
    throw std::invalid_argument("--update compares nothing, so that there is nothing for --junit or --summary");
  }
  const regression::Baseline baseline = regression::record(suite, options.seed, program_version(), running);
  documents::write_file_atomically(path, regression::baseline_text(baseline));
  terminal.out << "Baseline of " << baseline.scenarios.size() << " scenarios written to " << path.string() << "\n";
  return ExitCode::done;
}

}  // namespace

ExitCode regress_suite(const RegressOptions& options, terminal::Terminal& terminal) {
  const regression::Suite suite = regression::load_suite(options.suite);
  const fs::path path = options.baseline.value_or(suite.baseline);
  terminal::ProgressLine line(terminal, options.is_quiet);
  const auto show = [&](std::size_t done, std::size_t total) {
    line.show(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total), "runs of the suite");
  };
  const experiment::ExperimentOptions running{jobs_or_cores(options.jobs), show};
  if (options.is_updated) return update(options, suite, path, running, terminal);
  if (!fs::exists(path)) {
    throw std::invalid_argument("there is no baseline '" + path.string() + "'; make it with --update");
  }
  const regression::Regression found =
      regression::regress(suite, regression::read_baseline(path), options.seed, program_version(), running);
  if (options.junit) documents::write_file_atomically(*options.junit, regression::junit_xml(found));
  if (options.summary) documents::write_file_atomically(*options.summary, regression::markdown_summary(found));
  terminal.out << regression::regression_report(found, terminal.width);
  return exit_code_of(found.is_audit_passed(), found.has_failed());
}

}  // namespace fleetcast::scenarios::commands
