#include "pricing/focus/json_object.hpp"

namespace fleetcast::pricing::focus {
namespace {

std::string quoted(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result(1, '"');
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') result.push_back('\\');
    if (code < 0x20) {
      result += "\\u00";
      result += {digits[code >> 4U], digits[code & 15U]};
    } else {
      result.push_back(c);
    }
  }
  result.push_back('"');
  return result;
}

}  // namespace

void JsonObject::begin(std::string_view key) {
  if (!members_.empty()) members_.push_back(',');
  members_.append(quoted(key)).push_back(':');
}

void JsonObject::add(std::string_view key, std::string_view value) {
  begin(key);
  members_ += quoted(value);
}

void JsonObject::add_valueless(std::string_view key) {
  begin(key);
  members_ += "true";
}

}  // namespace fleetcast::pricing::focus
