#pragma once
#include <cstddef>
#include <string>

namespace fleetcast::scenarios::terminal {

/// Cuts text into lines of at most `width` columns at its spaces; words that are wider stay whole.
[[nodiscard]] std::string wrapped(const std::string& text, std::size_t width);

}  // namespace fleetcast::scenarios::terminal
