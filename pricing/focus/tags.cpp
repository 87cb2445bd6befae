#include "pricing/focus/tags.hpp"

#include <algorithm>
#include <map>

#include "pricing/focus/json_object.hpp"

namespace fleetcast::pricing::focus {

std::optional<std::string> tags_as_json(std::string_view tags) {
  std::map<std::string_view, std::optional<std::string_view>> values;
  while (!tags.empty()) {
    const std::string_view tag = tags.substr(0, tags.find(';'));
    tags.remove_prefix(std::min(tags.size(), tag.size() + 1));
    if (tag.empty()) continue;
    const std::size_t equals = tag.find('=');
    const bool has_value = equals != std::string_view::npos;
    values[tag.substr(0, equals)] = has_value ? std::optional(tag.substr(equals + 1)) : std::nullopt;
  }
  if (values.empty()) return std::nullopt;
  JsonObject object;
  for (const auto& [key, value] : values) {
    if (value) {
      object.add(key, *value);
    } else {
      object.add_valueless(key);
    }
  }
  return object.text();
}

}  // namespace fleetcast::pricing::focus
