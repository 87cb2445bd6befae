#include "scenarios/terminal/progress_line.hpp"

#include <algorithm>
#include <ostream>
#include <string>

#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::terminal {
namespace {

constexpr std::string_view clear_line = "\r\x1b[K";
constexpr std::int64_t bar_width = 20;

}  // namespace

ProgressLine::~ProgressLine() {
  if (is_dirty_) terminal_.errors << clear_line << std::flush;
}

void ProgressLine::show(std::int64_t done, std::int64_t total, std::string_view words) {
  if (!is_shown_ || total <= 0) return;
  const std::int64_t filled = std::clamp<std::int64_t>(done * bar_width / total, 0, bar_width);
  std::string text = "[";
  for (std::int64_t i = 0; i < bar_width; ++i) text += i < filled ? "█" : "·";
  text += "] " + std::to_string(done) + "/" + std::to_string(total);
  text.append(" ").append(words);
  // The last column stays free, since some terminals wrap after it.
  terminal_.errors << clear_line << cut_to_width(text, terminal_.width - 1) << std::flush;
  is_dirty_ = true;
}

}  // namespace fleetcast::scenarios::terminal
