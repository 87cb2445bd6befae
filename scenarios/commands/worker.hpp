#pragma once
#include "scenarios/commands/exit_code.hpp"

namespace fleetcast::scenarios::commands {

/// Serves jobs from standard input until it ends, and writes results to standard output.
ExitCode run_worker();

}  // namespace fleetcast::scenarios::commands
