#include "scenarios/commands/worker.hpp"

#include <unistd.h>

#include "scenarios/experiment/experiment.hpp"

namespace fleetcast::scenarios::commands {

ExitCode run_worker() {
  experiment::serve_replications(STDIN_FILENO, STDOUT_FILENO);
  return ExitCode::done;
}

}  // namespace fleetcast::scenarios::commands
