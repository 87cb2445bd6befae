#include "scenarios/terminal/wrap.hpp"

#include <algorithm>

#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::terminal {

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

}  // namespace fleetcast::scenarios::terminal
