#pragma once
#include <optional>
#include <span>

#include "models/messages.hpp"

namespace fleetcast::models::cloudwatch {

/// Tells whether a value breaches an alarm's threshold.
[[nodiscard]] bool breaches(const PutAlarm& alarm, double value);

/// Decides the state of an alarm from its evaluation range, newest point first, with empty places for missing points.
///
/// The most recent `evaluation_periods` points that exist count; only if there are fewer does the treatment of missing
/// data apply [doc: AlarmThatSendsEmail.md]. With `missing`, an alarm whose points all breach goes to ALARM once the
/// oldest of them is `datapoints_to_alarm` periods old, and keeps its state until then.
[[nodiscard]] AlarmState evaluate(const PutAlarm& alarm, std::span<const std::optional<double>> newest_first,
                                  AlarmState current);

}  // namespace fleetcast::models::cloudwatch
