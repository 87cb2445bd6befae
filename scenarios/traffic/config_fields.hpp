#pragma once
#include <concepts>
#include <type_traits>

#include "scenarios/traffic/config.hpp"

namespace fleetcast::scenarios::traffic {

inline constexpr sim::Choices<Delimiter, 4> delimiters = {{{"comma", Delimiter::comma},
                                                           {"tab", Delimiter::tab},
                                                           {"semicolon", Delimiter::semicolon},
                                                           {"space", Delimiter::space}}};
inline constexpr sim::Choices<OnGap, 3> gap_policies = {
    {{"error", OnGap::error}, {"interpolate", OnGap::interpolate}, {"zero", OnGap::zero}}};

/// Lists the fields of ConstantRate.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, ConstantRate>
void describe(Visitor& visit, Config& config) {
  visit.field("rate", config.rate, {.unit = "1/s", .at_least = 0, .required = true, .help = "Requests per second."});
}

/// Lists the fields of DiurnalRate.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, DiurnalRate>
void describe(Visitor& visit, Config& config) {
  visit.field("mean", config.mean,
              {.unit = "1/s", .at_least = 0, .required = true, .help = "Requests per second, averaged over a week."});
  visit.field("peak_to_mean", config.peak_to_mean,
              {.unit = "ratio",
               .at_least = 1,
               .at_most = 10,
               .help = "Highest rate of a day over that day's mean; the day has the shape of exp(k cos).",
               .mark = sim::Mark::assumed});
  visit.field("peak_at", config.peak_at,
              {.unit = "s",
               .at_least = 0,
               .at_most = 86400,
               .help = "Local time of the peak, such as \"20:00\".",
               .mark = sim::Mark::assumed});
  visit.field("weekend_factor", config.weekend_factor,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 100,
               .help = "Mean of Saturday and Sunday over the mean of the other days; the week's mean stays."});
  visit.field("weekly", config.weekly,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 100,
               .help = "Factors of the seven days, Monday first, instead of weekend_factor; the week's mean stays."});
}

/// Lists the fields of RateStep.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, RateStep>
void describe(Visitor& visit, Config& config) {
  visit.field("at", config.at,
              {.unit = "s", .at_least = 0, .required = true, .help = "Time after the start; that of the first is 0."});
  visit.field("rate", config.rate, {.unit = "1/s", .at_least = 0, .required = true, .help = "Requests per second."});
}

/// Lists the fields of ReplayRate.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, ReplayRate>
void describe(Visitor& visit, Config& config) {
  visit.field("file", config.file, {.required = true, .help = "Path of the trace, from the document's folder."});
  visit.field("time_column", config.time_column,
              {.help = "Column of times, by name or by number from 1; the first if absent. Times are like "
                       "\"1998-04-30 21:30:00\" (UTC unless an offset follows) or Unix seconds or milliseconds."});
  visit.field("count_column", config.count_column,
              {.help = "Column of requests per interval, by name or number; if absent, each row is one request."});
  visit.choice("delimiter", config.delimiter, delimiters, {.help = "What separates columns; found out if absent."});
  visit.field("interval", config.interval,
              {.unit = "s",
               .at_least = 0.001,
               .at_most = 31622400,
               .help = "Time that one count stands for. If absent: the commonest distance of rows; 1 s for rows that "
                       "are single requests."});
  visit.field("day", config.day, {.help = "The one day (UTC) to replay, such as \"1998-06-30\"."});
  visit.field("begin", config.begin, {.help = "Time of the trace from which on it is replayed; its first if absent."});
  visit.field("end", config.end, {.help = "Time of the trace before which replay ends; after its last row if absent."});
  visit.field("scale", config.scale, {.unit = "ratio", .at_least = 0, .help = "Factor on the trace's counts."});
  visit.field("mean", config.mean,
              {.unit = "1/s", .at_least = 0, .help = "Requests per second to scale the replayed part to, on average."});
  visit.field("time_offset", config.time_offset,
              {.unit = "s", .at_least = 0, .help = "How far into the replayed part the scenario starts."});
  visit.choice("on_gap", config.on_gap, gap_policies,
               {.help = "What to do about intervals without a row, where rows are counts."});
  visit.field("repeat", config.repeat,
              {.help = "Starts over at the end of the replayed part; else a short one is refused."});
}

/// Lists the fields of FlashCrowd.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, FlashCrowd>
void describe(Visitor& visit, Config& config) {
  visit.field("at", config.at, {.unit = "s", .at_least = 0, .required = true, .help = "Time after the start."});
  visit.field("ramp_up", config.ramp_up,
              {.unit = "s", .at_least = 0, .help = "Time to reach the multiplier.", .mark = sim::Mark::assumed});
  visit.field("hold", config.hold,
              {.unit = "s", .at_least = 0, .help = "Time at the multiplier.", .mark = sim::Mark::assumed});
  visit.field("ramp_down", config.ramp_down,
              {.unit = "s", .at_least = 0, .help = "Time back to normal.", .mark = sim::Mark::assumed});
  visit.field("multiplier", config.multiplier,
              {.unit = "ratio", .at_least = 0, .at_most = 10000, .required = true, .help = "Factor on the rate."});
}

/// Lists the fields of Bursts.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, Bursts>
void describe(Visitor& visit, Config& config) {
  visit.field("mean_normal", config.mean_normal,
              {.unit = "s", .at_least = 1, .help = "Mean time between bursts.", .mark = sim::Mark::assumed});
  visit.field("mean_burst", config.mean_burst,
              {.unit = "s", .at_least = 1, .help = "Mean length of a burst.", .mark = sim::Mark::assumed});
  visit.field("multiplier", config.multiplier,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 10000,
               .required = true,
               .help = "Factor on the rate during a burst; the long-run mean grows with it."});
}

/// Lists the fields of RateConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, RateConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("constant", config.constant, {.help = "A rate that never changes."});
  visit.field("diurnal", config.diurnal, {.help = "A rate with daily and weekly rhythm in local time."});
  visit.field("steps", config.steps, {.at_most = 100000, .help = "Rates that hold from given times on."});
  visit.field("repeat_steps_every", config.repeat_steps_every,
              {.unit = "s", .at_least = 1, .help = "Time after which steps start over; the last one holds if absent."});
  visit.field("replay", config.replay, {.help = "A recorded trace."});
  visit.field("flash_crowds", config.flash_crowds, {.at_most = 1000, .help = "Surges at given times."});
  visit.field("bursts", config.bursts, {.help = "Surges by chance, the same in every scenario of a seed."});
  visit.field("growth", config.growth,
              {.unit = "ratio",
               .at_least = 0.001,
               .at_most = 1000,
               .help = "Factor by which the rate changes in 365 days, compounding evenly from the start."});
  visit.field("scale", config.scale, {.unit = "ratio", .at_least = 0, .help = "Factor on the rate as a whole."});
}

/// Lists the fields of TrafficConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, TrafficConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("time_zone", config.time_zone,
              {.help = "IANA time zone of daily and weekly rhythms, such as \"America/New_York\"."});
  visit.field("rate", config.rate, {.help = "How many requests arrive when: one of constant, diurnal, steps, replay."});
}

}  // namespace fleetcast::scenarios::traffic
