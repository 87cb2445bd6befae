#pragma once
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/documents/problems.hpp"

namespace fleetcast::scenarios::checks {

/// Lists the names of a map, in their order.
template <class Map>
[[nodiscard]] std::vector<std::string> names_of(const Map& map) {
  std::vector<std::string> names;
  for (const auto& [name, value] : map) names.push_back(name);
  return names;
}

/// Returns the JSON pointer that goes through these keys.
[[nodiscard]] std::string pointer_to(std::initializer_list<std::string_view> keys);

/// Adds a problem, with a suggestion or what there is, unless the name is among the known ones; returns whether it is.
bool require_known(std::string_view name, const std::vector<std::string>& known, std::string_view what,
                   const std::string& pointer, documents::Problems& problems);

}  // namespace fleetcast::scenarios::checks
