#include "scenarios/results/calendar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

#include "scenarios/results/wording.hpp"
#include "scenarios/terminal/table.hpp"

namespace fleetcast::scenarios::results {
namespace {

constexpr std::size_t minutes_of_day = 1440;
constexpr std::size_t most_days = 62;

using Field = std::size_t CalendarEntry::*;

/// Says in which column of the calendar each kind of incident is counted.
constexpr std::array<std::pair<std::string_view, Field>, 12> columns{{
    {"deployment", &CalendarEntry::deployments},
    {"scale_out", &CalendarEntry::scale_outs},
    {"scale_in", &CalendarEntry::scale_ins},
    {"failover", &CalendarEntry::failovers},
    {"cache_shard_lost", &CalendarEntry::failovers},
    {"dns_failover", &CalendarEntry::failovers},
    {"spot_interruption", &CalendarEntry::interruptions},
    {"zone_outage", &CalendarEntry::zone_incidents},
    {"gray_zone", &CalendarEntry::zone_incidents},
    {"nat_outage", &CalendarEntry::zone_incidents},
    {"zonal_shift", &CalendarEntry::zone_incidents},
    {"control_plane_outage", &CalendarEntry::zone_incidents},
}};

std::string label_of(std::int64_t utc_seconds) {
  constexpr std::array<const char*, 7> weekdays{"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};  // 1970-01-01 was Thu
  return fmt::format("{} {}", weekdays.at(static_cast<std::size_t>(utc_seconds / 86400 % 7)),
                     to_iso(utc_seconds).substr(5, 5));
}

std::string count_in_words(std::size_t count) { return count == 0 ? "." : std::to_string(count); }

}  // namespace

bool is_long(const Summary& summary) { return summary.horizon_seconds >= 2 * 86400; }

std::vector<CalendarEntry> calendar_of(const Summary& summary) {
  const auto days = static_cast<std::size_t>(std::ceil(summary.horizon_seconds / 86400));
  const std::size_t stride = days > most_days ? 7 : 1;
  std::vector<CalendarEntry> entries((days + stride - 1) / stride);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    entries[i].label = label_of(summary.heading.start_utc_seconds + static_cast<std::int64_t>(86400 * stride * i));
  }
  const auto entry_of = [&](std::size_t minute) -> CalendarEntry& {
    return entries[std::min(minute / (stride * minutes_of_day), entries.size() - 1)];
  };
  for (const models::Incident& incident : summary.incidents) {
    const auto column = std::ranges::find(columns, incident.kind, &std::pair<std::string_view, Field>::first);
    const double second = std::max(0.0, incident.at.seconds());
    if (column != columns.end()) ++(entry_of(static_cast<std::size_t>(second / 60)).*(column->second));
  }
  std::map<CalendarEntry*, std::map<std::string, std::uint64_t>> by_root;
  for (const MinuteLoss& loss : summary.minute_losses) {
    CalendarEntry& entry = entry_of(loss.minute);
    entry.failed += loss.failed;
    if (!loss.is_noteworthy) continue;
    ++entry.red_minutes;
    by_root[&entry][loss.root] += loss.failed;
  }
  for (const auto& [entry, roots] : by_root) {
    entry->main_root =
        std::ranges::max_element(roots, {}, &std::pair<const std::string, std::uint64_t>::second)->first;
  }
  return entries;
}

std::string calendar_report(const Summary& summary, std::size_t width) {
  using terminal::Align;
  if (!is_long(summary)) return "";
  terminal::Table table({{"from"},
                         {"deploy", Align::right},
                         {"out", Align::right},
                         {"in", Align::right},
                         {"failover", Align::right},
                         {"spot", Align::right},
                         {"zone", Align::right},
                         {"red min", Align::right},
                         {"failed", Align::right},
                         {"mostly by"}});
  for (const CalendarEntry& entry : calendar_of(summary)) {
    table.add_row({entry.label, count_in_words(entry.deployments), count_in_words(entry.scale_outs),
                   count_in_words(entry.scale_ins), count_in_words(entry.failovers),
                   count_in_words(entry.interruptions), count_in_words(entry.zone_incidents),
                   count_in_words(entry.red_minutes), number_in_words(static_cast<double>(entry.failed)),
                   entry.main_root});
  }
  return "\nCalendar of the first replication (times UTC; red minutes beyond chance)\n" + table.to_string(width);
}

}  // namespace fleetcast::scenarios::results
