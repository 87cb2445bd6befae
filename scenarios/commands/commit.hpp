#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/commands/exit_code.hpp"
#include "scenarios/commands/run.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Holds the options of `fleetcast commit`.
struct CommitOptions {
  std::vector<std::string> inputs;         ///< one scenario, one result file, or usage files that are replications
  std::optional<std::string> offers;       ///< path of a file of Savings Plans with their rates, and of reservations
  std::optional<std::string> discount;     ///< share that a Compute Savings Plan takes off, instead of offers
  bool reservations = false;               ///< whether the book's reservations of what is used are offers, too
  std::optional<std::string> commitments;  ///< path of a file of what is committed already
  std::optional<std::string> book;         ///< the scenario's or the result's, us-east-1 for usage files
  std::optional<std::int64_t> replications;
  std::optional<int> jobs;
  ReportFormat format = ReportFormat::table;
  bool is_quiet = false;
};

/// Finds the Savings Plan or the reservations that minimise the expected cost of usage over replications; throws
/// InvalidDocument, std::invalid_argument, pricing::MissingPrice and pricing::commitments::MissingRate for wrong input.
ExitCode find_commitment(const CommitOptions& options, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
