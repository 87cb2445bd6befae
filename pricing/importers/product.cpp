#include "pricing/importers/product.hpp"

#include <algorithm>

namespace fleetcast::pricing::importers {

std::string_view Product::get(std::string_view name) const {
  const auto found = attributes.find(name);
  return found == attributes.end() ? std::string_view{} : std::string_view(found->second);
}

std::string attribute_name(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') plain += static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain += c;
  }
  return plain;
}

bool is_plain_name(std::string_view name) {
  return name.size() <= 64 && std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
                  c == '_' || c == '/';
         });
}

}  // namespace fleetcast::pricing::importers
