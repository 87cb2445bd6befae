#include "scenarios/decisions/axes.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace fleetcast::scenarios::decisions {
namespace {

constexpr const char* remedy = "; write --vary /json/pointer=a,b,c";

/// Splits at commas outside of brackets, braces and quotes.
std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts(1);
  int depth = 0;
  bool is_quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char letter = text[i];
    if (is_quoted && letter == '\\' && i + 1 < text.size()) {
      parts.back().append(text.substr(i++, 2));
      continue;
    }
    if (letter == '"') is_quoted = !is_quoted;
    if (!is_quoted && (letter == '[' || letter == '{')) ++depth;
    if (!is_quoted && (letter == ']' || letter == '}')) --depth;
    if (letter == ',' && depth == 0 && !is_quoted) {
      parts.emplace_back();
    } else {
      parts.back() += letter;
    }
  }
  return parts;
}

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// Returns the last `steps` steps of a pointer.
std::string tail_of(const std::string& pointer, std::size_t steps) {
  std::size_t at = pointer.size();
  while (steps-- > 0 && at != 0 && at != std::string::npos) at = pointer.rfind('/', at - 1);
  return at == std::string::npos ? pointer : pointer.substr(at + 1);
}

}  // namespace

Axis parse_axis(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (text.empty() || text.front() != '/' || equals == std::string_view::npos) {
    throw std::invalid_argument("--vary '" + std::string(text) + "' is not a pointer with values" + remedy);
  }
  Axis axis{std::string(text.substr(0, equals)), {}};
  for (const std::string& part : split(text.substr(equals + 1))) {
    const std::string value = trimmed(part);
    if (value.empty()) throw std::invalid_argument("--vary '" + std::string(text) + "' has an empty value" + remedy);
    if (std::ranges::find(axis.values, value) != axis.values.end()) {
      throw std::invalid_argument("--vary '" + std::string(text) + "' has '" + value + "' twice" + remedy);
    }
    axis.values.push_back(value);
  }
  return axis;
}

std::vector<Choice> grid_of(const std::vector<Axis>& axes, std::size_t most) {
  std::vector<Choice> grid(1);
  std::set<std::string> pointers;
  for (const Axis& axis : axes) {
    if (!pointers.insert(axis.pointer).second) {
      throw std::invalid_argument("--vary " + axis.pointer + " is given twice; write all its values in one");
    }
    if (grid.size() * axis.values.size() > most) {
      throw std::invalid_argument("the grid has more than " + std::to_string(most) + " candidates; vary less at once");
    }
    std::vector<Choice> larger;
    for (const Choice& choice : grid) {
      for (const std::string& value : axis.values) {
        larger.push_back(choice);
        larger.back().emplace_back(axis.pointer, value);
      }
    }
    grid = std::move(larger);
  }
  return grid;
}

std::vector<std::string> short_names_of(const Choice& choice) {
  std::vector<std::string> names;
  for (const auto& place : choice) {
    const std::string& pointer = place.first;
    std::size_t steps = 1;
    const auto is_taken = [&](const auto& other) {
      return other.first != pointer && tail_of(other.first, steps) == tail_of(pointer, steps);
    };
    while (std::ranges::any_of(choice, is_taken)) ++steps;
    names.push_back(tail_of(pointer, steps));
  }
  return names;
}

std::string label_of(const Choice& choice) {
  const std::vector<std::string> names = short_names_of(choice);
  std::string label;
  for (std::size_t i = 0; i < choice.size(); ++i) {
    label += (label.empty() ? "" : ", ") + names[i] + "=" + choice[i].second;
  }
  return label;
}

}  // namespace fleetcast::scenarios::decisions
