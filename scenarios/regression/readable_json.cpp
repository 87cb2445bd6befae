#include "scenarios/regression/readable_json.hpp"

#include <nlohmann/json.hpp>

namespace fleetcast::scenarios::regression {
namespace {

using documents::Json;

constexpr std::size_t columns = 120;
constexpr std::size_t step = 2;

std::string written(const Json& json, std::size_t indent, std::size_t before) {
  const std::string line = json.dump();
  if (!json.is_structured() || json.empty() || before + line.size() + 1 <= columns) return line;
  const std::string margin(indent + step, ' ');
  std::string text = json.is_object() ? "{" : "[";
  const char* separator = "\n";
  for (auto member = json.begin(); member != json.end(); ++member) {
    const std::string key = json.is_object() ? Json(member.key()).dump() + ": " : "";
    text += separator + margin + key + written(*member, indent + step, indent + step + key.size());
    separator = ",\n";
  }
  return text + "\n" + std::string(indent, ' ') + (json.is_object() ? "}" : "]");
}

}  // namespace

std::string readable(const Json& json) {
  return written(json, 0, 0);
}

}  // namespace fleetcast::scenarios::regression
