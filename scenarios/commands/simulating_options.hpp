#pragma once
#include <CLI/CLI.hpp>

#include "scenarios/commands/commit.hpp"
#include "scenarios/commands/compare.hpp"
#include "scenarios/commands/regress.hpp"
#include "scenarios/commands/run.hpp"
#include "scenarios/commands/game_day.hpp"
#include "scenarios/commands/optimize.hpp"
#include "scenarios/commands/sweep.hpp"

// The options of the commands that simulate.
namespace fleetcast::scenarios::commands {

/// Adds `run` to the program; the parser fills in the options, which must outlive it. The same holds for the others.
void add_run(CLI::App& program, RunOptions& options);
/// Adds `compare`.
void add_compare(CLI::App& program, CompareOptions& options);
/// Adds `commit`.
void add_commit(CLI::App& program, CommitOptions& options);
/// Adds `game-day`.
void add_game_day(CLI::App& program, GameDayOptions& options);

/// Adds `optimize`.
void add_optimize(CLI::App& program, OptimizeOptions& options);

/// Adds `sweep`.
void add_sweep(CLI::App& program, SweepOptions& options);
/// Adds `regress`.
void add_regress(CLI::App& program, RegressOptions& options);

}  // namespace fleetcast::scenarios::commands
