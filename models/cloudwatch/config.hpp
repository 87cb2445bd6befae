#pragma once
#include <concepts>
#include <type_traits>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::cloudwatch {

/// Configures CloudWatch: how late metrics arrive, how alarms look at them, and what is stored.
struct CloudWatchConfig {
  sim::Parameter delivery_lag_min = 60;
  sim::Parameter delivery_lag_max = 120;
  sim::Parameter evaluation_offset = 0;
  sim::Parameter evaluation_range_extra = 2;
  sim::Parameter dashboards = 0;
  sim::Parameter retention_in_days = 30;
  sim::Parameter log_compression_ratio = 0.2;
  sim::Parameter initial_log_storage = 0;
};

/// Describes the fields of a CloudWatchConfig.
template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, CloudWatchConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("delivery_lag_min", config.delivery_lag_min,
              {.unit = "s", .at_least = 0, .at_most = 3600,
               .help = "Shortest time from the end of a period until alarms can see its datapoint.",
               .source = "[memory] 1-2 min typical; [doc: ECS best practices] up to several minutes",
               .mark = Mark::assumed});
  visit.field("delivery_lag_max", config.delivery_lag_max,
              {.unit = "s", .at_least = 0, .at_most = 3600,
               .help = "Longest time from the end of a period until alarms can see its datapoint; lags are uniform.",
               .source = "[memory] 1-2 min typical; [doc: ECS best practices] up to several minutes",
               .mark = Mark::assumed});
  visit.field("evaluation_offset", config.evaluation_offset,
              {.unit = "s", .at_least = 0, .at_most = 60,
               .help = "Time after the end of each period at which alarms are evaluated.",
               .source = "[derived] evaluation offset 0-60 s",
               .mark = Mark::assumed});
  visit.field("evaluation_range_extra", config.evaluation_range_extra,
              {.unit = "periods", .at_least = 0, .at_most = 100, .whole = true,
               .help = "Periods an alarm looks back beyond its evaluation periods when datapoints are missing.",
               .source = "[doc: AlarmThatSendsEmail.md] example range of 5 for 3 periods",
               .mark = Mark::assumed});
  visit.field("dashboards", config.dashboards,
              {.unit = "dashboards", .at_least = 0, .whole = true, .help = "Dashboards that are kept."});
  visit.field("retention_in_days", config.retention_in_days,
              {.unit = "d", .at_least = 0, .at_most = 3653,
               .help = "Days after which log events expire; 0 keeps them for ever.",
               .source = "own choice; AWS keeps them for ever unless told otherwise [memory]",
               .mark = Mark::assumed});
  visit.field("log_compression_ratio", config.log_compression_ratio,
              {.unit = "ratio", .at_least = 0.01, .at_most = 1,
               .help = "Stored size of a log byte after compression.",
               .source = "[memory] 0.15-0.25 for text",
               .mark = Mark::assumed});
  visit.field("initial_log_storage", config.initial_log_storage,
              {.unit = "B", .at_least = 0,
               .help = "Compressed log bytes stored when the world begins; they do not expire during the run.",
               .source = "none: depends on the account",
               .mark = Mark::assumed});
}

}  // namespace fleetcast::models::cloudwatch
