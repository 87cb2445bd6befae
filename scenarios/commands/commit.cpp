#include "scenarios/commands/commit.hpp"

#include <optional>
#include <utility>

#include "scenarios/commands/commit_input.hpp"
#include "scenarios/commands/run_settings.hpp"
#include "scenarios/commands/warnings.hpp"
#include "scenarios/documents/price_books.hpp"
#include "scenarios/experiment/experiment.hpp"
#include "scenarios/experiment/report.hpp"
#include "scenarios/experiment/scenario_file.hpp"
#include "scenarios/results/coverable_usage.hpp"
#include "scenarios/terminal/progress_line.hpp"
#include "scenarios/world/start.hpp"

namespace fleetcast::scenarios::commands {
namespace {

using terminal::ProgressLine;

CommitInput input_of_scenario(const CommitOptions& options, terminal::Terminal& terminal) {
  const std::vector<std::string> settings = settings_for({}, options.replications);
  const experiment::ScenarioFile file = experiment::load_scenario(options.inputs.front(), settings);
  print_warnings(options.inputs.front(), file.warnings, terminal);
  CommitInput input;
  input.book =
      options.book ? documents::read_named_price_book(*options.book) : experiment::price_book_of(file.scenario);
  input.options = experiment::bill_options_of(file.scenario, input.book);
  input.period = billed_period(world::start_of(file.scenario), file.scenario.horizon.value());
  ProgressLine line(terminal, options.is_quiet);
  const auto show = [&](std::size_t done, std::size_t total) {
    line.show(static_cast<std::int64_t>(done), static_cast<std::int64_t>(total),
              "replications of " + file.scenario.name);
  };
  const auto runs = experiment::run_replications(file.scenario, input.book, {jobs_or_cores(options.jobs), show});
  input.replications = results::coverable_usage_of(runs);
  return input;
}

}  // namespace

ExitCode find_commitment(const CommitOptions& options, terminal::Terminal& terminal) {
  std::optional<CommitInput> recorded = read_recorded(options);
  return print_commitments(recorded ? std::move(*recorded) : input_of_scenario(options, terminal), options, terminal);
}

}  // namespace fleetcast::scenarios::commands
