#pragma once
#include <optional>
#include <string>

#include "scenarios/commands/exit_code.hpp"
#include "scenarios/commands/run.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Holds the options of `fleetcast compare`: two scenarios or two result files.
struct CompareOptions {
  std::string first;
  std::string second;
  std::optional<std::uint64_t> seed;
  std::optional<std::int64_t> replications;
  std::optional<int> jobs;
  ReportFormat format = ReportFormat::table;
  bool is_quiet = false;
};

/// Reports the paired difference of two scenarios under common random numbers, or of two result files.
ExitCode compare_documents(const CompareOptions& options, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
