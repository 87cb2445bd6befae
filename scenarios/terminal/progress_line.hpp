#pragma once
#include <cstdint>
#include <string_view>

#include "scenarios/terminal/terminal.hpp"

namespace fleetcast::scenarios::terminal {

/// Shows on one line how far long work is; writes nothing unless someone watches.
class ProgressLine {
 public:
  ProgressLine(Terminal& terminal, bool is_quiet)
      : terminal_(terminal), is_shown_(terminal.is_errors_watched && !is_quiet) {}
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  /// Clears the line, so that nothing of it stays between answers.
  ~ProgressLine();

  /// Shows that `done` of `total` pieces are done, with a few words of what goes on.
  void show(std::int64_t done, std::int64_t total, std::string_view words);

 private:
  Terminal& terminal_;
  bool is_shown_;
  bool is_dirty_ = false;
};

}  // namespace fleetcast::scenarios::terminal
