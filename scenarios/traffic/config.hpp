#pragma once
#include <optional>
#include <string>
#include <vector>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::scenarios::traffic {

/// Describes a rate that never changes.
struct ConstantRate {
  sim::Parameter rate = 0;
};

/// Describes a rate that follows the hours of the day and the days of the week in local time; see day_curve.hpp.
struct DiurnalRate {
  sim::Parameter mean = 0;
  sim::Parameter peak_to_mean = 2;
  sim::Parameter peak_at = 72000;
  sim::Parameter weekend_factor = 1;
  /// Seven factors, Monday first; empty to use weekend_factor.
  std::vector<sim::Parameter> weekly{};
};

/// Sets the rate from a time on.
struct RateStep {
  sim::Parameter at = 0;
  sim::Parameter rate = 0;
};

/// Names what separates the columns of a trace.
enum class Delimiter { comma, tab, semicolon, space };

/// Names what happens to intervals for which a trace has no row.
enum class OnGap { error, interpolate, zero };

/// Describes the replay of a recorded trace: a text file with a row for each interval, or for each request.
struct ReplayRate {
  std::string file;
  std::optional<std::string> time_column{};
  /// Absent when each row is one request.
  std::optional<std::string> count_column{};
  std::optional<Delimiter> delimiter{};
  std::optional<sim::Parameter> interval{};
  std::optional<std::string> day{};
  std::optional<std::string> begin{};
  std::optional<std::string> end{};
  std::optional<sim::Parameter> scale{};
  std::optional<sim::Parameter> mean{};
  sim::Parameter time_offset = 0;
  OnGap on_gap = OnGap::error;
  bool repeat = false;
};

/// Multiplies the rate for a while: up along a line, then level, then down again.
struct FlashCrowd {
  sim::Parameter at = 0;
  sim::Parameter ramp_up = 60;
  sim::Parameter hold = 600;
  sim::Parameter ramp_down = 600;
  sim::Parameter multiplier = 2;
};

/// Multiplies the rate during bursts that come and go by chance, as in a Markov-modulated Poisson process.
struct Bursts {
  sim::Parameter mean_normal = 3600;
  sim::Parameter mean_burst = 60;
  sim::Parameter multiplier = 2;
};

/// Describes how many requests arrive when; exactly one of constant, diurnal, steps and replay is set.
struct RateConfig {
  std::optional<ConstantRate> constant{};
  std::optional<DiurnalRate> diurnal{};
  std::vector<RateStep> steps{};
  /// Time after which the steps start over; absent if the last one holds to the end.
  std::optional<sim::Parameter> repeat_steps_every{};
  std::optional<ReplayRate> replay{};

  std::vector<FlashCrowd> flash_crowds{};
  std::optional<Bursts> bursts{};
  sim::Parameter growth = 1;
  sim::Parameter scale = 1;
};

/// Describes the traffic of a scenario as a whole.
struct TrafficConfig {
  std::string time_zone = "UTC";
  RateConfig rate;
};

}  // namespace fleetcast::scenarios::traffic

// Whoever knows the structs knows their fields as well.
#include "scenarios/traffic/config_fields.hpp"
