#include "scenarios/traffic/local_time.hpp"

#include <date/tz.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include "scenarios/documents/suggestion.hpp"

namespace fleetcast::scenarios::traffic {
namespace {

constexpr std::int64_t day_seconds = 86400;

std::vector<std::string> zone_names() {
  std::vector<std::string> names;
  for (const date::time_zone& zone : date::get_tzdb().zones) names.push_back(zone.name());
  return names;
}

// Users often know the city alone.
std::string suggestion_for(std::string_view time_zone) {
  const std::vector<std::string> names = zone_names();
  std::string suggestion = documents::did_you_mean(time_zone, names);
  if (!suggestion.empty()) return suggestion;
  std::vector<std::string> cities;
  for (const std::string& name : names) cities.push_back(name.substr(name.rfind('/') + 1));
  const std::optional<std::string> city = documents::nearest(time_zone.substr(time_zone.rfind('/') + 1), cities);
  if (!city) return {};
  const auto at = std::ranges::find(cities, *city) - cities.begin();
  return " (did you mean '" + names[static_cast<std::size_t>(at)] + "'?)";
}

const date::time_zone* find_zone(std::string_view time_zone) {
  const auto& zones = date::get_tzdb().zones;
  const auto found = std::ranges::find_if(zones, [&](const auto& zone) { return zone.name() == time_zone; });
  return found == zones.end() ? nullptr : &*found;
}

}  // namespace

std::optional<std::string> time_zone_problem(std::string_view time_zone) {
  if (find_zone(time_zone)) return std::nullopt;
  return "there is no time zone '" + std::string(time_zone) + "'" + suggestion_for(time_zone);
}

LocalTime::LocalTime(std::string_view time_zone, std::int64_t from, std::int64_t to) {
  const date::time_zone* zone = find_zone(time_zone);
  if (!zone) throw std::invalid_argument(*time_zone_problem(time_zone));
  for (std::int64_t at = from; at <= to;) {
    const date::sys_info period = zone->get_info(date::sys_seconds(std::chrono::seconds(at)));
    const std::int64_t end = std::min<std::int64_t>(period.end.time_since_epoch().count(), to + 1);
    periods_.push_back({at, end, period.offset.count()});
    at = end;
  }
  if (periods_.empty()) throw std::invalid_argument("local time: the stretch of time ends before it begins");
}

std::int64_t LocalTime::offset(std::int64_t unix_seconds) const {
  const auto after = std::ranges::upper_bound(periods_, unix_seconds, {}, &Period::begin);
  return after == periods_.begin() ? periods_.front().offset : std::prev(after)->offset;
}

std::vector<std::int64_t> LocalTime::days_and_changes() const {
  std::vector<std::int64_t> instants;
  for (const Period& period : periods_) {
    instants.push_back(period.begin);
    const std::int64_t local = period.begin + period.offset;
    const std::int64_t since_midnight = ((local % day_seconds) + day_seconds) % day_seconds;
    for (std::int64_t at = period.begin - since_midnight + day_seconds; at < period.end; at += day_seconds) {
      instants.push_back(at);
    }
  }
  return instants;
}

}  // namespace fleetcast::scenarios::traffic
