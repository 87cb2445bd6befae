#pragma once
#include <array>
#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/calendar.hpp"
#include "sim/time.hpp"

namespace fleetcast::models::eventbridge {

/// Says when a scheduled rule fires: "rate(5 minutes)" or "cron(0 3 * * ? *)" in UTC, as in EventBridge.
///
/// Cron fields are minutes, hours, day of month, month, day of week (1 or SUN to 7 or SAT), year; lists, ranges, steps
/// and names are understood; L, W and # are not.
class Schedule {
 public:
  /// Throws std::invalid_argument, naming the expression and what is wrong with it.
  static Schedule parse(std::string_view expression);

  /// Returns the first time strictly after an instant; a rate counts from the beginning of the world.
  ///
  /// Throws std::invalid_argument if a cron expression has no time in the next eight years.
  [[nodiscard]] sim::Instant next(const sim::Calendar& calendar, sim::Instant after) const;

 private:
  [[nodiscard]] bool has_day(std::int64_t days_since_1970) const;

  std::string expression_;
  sim::Duration period_;  ///< zero for a cron expression
  std::bitset<60> minutes_;
  std::bitset<24> hours_;
  std::bitset<32> days_of_month_;
  std::bitset<13> months_;
  std::bitset<8> days_of_week_;
  std::bitset<2200> years_;
};

}  // namespace fleetcast::models::eventbridge
