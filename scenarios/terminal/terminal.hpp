#pragma once
#include <cstddef>
#include <iosfwd>

namespace fleetcast::scenarios::terminal {

/// Holds where a command writes its answer and its complaints.
struct Terminal {
  std::ostream& out;
  std::ostream& errors;
  /// True where someone watches: colour on out, progress on errors.
  bool is_out_watched = false;
  bool is_errors_watched = false;
  /// Columns of a line.
  std::size_t width = 80;
};

/// Returns the terminal of this process.
[[nodiscard]] Terminal process_terminal();

}  // namespace fleetcast::scenarios::terminal
