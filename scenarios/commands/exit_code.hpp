#pragma once

namespace fleetcast::scenarios::commands {

/// Says how a command ended, as the exit code of the process.
enum class ExitCode {
  done = 0,
  missed = 1,       ///< the answer is a failure the user asked to be told about
  wrong_input = 2,  ///< a document, an option or a file is wrong
  failed = 3        ///< a run failed, or its self-audit did
};

/// Returns how a run ended whose result is this; missed objectives count if the user asked to be told.
[[nodiscard]] constexpr ExitCode exit_code_of(bool is_audit_passed, bool is_missed) {
  if (!is_audit_passed) return ExitCode::failed;
  return is_missed ? ExitCode::missed : ExitCode::done;
}

}  // namespace fleetcast::scenarios::commands
