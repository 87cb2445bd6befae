#include "scenarios/documents/problems.hpp"

#include <utility>

namespace fleetcast::scenarios::documents {
namespace {

std::string format(std::string_view origin, const std::vector<Problem>& problems) {
  std::string text(origin);
  text += ": " + std::to_string(problems.size()) + (problems.size() == 1 ? " problem" : " problems");
  for (const Problem& problem : problems) {
    text += "\n  ";
    if (!problem.pointer.empty()) text += problem.pointer + ": ";
    text += problem.message;
  }
  return text;
}

std::string unescape(std::string_view pointer, std::string_view token) {
  std::string key;
  for (std::size_t i = 0; i < token.size(); ++i) {
    if (token[i] != '~') {
      key += token[i];
      continue;
    }
    const char code = i + 1 < token.size() ? token[i + 1] : '\0';
    if (code != '0' && code != '1') {
      throw std::invalid_argument("'" + std::string(pointer) + "' is no JSON pointer: '~' must be written '~0'");
    }
    key += code == '0' ? '~' : '/';
    ++i;
  }
  return key;
}

}  // namespace

void Problems::throw_if_any(std::string_view origin) const {
  if (!list_.empty()) throw InvalidDocument(origin, list_);
}

InvalidDocument::InvalidDocument(std::string_view origin, std::vector<Problem> problems)
    : std::runtime_error(format(origin, problems)), problems_(std::move(problems)) {}

std::string child_pointer(std::string_view pointer, std::string_view key) {
  std::string made(pointer);
  made += '/';
  for (const char character : key) {
    if (character == '~') {
      made += "~0";
    } else if (character == '/') {
      made += "~1";
    } else {
      made += character;
    }
  }
  return made;
}

std::string child_pointer(std::string_view pointer, std::size_t index) {
  return std::string(pointer) + "/" + std::to_string(index);
}

std::vector<std::string> split_pointer(std::string_view pointer) {
  std::vector<std::string> keys;
  if (pointer.empty()) return keys;
  if (pointer.front() != '/') {
    throw std::invalid_argument("'" + std::string(pointer) + "' is no JSON pointer: it must start with '/'");
  }
  std::string_view rest = pointer.substr(1);
  while (true) {
    const std::size_t slash = rest.find('/');
    keys.push_back(unescape(pointer, rest.substr(0, slash)));
    if (slash == std::string_view::npos) return keys;
    rest.remove_prefix(slash + 1);
  }
}

}  // namespace fleetcast::scenarios::documents
