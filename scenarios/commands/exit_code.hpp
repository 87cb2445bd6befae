#pragma once

namespace fleetcast::scenarios::commands {

/// Says how a command ended, as the exit code of the process.
enum class ExitCode {
  done = 0,
  missed = 1,       ///< the answer is a failure the user asked to be told about
  wrong_input = 2,  ///< a document, an option or a file is wrong
  failed = 3        ///< a run failed
};

}  // namespace fleetcast::scenarios::commands
