#pragma once
#include <concepts>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::scenarios::results {

/// States one objective about any metric of the result, such as "latency_s.by_class.api_read.p95".
///
/// Without in_share_of_months the expected value must meet the limit. With it, each replication counts as one month,
/// and the share of months that meet the limit must be at least so large.
struct ObjectiveSpec {
  std::string metric;
  std::optional<sim::Parameter> at_least;
  std::optional<sim::Parameter> at_most;
  std::optional<sim::Parameter> in_share_of_months;
  /// Confidence that is required before the objective counts as met; the estimate alone decides if empty.
  std::optional<sim::Parameter> confidence;
};

/// States what is expected of a stack; what is empty is not asked for.
struct ObjectivesConfig {
  std::optional<sim::Parameter> availability;
  std::optional<sim::Parameter> error_minutes;
  std::optional<sim::Parameter> latency_p50;
  std::optional<sim::Parameter> latency_p95;
  std::optional<sim::Parameter> latency_p99;
  std::optional<sim::Parameter> latency_p999;
  std::optional<sim::Parameter> cost_usd_month;
  /// Confidence that all of the above require; the estimates alone decide if empty.
  std::optional<sim::Parameter> confidence;
  std::vector<ObjectiveSpec> more;
};

/// Lists the fields of ObjectiveSpec.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, ObjectiveSpec>
void describe(Visitor& visit, Config& config) {
  visit.field("metric", config.metric,
              {.required = true, .help = "Path of an estimate in result.json, such as latency_s.by_class.page.p95."});
  visit.field("at_least", config.at_least, {.help = "Smallest value that will do, in the metric's unit."});
  visit.field("at_most", config.at_most, {.help = "Largest value that will do, in the metric's unit."});
  visit.field("in_share_of_months", config.in_share_of_months,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Share of months that must meet the limit, a replication being one; if absent, the mean must."});
  visit.field("confidence", config.confidence,
              {.unit = "ratio",
               .at_least = 0.5,
               .at_most = 0.9999,
               .help = "One-sided confidence required to count as met; if absent, the estimate decides."});
}

/// Lists the fields of ObjectivesConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, ObjectivesConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("availability", config.availability,
              {.unit = "ratio", .at_least = 0, .at_most = 1, .help = "Least share of requests answered well in time."});
  visit.field("error_minutes", config.error_minutes,
              {.unit = "min", .at_least = 0, .help = "Most minutes of the horizon in which too many requests fail."});
  visit.field("latency_p50", config.latency_p50, {.unit = "s", .at_least = 0, .help = "Largest median latency."});
  visit.field("latency_p95", config.latency_p95, {.unit = "s", .at_least = 0, .help = "Largest 95th percentile."});
  visit.field("latency_p99", config.latency_p99, {.unit = "s", .at_least = 0, .help = "Largest 99th percentile."});
  visit.field("latency_p999", config.latency_p999, {.unit = "s", .at_least = 0, .help = "Largest 99.9th percentile."});
  visit.field("cost_usd_month", config.cost_usd_month,
              {.unit = "USD", .at_least = 0, .help = "Largest bill of a normalised month."});
  visit.field("confidence", config.confidence,
              {.unit = "ratio",
               .at_least = 0.5,
               .at_most = 0.9999,
               .help = "One-sided confidence the above require to count as met; if absent, the estimates decide."});
  visit.field("more", config.more, {.help = "Objectives about any other metric of the result."});
}

}  // namespace fleetcast::scenarios::results
