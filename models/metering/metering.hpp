#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "models/messages.hpp"
#include "pricing/usage.hpp"
#include "sim/calendar.hpp"

namespace fleetcast::models {

/// Takes usage from components and writes it to the ledger under the right UTC hour.
///
/// Usage before the measured span (the pre-roll) is not billed: intervals are clipped to it, and amounts at instants
/// before it are dropped.
class Metering {
 public:
  struct Context {
    std::string account = "main";
    std::string region;
    std::vector<std::string> zones;  ///< names by ZoneIndex, e.g. "us-east-1a"
    Instant measured_from;
  };
  Metering(pricing::UsageLedger& ledger, sim::Calendar calendar, Context context);

  /// Starts a row: the meter, and account and region of this run; the caller fills in the rest.
  [[nodiscard]] pricing::UsageKey key(std::string_view meter) const;
  [[nodiscard]] const std::string& zone(ZoneIndex zone) const { return context_.zones.at(zone); }
  [[nodiscard]] const sim::Calendar& calendar() const { return calendar_; }
  [[nodiscard]] Instant measured_from() const { return context_.measured_from; }

  /// Adds an amount used at an instant.
  void add_at(pricing::UsageKey key, Instant at, std::int64_t amount);

  /// Adds `per_second` units for every second of [from, to), split by UTC hour. Seconds are counted as whole seconds of
  /// the life cycle that began at `origin`, rounded up, so that the rows of one life cycle add up exactly.
  void add_interval(pricing::UsageKey key, Instant origin, Instant from, Instant to, std::int64_t per_second);

  /// Adds what add_interval adds, as measured but not billed (e.g. a spot instance's free first hour).
  void add_free_interval(pricing::UsageKey key, Instant origin, Instant from, Instant to, std::int64_t per_second);

  /// Adds one unit for each hour of a life cycle that starts within [from, to): AWS bills load balancers, NAT gateways
  /// and cache nodes by started hours. What began in the pre-roll counts as begun with the measured span.
  void add_started_hours(pricing::UsageKey key, Instant origin, Instant from, Instant to);

  /// Adds what is missing to a minimum: the life cycle used `used_seconds`, `minimum_seconds` are billed.
  void add_minimum(pricing::UsageKey key, Instant at, std::int64_t used_seconds, std::int64_t minimum_seconds,
                   std::int64_t per_second);

 private:
  void add_split(pricing::UsageKey key, Instant origin, Instant from, Instant to, std::int64_t per_second,
                 std::int64_t billable_per_second);

  pricing::UsageLedger& ledger_;
  sim::Calendar calendar_;
  Context context_;
};

}  // namespace fleetcast::models
