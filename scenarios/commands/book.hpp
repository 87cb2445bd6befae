#pragma once
#include <string>

#include "scenarios/commands/exit_code.hpp"
#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::commands {

/// Holds the options of `fleetcast book show`.
struct BookShowOptions {
  std::string book;   ///< name or path; empty to list the books there are
  std::string meter;  ///< meter whose every price is shown; empty for one row a meter
};

/// Holds the options of `fleetcast book diff`.
struct BookDiffOptions {
  std::string first;   ///< name or path
  std::string second;  ///< name or path
};

/// Lists the price books, the meters of one, or the prices of one meter with their sources; this and the others throw
/// std::invalid_argument or pricing::InvalidDocument for a book that cannot be read.
ExitCode show_book(const BookShowOptions& options, terminal::Terminal& terminal);

/// Lists every figure in which two books differ.
ExitCode diff_books(const BookDiffOptions& options, terminal::Terminal& terminal);

/// Lists everything that is wrong with a book and what it lacks; ExitCode::missed if something is wrong.
ExitCode check_price_book(const std::string& name, terminal::Terminal& terminal);

}  // namespace fleetcast::scenarios::commands
