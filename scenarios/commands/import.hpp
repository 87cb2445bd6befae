#pragma once
#include <optional>
#include <string>

#include "scenarios/commands/exit_code.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Names the files that prices can be imported from.
enum class ImportKind { price_list, savings_plan, spot_advisor, spot_price_history };

/// Holds the options of `fleetcast import`.
struct ImportOptions {
  std::string file;
  std::string into;                   ///< path of the book to be changed, or of a new one
  std::optional<std::string> base;    ///< name or path of the book that a new one begins with
  std::optional<std::string> region;  ///< must be the book's, where it is given
  std::optional<std::string> date;    ///< of files that do not say theirs, "2025-06-28"
  bool is_quiet = false;
};

/// Imports a file of prices into a book, which others see as it was or with everything imported, never a part.
///
/// Throws std::invalid_argument or pricing::InvalidDocument for wrong input; the book stays as it was then.
ExitCode import_prices(ImportKind kind, const ImportOptions& options, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
