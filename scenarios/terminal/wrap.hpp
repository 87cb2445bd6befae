#pragma once
#include <cstddef>
#include <string>

namespace fleetcast::scenarios::terminal {

/// Cuts text into lines of at most `width` columns at its spaces; words that are wider stay whole.
[[nodiscard]] std::string wrapped(const std::string& text, std::size_t width);

/// Cuts each line of text that is wider than `width` columns; what is cut off stands under what follows the line's
/// indentation, or its label and two spaces or more.
[[nodiscard]] std::string wrapped_lines(const std::string& text, std::size_t width);

}  // namespace fleetcast::scenarios::terminal
