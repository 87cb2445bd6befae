#include "pricing/focus/region_names.hpp"

#include <algorithm>
#include <array>

namespace fleetcast::pricing::focus {
namespace {

struct Region {
  std::string_view id;
  std::string_view name;
};

// The regions for which books are shipped, and their neighbours; names as in the attribute `location` of AWS's price
// list.
constexpr std::array regions{
    Region{"us-east-1", "US East (N. Virginia)"},      Region{"us-east-2", "US East (Ohio)"},
    Region{"us-west-1", "US West (N. California)"},    Region{"us-west-2", "US West (Oregon)"},
    Region{"ca-central-1", "Canada (Central)"},        Region{"sa-east-1", "South America (Sao Paulo)"},
    Region{"eu-west-1", "EU (Ireland)"},               Region{"eu-west-2", "EU (London)"},
    Region{"eu-west-3", "EU (Paris)"},                 Region{"eu-central-1", "EU (Frankfurt)"},
    Region{"eu-north-1", "EU (Stockholm)"},            Region{"ap-northeast-1", "Asia Pacific (Tokyo)"},
    Region{"ap-northeast-2", "Asia Pacific (Seoul)"},  Region{"ap-southeast-1", "Asia Pacific (Singapore)"},
    Region{"ap-southeast-2", "Asia Pacific (Sydney)"}, Region{"ap-south-1", "Asia Pacific (Mumbai)"},
};

}  // namespace

std::string_view region_name(std::string_view region) {
  const auto* found = std::ranges::find(regions, region, &Region::id);
  return found == regions.end() ? region : found->name;
}

}  // namespace fleetcast::pricing::focus
