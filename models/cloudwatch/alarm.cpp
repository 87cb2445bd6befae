#include "models/cloudwatch/alarm.hpp"

#include <cstdint>

namespace fleetcast::models::cloudwatch {

namespace {

/// Counts what an alarm sees among the most recent points that exist.
struct Sight {
  std::int64_t present = 0;
  std::int64_t breaching = 0;
  std::int64_t oldest_age = 0;  ///< of the points that count, in periods; 1 is the newest place of the range
};

Sight look(const PutAlarm& alarm, std::span<const std::optional<double>> newest_first) {
  Sight sight;
  std::int64_t age = 0;
  for (const std::optional<double>& point : newest_first) {
    ++age;
    if (!point) continue;
    ++sight.present;
    sight.oldest_age = age;
    if (breaches(alarm, *point)) ++sight.breaching;
    if (sight.present == alarm.evaluation_periods) break;
  }
  return sight;
}

}  // namespace

bool breaches(const PutAlarm& alarm, double value) {
  return alarm.comparison == Comparison::above ? value > alarm.threshold : value < alarm.threshold;
}

AlarmState evaluate(const PutAlarm& alarm, std::span<const std::optional<double>> newest_first, AlarmState current) {
  const Sight sight = look(alarm, newest_first);
  if (sight.breaching >= alarm.datapoints_to_alarm) return AlarmState::alarm;
  const std::int64_t filled = alarm.evaluation_periods - sight.present;
  if (filled == 0) return AlarmState::ok;
  const bool has_calm_point = sight.breaching < sight.present;
  switch (alarm.missing_data) {
    case MissingData::breaching:
      return sight.breaching + filled >= alarm.datapoints_to_alarm ? AlarmState::alarm : AlarmState::ok;
    case MissingData::not_breaching: return AlarmState::ok;
    case MissingData::ignore: return has_calm_point ? AlarmState::ok : current;
    case MissingData::missing: break;
  }
  if (sight.present == 0) return AlarmState::insufficient_data;
  if (has_calm_point) return AlarmState::ok;
  return sight.oldest_age >= alarm.datapoints_to_alarm ? AlarmState::alarm : current;
}

}  // namespace fleetcast::models::cloudwatch
