#pragma once
#include <functional>
#include <string>
#include <vector>

#include "scenarios/commands/commit.hpp"
#include "scenarios/commands/compare.hpp"
#include "scenarios/commands/exit_code.hpp"
#include "scenarios/commands/game_day.hpp"
#include "scenarios/commands/optimize.hpp"
#include "scenarios/commands/regress.hpp"
#include "scenarios/commands/run.hpp"
#include "scenarios/commands/sweep.hpp"
#include "scenarios/commands/validate.hpp"
#include "scenarios/documents/document_kind.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Holds what the command line cannot do by itself, so that it needs no simulation to be tested.
struct Actions {
  documents::DocumentKind scenario;
  /// What `run`, `compare`, `commit`, `sweep`, `game-day`, `optimize`, `regress` and `worker` do.
  std::function<ExitCode(const RunOptions&, terminal::Terminal&)> run;
  std::function<ExitCode(const CompareOptions&, terminal::Terminal&)> compare;
  std::function<ExitCode(const CommitOptions&, terminal::Terminal&)> commit;
  std::function<ExitCode(const SweepOptions&, terminal::Terminal&)> sweep;
  std::function<ExitCode(const GameDayOptions&, terminal::Terminal&)> game_day;
  std::function<ExitCode(const OptimizeOptions&, terminal::Terminal&)> optimize;
  std::function<ExitCode(const RegressOptions&, terminal::Terminal&)> regress;
  std::function<ExitCode()> worker;
  /// Returns the warnings of a scenario as a run gives them, the files that it names having been read; throws what is
  /// wrong with them. Without it `validate` looks at the document alone.
  std::function<documents::Problems(const ValidateOptions&)> load{};
};

/// Runs the command that the arguments (without the program's name) ask for; complaints go to terminal.errors and no
/// exception leaves.
[[nodiscard]] ExitCode run_command_line(const std::vector<std::string>& arguments, const Actions& actions,
                                        terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
