#include "pricing/importers/regions.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "pricing/focus/region_names.hpp"

namespace fleetcast::pricing::importers {
namespace {

// From memory but for the four regions of the books, of which the samples and the facts show usage types.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> prefixes{{
    {"us-east-1", "USE1-"},      {"us-east-2", "USE2-"},      {"us-west-1", "USW1-"},      {"us-west-2", "USW2-"},
    {"ca-central-1", "CAN1-"},   {"sa-east-1", "SAE1-"},      {"eu-west-1", "EU-"},        {"eu-west-2", "EUW2-"},
    {"eu-west-3", "EUW3-"},      {"eu-central-1", "EUC1-"},   {"eu-north-1", "EUN1-"},     {"ap-northeast-1", "APN1-"},
    {"ap-northeast-2", "APN2-"}, {"ap-southeast-1", "APS1-"}, {"ap-southeast-2", "APS2-"}, {"ap-south-1", "APS3-"},
}};

}  // namespace

std::string_view usage_prefix(std::string_view region) {
  const auto* found = std::ranges::find(prefixes, region, [](const auto& entry) { return entry.first; });
  return found == prefixes.end() ? std::string_view{} : found->second;
}

std::string_view without_region(std::string_view usage_type, std::string_view region) {
  const std::string_view prefix = usage_prefix(region);
  if (!prefix.empty() && usage_type.starts_with(prefix)) return usage_type.substr(prefix.size());
  // Services that came later write out the number of the oldest region in Europe.
  constexpr std::string_view later = "EUW1-";
  if (region == "eu-west-1" && usage_type.starts_with(later)) return usage_type.substr(later.size());
  return usage_type;
}

bool is_location_of(std::string_view location, std::string_view region) {
  // The same places were "EU (...)" before they were "Europe (...)".
  constexpr std::string_view europe = "Europe (";
  const std::string plain = location.starts_with(europe) ? "EU (" + std::string(location.substr(europe.size()))
                                                         : std::string(location);
  return plain == focus::region_name(region);
}

}  // namespace fleetcast::pricing::importers
