#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "scenarios/commands/exit_code.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Holds the options of `fleetcast regress`; what is empty is as the suite has it.
struct RegressOptions {
  std::string suite;  ///< path of the document
  bool is_updated = false;
  std::optional<std::filesystem::path> baseline;
  std::optional<std::filesystem::path> junit;
  std::optional<std::filesystem::path> summary;
  std::optional<std::uint64_t> seed;
  std::optional<int> jobs;
  bool is_quiet = false;
};

/// Compares a suite of scenarios with its baseline, or makes the baseline anew. Throws InvalidDocument or
/// std::invalid_argument for wrong input; the baseline is left alone then, as it is when the command is killed.
ExitCode regress_suite(const RegressOptions& options, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
