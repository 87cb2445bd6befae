#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/commands/exit_code.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Names what a report on the terminal looks like.
enum class ReportFormat { table, json };

/// Names how much of the traffic is simulated.
enum class Fidelity { full, sampled };

/// Holds the options of `fleetcast run`; what is empty is as the scenario has it.
struct RunOptions {
  std::string scenario;               ///< path of the document
  std::vector<std::string> settings;  ///< /json/pointer=value
  std::optional<std::uint64_t> seed;
  std::optional<std::int64_t> replications;
  std::vector<std::string> precisions;  ///< "2%" for the headline estimates, or "latency.p99=5%"
  std::optional<std::int64_t> max_replications;
  bool is_tornado_asked = false;  ///< varies the assumptions after the run
  bool is_gap_asked = false;      ///< runs again with independent spot pools
  std::optional<Fidelity> fidelity;
  std::optional<int> jobs;  ///< processes at once; empty for one per core
  std::optional<std::filesystem::path> out;
  ReportFormat format = ReportFormat::table;
  bool is_quiet = false;
  bool is_checked = false;  ///< a missed objective makes the command end with ExitCode::missed
};

/// Runs a scenario and reports what it costs, how available and how fast it is; throws InvalidDocument or
/// std::invalid_argument for wrong input.
ExitCode run_scenario(const RunOptions& options, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
