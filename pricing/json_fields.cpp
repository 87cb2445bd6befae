#include "pricing/json_fields.hpp"

#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

namespace fleetcast::pricing {

using nlohmann::json;

JsonFields::JsonFields(const json& value, std::string pointer, std::vector<Problem>& problems,
                       std::initializer_list<std::string_view> known)
    : value_(value), pointer_(std::move(pointer)), problems_(problems) {
  if (!value.is_object()) {
    problems_.push_back({pointer_, "must be an object, not " + std::string(value.type_name())});
    return;
  }
  for (const auto& [name, member] : value.items()) {
    bool is_known = false;
    for (const std::string_view candidate : known) is_known = is_known || candidate == name;
    if (!is_known) report(name, "is not known here" + suggestion(name, {known.begin(), known.end()}));
  }
}

std::string JsonFields::text(std::string_view name) const {
  const json* member = require(name);
  if (member == nullptr) return {};
  if (!member->is_string()) {
    report(name, "must be a text");
    return {};
  }
  return member->get<std::string>();
}

std::string JsonFields::text_or(std::string_view name, std::string_view default_text) const {
  return has(name) ? text(name) : std::string(default_text);
}

std::int64_t JsonFields::whole(std::string_view name) const {
  const json* member = require(name);
  if (member == nullptr) return 0;
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!member->is_number_unsigned() || member->get<std::uint64_t>() > most) {
    report(name, "must be a whole number from 0 to 2^63-1, not " + member->dump());
    return 0;
  }
  return member->get<std::int64_t>();
}

std::optional<std::int64_t> JsonFields::whole_or_null(std::string_view name) const {
  if (is_null(name)) return std::nullopt;
  return whole(name);
}

double JsonFields::number(std::string_view name) const {
  const json* member = require(name);
  if (member == nullptr) return 0;
  if (!member->is_number()) {
    report(name, "must be a number");
    return 0;
  }
  return member->get<double>();
}

std::optional<double> JsonFields::number_or_null(std::string_view name) const {
  if (is_null(name)) return std::nullopt;
  return number(name);
}

Decimal JsonFields::decimal(std::string_view name) const {
  const json* member = require(name);
  if (member == nullptr) return {};
  if (!member->is_string()) {
    report(name, "must be a decimal number in quotes, such as \"0.0225\", so that it stays exact");
    return {};
  }
  try {
    return Decimal::parse(member->get<std::string>());
  } catch (const std::exception& error) {
    report(name, error.what());
    return {};
  }
}

std::optional<Decimal> JsonFields::decimal_or_null(std::string_view name) const {
  if (is_null(name)) return std::nullopt;
  return decimal(name);
}

const json& JsonFields::array(std::string_view name) const {
  static const json empty = json::array();
  const json* member = require(name);
  if (member == nullptr) return empty;
  if (!member->is_array()) {
    report(name, "must be an array");
    return empty;
  }
  return *member;
}

void JsonFields::report(std::string_view name, std::string message) const {
  problems_.push_back({pointer_ + "/" + std::string(name), std::move(message)});
}

const json* JsonFields::find(std::string_view name) const {
  if (!value_.is_object()) return nullptr;
  const auto member = value_.find(std::string(name));
  return member == value_.end() ? nullptr : &*member;
}

const json* JsonFields::require(std::string_view name) const {
  const json* member = find(name);
  if (member == nullptr && value_.is_object()) report(name, "is missing");
  return member;
}

bool JsonFields::is_null(std::string_view name) const {
  const json* member = find(name);
  return member != nullptr && member->is_null();
}

json parse_json(std::string_view text, const std::string& document) {
  try {
    return json::parse(text);
  } catch (const json::exception& error) {
    // nlohmann's message names line and column behind its own prefix; a number that no double holds comes without them.
    const std::string message = error.what();
    const auto start = message.find("] ");
    throw InvalidDocument(document, {{"", start == std::string::npos ? message : message.substr(start + 2)}});
  }
}

}  // namespace fleetcast::pricing
