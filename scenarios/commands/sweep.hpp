#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/commands/exit_code.hpp"
#include "scenarios/commands/run.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Holds the options of `fleetcast sweep`; what is empty is as the scenario has it.
struct SweepOptions {
  std::string scenario;               ///< path of the document
  std::vector<std::string> varied;    ///< /json/pointer=a,b,c
  std::vector<std::string> settings;  ///< /json/pointer=value
  std::optional<std::uint64_t> seed;
  std::optional<std::int64_t> replications;
  std::optional<int> jobs;
  std::optional<std::filesystem::path> out;
  ReportFormat format = ReportFormat::table;
  bool is_quiet = false;
};

/// Runs every combination of values and reports the frontier of cost and availability; goes on where an interrupted
/// sweep into the same folder stopped. Throws InvalidDocument or std::invalid_argument for wrong input.
ExitCode sweep_scenario(const SweepOptions& options, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
