#include "scenarios/terminal/wrap.hpp"

#include <algorithm>
#include <sstream>

#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::terminal {
namespace {

// Returns where the text of a line begins: after the last two spaces of its first half.
std::size_t begin_of_text(const std::string& line, std::size_t width) {
  const std::size_t gap = line.rfind("  ", width / 2);
  return gap == std::string::npos ? 0 : line.find_first_not_of(' ', gap);
}

std::string wrapped_line(const std::string& line, std::size_t width) {
  if (text_width(line) <= width) return line + "\n";
  const std::size_t begin = begin_of_text(line, width);
  std::istringstream rest(wrapped(line.substr(begin), width - std::min(width, begin)));
  std::string lines;
  for (std::string part; std::getline(rest, part);) {
    lines += (lines.empty() ? line.substr(0, begin) : std::string(begin, ' ')) + part + "\n";
  }
  return lines;
}

}  // namespace

std::string wrapped(const std::string& text, std::size_t width) {
  std::string lines;
  std::string line;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    const std::string word = text.substr(begin, end - begin);
    if (!line.empty() && text_width(line) + 1 + text_width(word) > width) {
      lines += line + "\n";
      line.clear();
    }
    line += (line.empty() ? "" : " ") + word;
    begin = end + 1;
  }
  return lines + line + "\n";
}

std::string wrapped_lines(const std::string& text, std::size_t width) {
  std::istringstream lines(text);
  std::string result;
  for (std::string line; std::getline(lines, line);) result += wrapped_line(line, width);
  return result;
}

}  // namespace fleetcast::scenarios::terminal
