#pragma once
#include <cstdint>

#include "scenarios/commands/exit_code.hpp"
#include "scenarios/commands/run.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace CLI {
class App;
}

namespace fleetcast::scenarios::commands {

/// Holds what is asked of rare events: too few units at work, or a backlog beyond a level.
struct RareOptions {
  std::uint64_t seed = 1;
  // Units of a kind, such as zones, instances or readers.
  std::uint32_t units = 3;
  std::uint32_t needed = 1;
  std::uint32_t crews = 1000;
  double mean_up = 0;
  double mean_repair = 0;
  std::uint64_t cycles = 100'000;
  // A station.
  double arrivals = 0;
  double service = 0;
  std::uint32_t servers = 1;
  std::uint64_t level = 0;
  std::uint64_t paths = 1000;
  ReportFormat format = ReportFormat::table;
};

/// Adds the command and its options to the command line.
void add_rare(CLI::App& program, RareOptions& options);

/// Prints the probability of the rare event that was asked for, with its interval and what it cost.
ExitCode estimate_rare(const CLI::App& command, const RareOptions& options, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
