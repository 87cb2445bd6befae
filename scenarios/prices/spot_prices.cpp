#include "scenarios/prices/spot_prices.hpp"

#include <filesystem>
#include <fstream>

#include "pricing/billing_month.hpp"
#include "pricing/importers/spot_price_history.hpp"
#include "pricing/problems.hpp"

namespace fleetcast::scenarios::prices {
namespace {

constexpr std::int64_t hour_seconds = 3600;
constexpr std::size_t most_gaps = 10;

}  // namespace

pricing::HourlySpotPrices read_spot_prices(const SpotPriceRequest& request) {
  std::ifstream file(request.file, std::ios::binary);
  if (!file || !std::filesystem::is_regular_file(request.file)) {
    throw pricing::InvalidDocument(request.file, {{"", "cannot be read; give the path of a history of spot prices"}});
  }
  const std::string name = std::filesystem::path(request.file).filename().string();
  const auto history = pricing::importers::read_spot_price_history(file, {name, request.region, {}});
  pricing::SpotPriceOverlay overlay;
  overlay.first_hour = request.start_utc_second / hour_seconds;
  overlay.end_hour = (request.end_utc_second + hour_seconds - 1) / hour_seconds;
  const std::int64_t from =
      request.from ? pricing::importers::utc_second_of(*request.from) : request.start_utc_second;
  overlay.history_second = from - (request.start_utc_second - overlay.first_hour * hour_seconds);
  overlay.zones = request.zones;
  return {history, overlay};
}

std::vector<std::string> describe_gaps(const pricing::HourlySpotPrices& prices) {
  std::vector<std::string> lines;
  for (const pricing::SpotPriceGap& gap : prices.gaps()) {
    if (lines.size() == most_gaps) {
      lines.push_back("and " + std::to_string(prices.gaps().size() - most_gaps) + " more such spans");
      break;
    }
    lines.push_back("the spot price of " + gap.pool.instance_type + " in " + gap.pool.zone + " is held on to from " +
                    pricing::to_iso(gap.first_hour) + " to " + pricing::to_iso(gap.end_hour) +
                    ": the history is silent for more than two days");
  }
  return lines;
}

}  // namespace fleetcast::scenarios::prices
