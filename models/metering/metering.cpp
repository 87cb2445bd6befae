#include "models/metering/metering.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace fleetcast::models {

namespace {

/// Whole seconds of a life cycle that have begun by an instant.
std::int64_t started_seconds(Instant origin, Instant at) {
  const std::int64_t ticks = std::max<std::int64_t>(0, (at - origin).ticks);
  return (ticks + sim::ticks_per_second - 1) / sim::ticks_per_second;
}

}  // namespace

Metering::Metering(pricing::UsageLedger& ledger, sim::Calendar calendar, Context context)
    : ledger_(ledger), calendar_(calendar), context_(std::move(context)) {}

pricing::UsageKey Metering::key(std::string_view meter) const {
  pricing::UsageKey made;
  made.meter = meter;
  made.account = context_.account;
  made.region = context_.region;
  return made;
}

void Metering::add_at(pricing::UsageKey key, Instant at, std::int64_t amount) {
  if (at < context_.measured_from || amount == 0) return;
  key.utc_hour = calendar_.utc_hour(at);
  ledger_.add(key, amount);
}

void Metering::add_interval(pricing::UsageKey key, Instant origin, Instant from, Instant to, std::int64_t per_second) {
  add_split(std::move(key), origin, from, to, per_second, per_second);
}

void Metering::add_free_interval(pricing::UsageKey key, Instant origin, Instant from, Instant to,
                                 std::int64_t per_second) {
  add_split(std::move(key), origin, from, to, per_second, 0);
}

void Metering::add_split(pricing::UsageKey key, Instant origin, Instant from, Instant to, std::int64_t per_second,
                         std::int64_t billable_per_second) {
  if (from < origin) throw std::logic_error("metering: interval begins before its life cycle, at " + key.meter);
  Instant at = std::max(from, context_.measured_from);
  while (at < to) {
    const std::int64_t hour = calendar_.utc_hour(at);
    const Instant until = std::min(to, calendar_.start_of_hour(hour + 1));
    const std::int64_t used = started_seconds(origin, until) - started_seconds(origin, at);
    if (used > 0) {
      key.utc_hour = hour;
      ledger_.add(key, used * per_second, used * billable_per_second);
    }
    at = until;
  }
}

void Metering::add_started_hours(pricing::UsageKey key, Instant origin, Instant from, Instant to) {
  const std::int64_t hour_ticks = 3600 * sim::ticks_per_second;
  // What is there when the measured span begins starts an hour with it.
  origin = std::max(origin, context_.measured_from);
  const Instant begin = std::max({from, context_.measured_from, origin});
  std::int64_t ordinal = ((begin - origin).ticks + hour_ticks - 1) / hour_ticks;
  for (Instant at = origin + Duration{ordinal * hour_ticks}; at < to; at = origin + Duration{ordinal * hour_ticks}) {
    key.utc_hour = calendar_.utc_hour(at);
    ledger_.add(key, 1);
    ++ordinal;
  }
}

void Metering::add_minimum(pricing::UsageKey key, Instant at, std::int64_t used_seconds, std::int64_t minimum_seconds,
                           std::int64_t per_second) {
  if (used_seconds >= minimum_seconds || at < context_.measured_from) return;
  key.utc_hour = calendar_.utc_hour(at);
  ledger_.add(key, 0, (minimum_seconds - used_seconds) * per_second);
}

}  // namespace fleetcast::models
