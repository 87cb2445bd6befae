#pragma once
#include <map>
#include <string>
#include <string_view>

namespace fleetcast::pricing::importers {

/// Describes what an offer file prices: attributes by name, in lower case without spaces ("instancetype"), as the JSON
/// and the CSV form spell them differently.
struct Product {
  std::string sku;
  std::map<std::string, std::string, std::less<>> attributes;

  /// Returns an attribute; empty where the product has none of that name.
  [[nodiscard]] std::string_view get(std::string_view name) const;
};

/// Returns the name of an attribute in lower case without anything but letters and digits.
[[nodiscard]] std::string attribute_name(std::string_view name);

/// Tells whether a text may name a type in a book: at most 64 letters, digits, dots, hyphens, underscores and slashes.
/// Bytes that are no text would make names that a book shows alike. Prices that depend on no type have an empty name.
[[nodiscard]] bool is_plain_name(std::string_view name);

}  // namespace fleetcast::pricing::importers
