#include "pricing/spot_prices.hpp"

#include <algorithm>
#include <stdexcept>

namespace fleetcast::pricing {
namespace {

constexpr std::int64_t hour_seconds = 3600;
constexpr std::int64_t longest_silence = 48 * hour_seconds;

using Changes = std::vector<SpotPriceChange>;

/// Returns the last change that is not after a second; the end where there is none.
Changes::const_iterator change_at(const Changes& changes, std::int64_t second) {
  const auto next = std::ranges::upper_bound(changes, second, {}, &SpotPriceChange::utc_second);
  return next == changes.begin() ? changes.end() : next - 1;
}

/// Returns a / b for b above zero, rounded down.
std::int64_t floor_of(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

}  // namespace

Money mean_spot_price(const Changes& changes, std::int64_t begin, std::int64_t end) {
  auto change = change_at(changes, begin);
  if (change == changes.end() || end <= begin) {
    throw std::invalid_argument("there is no spot price at the beginning of the time it is the mean of");
  }
  // Price times seconds is exact; one division rounds.
  Decimal sum;
  for (std::int64_t from = begin; from < end; ++change) {
    const auto next = change + 1;
    const std::int64_t to = next == changes.end() ? end : std::min(end, next->utc_second);
    sum += change->usd_per_hour.times_ratio(to - from, 1);
    from = to;
  }
  return sum.times_ratio(1, end - begin);
}

HourlySpotPrices::HourlySpotPrices(const SpotPriceHistory& history, const SpotPriceOverlay& overlay) {
  std::map<std::string, std::vector<std::string>> billed_zones;
  for (const auto& [billed, recorded] : overlay.zones) billed_zones[recorded].push_back(billed);
  for (const auto& [pool, changes] : history) {
    if (changes.empty()) continue;
    for (const std::string& zone : billed_zones[pool.zone]) lay({pool.instance_type, zone}, changes, overlay);
    if (!overlay.zones.contains(pool.zone)) lay(pool, changes, overlay);
  }
}

void HourlySpotPrices::lay(const SpotPool& pool, const Changes& changes, const SpotPriceOverlay& overlay) {
  Series series{overlay.first_hour, {}};
  for (std::int64_t hour = overlay.first_hour; hour < overlay.end_hour; ++hour) {
    const std::int64_t begin = overlay.history_second + (hour - overlay.first_hour) * hour_seconds;
    if (begin < changes.front().utc_second) {
      series.first_hour = hour + 1;
      continue;
    }
    series.usd_per_hour.push_back(mean_spot_price(changes, begin, begin + hour_seconds));
  }
  by_pool_.insert_or_assign(pool, std::move(series));
  note_gaps(pool, changes, overlay);
}

void HourlySpotPrices::note_gaps(const SpotPool& pool, const Changes& changes, const SpotPriceOverlay& overlay) {
  const auto billed_hour = [&](std::int64_t second) {
    return overlay.first_hour + floor_of(second - overlay.history_second, hour_seconds);
  };
  for (auto change = changes.begin(); change != changes.end(); ++change) {
    const auto next = change + 1;
    const std::int64_t silent_from = change->utc_second + longest_silence;
    const bool is_last = next == changes.end();
    if (!is_last && next->utc_second <= silent_from) continue;
    const std::int64_t first = std::max(overlay.first_hour, billed_hour(silent_from));
    const std::int64_t end = is_last ? overlay.end_hour : std::min(overlay.end_hour, billed_hour(next->utc_second));
    if (first < end) gaps_.push_back({pool, first, end});
  }
}

const Money* HourlySpotPrices::find(const std::string& instance_type, const std::string& zone,
                                    std::int64_t utc_hour) const {
  for (const SpotPool& pool : {SpotPool{instance_type, zone}, SpotPool{instance_type, {}}}) {
    const auto found = by_pool_.find(pool);
    if (found == by_pool_.end()) continue;
    const std::int64_t position = utc_hour - found->second.first_hour;
    const auto& prices = found->second.usd_per_hour;
    if (position < 0 || position >= static_cast<std::int64_t>(prices.size())) return nullptr;
    return &prices[static_cast<std::size_t>(position)];
  }
  return nullptr;
}

std::vector<std::string> HourlySpotPrices::zones_of(const std::string& instance_type) const {
  std::vector<std::string> zones;
  for (const auto& [pool, series] : by_pool_) {
    if (pool.instance_type == instance_type) zones.push_back(pool.zone);
  }
  return zones;
}

}  // namespace fleetcast::pricing
