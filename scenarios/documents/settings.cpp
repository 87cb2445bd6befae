#include "scenarios/documents/settings.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>

#include "scenarios/documents/parse_json.hpp"
#include "scenarios/documents/problems.hpp"
#include "scenarios/documents/reader.hpp"

namespace fleetcast::scenarios::documents {
namespace {

// Carries one setting's problem out of the walk along its pointer.
struct Refused {
  Problem problem;
};

std::size_t index_in(const Json& list, const std::string& key, const std::string& pointer) {
  if (key == "-") return list.size();
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
  if (error != std::errc() || end != key.data() + key.size()) {
    throw Refused{{child_pointer(pointer, key), "must be a number or '-', since " + pointer + " is a list"}};
  }
  if (index > list.size()) {
    throw Refused{{child_pointer(pointer, key), "is beyond the end of the list, which has " +
                                                    std::to_string(list.size()) + " elements; '-' appends one"}};
  }
  return index;
}

Json& step_into(Json& at, const std::string& key, const std::string& pointer) {
  if (at.is_null()) at = Json::object();
  if (at.is_object()) return at[key];
  if (!at.is_array()) {
    throw Refused{{child_pointer(pointer, key), "cannot be set, since " + (pointer.empty() ? "the document" : pointer) +
                                                    " is " + name_of(at) + ", not an object; set that instead"}};
  }
  const std::size_t index = index_in(at, key, pointer);
  if (index == at.size()) at.push_back(nullptr);
  return at[index];
}

Json value_of(const std::string& text) {
  try {
    return parse_json(text, "");
  } catch (const InvalidDocument&) {
    // A word without quotes is text: --set /fargate/platform=linux.
    return text;
  }
}

void apply(Json& document, const std::string& setting) {
  const std::size_t equals = setting.find('=');
  if (equals == std::string::npos || setting.front() != '/') {
    throw Refused{{"", "'" + setting + "' must be written /json/pointer=value, such as /traffic/rate=500/s"}};
  }
  std::vector<std::string> keys;
  try {
    keys = split_pointer(std::string_view(setting).substr(0, equals));
  } catch (const std::invalid_argument& wrong) {
    throw Refused{{"", wrong.what()}};
  }
  // Works on a copy, so that a setting that is refused halfway leaves nothing behind.
  Json changed = document;
  Json* at = &changed;
  std::string pointer;
  for (const std::string& key : keys) {
    at = &step_into(*at, key, pointer);
    pointer = child_pointer(pointer, key);
  }
  *at = value_of(setting.substr(equals + 1));
  document = std::move(changed);
}

}  // namespace

void apply_settings(Json& document, std::span<const std::string> settings) {
  Problems problems;
  for (const std::string& setting : settings) {
    try {
      apply(document, setting);
    } catch (const Refused& refused) {
      problems.add(refused.problem.pointer, refused.problem.message);
    }
  }
  problems.throw_if_any("--set");
}

}  // namespace fleetcast::scenarios::documents
