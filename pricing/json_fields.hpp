#pragma once
#include <cstdint>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pricing/decimal.hpp"
#include "pricing/problems.hpp"

namespace fleetcast::pricing {

/// Reads the members of one JSON object for a loader; collects a problem for everything that is missing, of the wrong
/// type or unknown, and reads on.
class JsonFields {
 public:
  /// Takes the value at `pointer`, which is a problem unless it is an object with known members only.
  JsonFields(const nlohmann::json& value, std::string pointer, std::vector<Problem>& problems,
             std::initializer_list<std::string_view> known);

  /// Tells whether the object has a member.
  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  /// Reads a text that must be there.
  [[nodiscard]] std::string text(std::string_view name) const;
  /// Reads a text that may be missing.
  [[nodiscard]] std::string text_or(std::string_view name, std::string_view default_text) const;
  /// Reads a whole number from 0 to 2^63-1.
  [[nodiscard]] std::int64_t whole(std::string_view name) const;
  /// Reads a whole number or null.
  [[nodiscard]] std::optional<std::int64_t> whole_or_null(std::string_view name) const;
  [[nodiscard]] double number(std::string_view name) const;
  [[nodiscard]] std::optional<double> number_or_null(std::string_view name) const;
  /// Reads a decimal from a text such as "0.0225"; a JSON number would pass through binary and is a problem.
  [[nodiscard]] Decimal decimal(std::string_view name) const;
  [[nodiscard]] std::optional<Decimal> decimal_or_null(std::string_view name) const;
  /// Returns a member that must be an array; an empty one in its place after reporting a problem.
  [[nodiscard]] const nlohmann::json& array(std::string_view name) const;

  /// Adds a problem at a member.
  void report(std::string_view name, std::string message) const;

 private:
  [[nodiscard]] const nlohmann::json* find(std::string_view name) const;
  [[nodiscard]] const nlohmann::json* require(std::string_view name) const;
  [[nodiscard]] bool is_null(std::string_view name) const;

  const nlohmann::json& value_;
  std::string pointer_;
  std::vector<Problem>& problems_;
};

/// Parses a JSON document; throws InvalidDocument with line and column where it is none.
[[nodiscard]] nlohmann::json parse_json(std::string_view text, const std::string& document);

}  // namespace fleetcast::pricing
