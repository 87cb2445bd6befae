#include "scenarios/terminal/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>

namespace fleetcast::scenarios::terminal {
namespace {

// Narrow windows would tear tables apart, wide ones make them hard to read.
std::size_t watched_width() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return std::clamp<std::size_t>(size.ws_col, 60, 120);
}

}  // namespace

Terminal process_terminal() {
  const bool is_out_watched = ::isatty(STDOUT_FILENO) == 1;
  return {std::cout, std::cerr, is_out_watched, ::isatty(STDERR_FILENO) == 1, is_out_watched ? watched_width() : 80};
}

}  // namespace fleetcast::scenarios::terminal
