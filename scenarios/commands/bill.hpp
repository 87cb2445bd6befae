#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pricing/bill.hpp"
#include "scenarios/commands/exit_code.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Names what a bill on standard output looks like: a table by service, JSON, or lines with the columns of FOCUS.
enum class BillFormat { table, json, focus };

/// Holds the options of `fleetcast bill`.
struct BillCommandOptions {
  std::string usage;  ///< path of a usage file, or of a result file whose member `usage` is one
  std::string book = "us-east-1";
  BillFormat format = BillFormat::table;
  /// Set to bill one normalised month of so many hours instead of the horizon.
  std::optional<std::int64_t> month_hours;
  std::optional<std::string> commitments;         ///< path of a file of commitments
  std::optional<std::string> discounts;           ///< path of a file of discounts
  std::optional<std::string> spot_prices;         ///< path of a history of spot prices
  std::optional<std::string> spot_from;           ///< UTC instant of the history at the first hour of the usage
  pricing::View by = pricing::View::aws_service;  ///< what the table shows costs by
  pricing::Cost cost = pricing::Cost::billed;     ///< what of them the table shows
  /// Uptimes of months, "Amazon CloudFront=99.5" in percent, that service level agreements credit.
  std::vector<std::string> uptimes;
};

/// Prices recorded usage without a new run; throws std::invalid_argument, InvalidDocument or pricing::MissingPrice for
/// wrong input.
ExitCode bill_usage(const BillCommandOptions& options, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
