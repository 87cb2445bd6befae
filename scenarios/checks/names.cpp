#include "scenarios/checks/names.hpp"

#include <algorithm>

#include "scenarios/documents/suggestion.hpp"

namespace fleetcast::scenarios::checks {

std::string pointer_to(std::initializer_list<std::string_view> keys) {
  std::string pointer;
  for (const std::string_view key : keys) pointer = documents::child_pointer(pointer, key);
  return pointer;
}

bool require_known(std::string_view name, const std::vector<std::string>& known, std::string_view what,
                   const std::string& pointer, documents::Problems& problems) {
  if (std::ranges::find(known, name) != known.end()) return true;
  std::string message = "there is no " + std::string(what) + " '" + std::string(name) + "'";
  const std::string suggestion = documents::did_you_mean(name, known);
  constexpr std::size_t few = 8;
  if (!suggestion.empty()) {
    message += suggestion;
  } else if (known.empty()) {
    message += "; there is none at all";
  } else if (known.size() <= few) {
    message += "; there is " + documents::join_names(known);
  }
  problems.add(pointer, message);
  return false;
}

}  // namespace fleetcast::scenarios::checks
