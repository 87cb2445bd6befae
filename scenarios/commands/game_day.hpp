#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/commands/exit_code.hpp"
#include "scenarios/commands/run.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Holds the options of `fleetcast game-day`; what is empty is as the scenario has it.
struct GameDayOptions {
  std::string scenario;               ///< path of the document
  std::optional<std::string> at;      ///< time after the start, such as "1 d 20:00"
  std::optional<std::string> zone;    ///< letter
  std::string duration = "1 h";
  std::vector<std::string> settings;  ///< /json/pointer=value
  std::optional<std::uint64_t> seed;
  std::optional<std::int64_t> replications;
  std::optional<int> jobs;
  ReportFormat format = ReportFormat::table;
  bool is_quiet = false;
};

/// Interrupts spot capacity, loses a zone, and loses it while nothing can be launched, at the busiest minute, and
/// reports what each costs and loses. Throws InvalidDocument or std::invalid_argument for wrong input.
ExitCode hold_game_day(const GameDayOptions& options, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
