#include "pricing/commitments/instance_size.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace fleetcast::pricing::commitments {
namespace {

constexpr std::array<std::pair<std::string_view, std::int64_t>, 6> named_sizes{
    {{"nano", 1}, {"micro", 2}, {"small", 4}, {"medium", 8}, {"large", 16}, {"xlarge", 32}}};
constexpr std::int64_t quarters_per_xlarge = 32;
constexpr std::int64_t quarters_per_vcpu = 8;

/// Reads the whole number that a text begins with, if what follows is as expected.
std::optional<std::int64_t> number_before(std::string_view text, std::string_view rest) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const auto read = static_cast<std::size_t>(end - text.data());
  if (error != std::errc{} || number <= 0 || text.substr(read) != rest) return std::nullopt;
  return number;
}

std::optional<std::int64_t> quarters_of(std::string_view size, std::string_view type, const PriceBook& book) {
  for (const auto& [name, quarters] : named_sizes) {
    if (size == name) return quarters;
  }
  if (const auto count = number_before(size, "xlarge")) return *count * quarters_per_xlarge;
  if (size.starts_with("metal-")) {
    if (const auto count = number_before(size.substr(6), "xl")) return *count * quarters_per_xlarge;
  }
  const InstanceType* known = size == "metal" ? book.find_instance_type(type) : nullptr;
  if (known != nullptr) return known->vcpu * quarters_per_vcpu;
  return std::nullopt;
}

}  // namespace

std::string family_of(std::string_view type) {
  const std::string_view name = type.substr(0, type.find('/'));
  return std::string(name.substr(0, name.rfind('.')));
}

std::optional<InstanceSize> size_of(std::string_view type, const PriceBook& book) {
  const std::size_t slash = std::min(type.find('/'), type.size());
  const std::string_view name = type.substr(0, slash);
  const std::size_t point = name.rfind('.');
  if (point == std::string_view::npos) return std::nullopt;
  const std::optional<std::int64_t> quarters = quarters_of(name.substr(point + 1), name, book);
  if (!quarters) return std::nullopt;
  return InstanceSize{family_of(type) + std::string(type.substr(slash)), *quarters};
}

bool is_size_flexible(std::string_view family) {
  constexpr std::array<std::string_view, 4> exceptions{"g4ad", "g4dn", "g5", "g5g"};
  return std::ranges::find(exceptions, family) == exceptions.end();
}

}  // namespace fleetcast::pricing::commitments
