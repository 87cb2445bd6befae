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

/// Holds the options of `fleetcast optimize`; what is empty is as the scenario has it.
struct OptimizeOptions {
  std::string scenario;               ///< path of the document
  std::vector<std::string> varied;    ///< /json/pointer=a,b,c, besides those of the document's decision
  std::vector<std::string> settings;  ///< /json/pointer=value
  std::optional<std::uint64_t> seed;
  std::optional<int> jobs;
  std::optional<std::filesystem::path> out;
  ReportFormat format = ReportFormat::table;
  bool is_quiet = false;
};

/// Selects the cheapest of what the scenario's decision allows that meets its objectives, and tells why each other
/// lost; goes on where an interrupted search into the same folder stopped. Ends with exit code 1 if nothing is known to
/// meet them. Throws InvalidDocument or std::invalid_argument for wrong input.
ExitCode optimize_scenario(const OptimizeOptions& options, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
