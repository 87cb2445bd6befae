#pragma once
#include <array>
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>

#include "models/spot/trace_profile.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::spot {

/// Holds the monthly interruption fraction that stands for each band of the Spot Advisor: below 5 %, 5-10 %, 10-15 %,
/// 15-20 %, above 20 % (behaviour 8.4).
inline constexpr std::array<double, 5> advisor_band_midpoints = {0.025, 0.075, 0.125, 0.175, 0.25};

/// Describes one spot pool, or all pools that no entry of their own describes.
struct SpotPoolConfig {
  sim::Parameter monthly_interruptions = 0.05;
  std::optional<sim::Parameter> time_between_reclaims;
  sim::Parameter mean_share_lost = 0.5;
  std::optional<sim::Parameter> whole_pool_probability;
  std::optional<sim::Parameter> dry_median;
  sim::Parameter price_ratio = 0.35;
};

/// Names a recorded availability series that a pool replays instead of chance.
struct AvailabilityTraceConfig {
  std::string file;
  sim::Parameter offset = 0;
};

/// Describes how spot capacity comes and goes.
struct SpotConfig {
  TraceProfile profile = TraceProfile::advisor;
  SpotPoolConfig defaults;
  /// By "<instance type>" or, stronger, "<instance type>/<zone name>".
  std::map<std::string, SpotPoolConfig> pools;
  /// By "<instance type>/<zone name>".
  std::map<std::string, AvailabilityTraceConfig> traces;
  sim::Parameter up_time_shape = 0.65;
  sim::Parameter whole_pool_probability = 0.25;
  sim::Parameter notice_spread = 180;
  sim::Parameter dry_median = 480;
  sim::Parameter dry_sigma = 1.2;
  sim::Parameter tight_time = 3600;
  sim::Parameter single_share = 0.05;
  sim::Parameter region_shock_share = 0.45;
  sim::Parameter zone_shock_share = 0.35;
  sim::Parameter shock_hit_probability = 0.85;
  bool is_independent = false;
  sim::Parameter rebalance_probability = 0.65;
  sim::Parameter rebalance_lead = 600;
  sim::Parameter false_recommendations = 0;
  sim::Parameter outage_hazard_factor = 30;
  sim::Parameter price_update_period = 28800;
  sim::Parameter price_step = 0.03;
};

/// Lists the fields of SpotPoolConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, SpotPoolConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field(
      "monthly_interruptions", config.monthly_interruptions,
      {.unit = "ratio",
       .at_least = 0,
       .at_most = 0.9999,
       .help = "Share of the pool's instances that are interrupted within a month (730 h), as the Spot Advisor's "
               "bands state it; 0 means no interruption.",
       .source = "behaviour 8.2 [doc: spot instance advisor]: the average across the fleet is below 5 %",
       .mark = Mark::assumed});
  visit.field("time_between_reclaims", config.time_between_reclaims,
              {.unit = "s",
               .at_least = 60,
               .help = "Mean time between two reclaims of the pool, dry times included; instead of "
                       "monthly_interruptions.",
               .source = "own measurement or a trace"});
  visit.field("mean_share_lost", config.mean_share_lost,
              {.unit = "ratio",
               .at_least = 0.01,
               .at_most = 1,
               .help = "Mean share of a fleet's instances in the pool that one reclaim takes.",
               .source = "behaviour 8.4 [derived]: 0.4-0.6 for small types, 0.6-0.85 for large ones",
               .mark = Mark::assumed});
  visit.field("whole_pool_probability", config.whole_pool_probability,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Probability that a reclaim takes the pool's every instance; that of all pools unless given.",
               .source = "own measurement or a trace"});
  visit.field("dry_median", config.dry_median,
              {.unit = "s",
               .at_least = 1,
               .help = "Median dry time after reclaims that strike this pool alone; that of all pools unless given.",
               .source = "own measurement or a trace"});
  visit.field("price_ratio", config.price_ratio,
              {.unit = "ratio",
               .at_least = 0.01,
               .at_most = 1,
               .help = "Long-run spot price as a share of the on-demand price, as allocation strategies see it.",
               .source = "inferred; bills take prices from the price book",
               .mark = Mark::assumed});
}

/// Lists the fields of AvailabilityTraceConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, AvailabilityTraceConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("file", config.file,
              {.required = true,
               .help = "Path, from the document's folder, of a series in the form "
                       "{\"metadata\": {\"gap_seconds\": 300}, \"data\": [16, 16, 7, 0, ...]}: the instances that can "
                       "be had at each step.",
               .source = "behaviour 8.3 [data: github skypilot-org/spot-traces]: the form of those traces"});
  visit.field("offset", config.offset,
              {.unit = "s",
               .at_least = 0,
               .help = "Time within the series that is laid over the start; after its end it begins anew."});
}

/// Lists the fields of SpotConfig that say how reclaims come.
template <class Visitor, class Config>
void describe_reclaims(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("up_time_shape", config.up_time_shape,
              {.unit = "ratio",
               .at_least = 0.3,
               .at_most = 3,
               .help = "Weibull shape of the times between reclaims; below 1 reclaims cluster, 1 is memoryless.",
               .source = "behaviour 8.3 [data: github skypilot-org/spot-traces]: 0.59-0.71",
               .mark = Mark::measured});
  visit.field(
      "whole_pool_probability", config.whole_pool_probability,
      {.unit = "ratio",
       .at_least = 0,
       .at_most = 1,
       .help = "Probability that a reclaim takes the pool's every instance.",
       .source = "behaviour 8.3 [data: github skypilot-org/spot-traces]: 0.37-0.83 for large types; less for small",
       .mark = Mark::assumed});
  visit.field("notice_spread", config.notice_spread,
              {.unit = "s",
               .at_least = 0,
               .at_most = 3600,
               .help = "Time over which the notices of one reclaim are spread.",
               .source = "behaviour 8.2 [paper: arXiv 2604.16457]: > 92 % within 3 min of another",
               .mark = Mark::measured});
}

/// Lists the fields of SpotConfig that say how long pools are dry or tight.
template <class Visitor, class Config>
void describe_scarcity(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("dry_median", config.dry_median,
              {.unit = "s",
               .at_least = 1,
               .help = "Median time in which a pool has nothing to give after a reclaim; lognormal.",
               .source = "behaviour 8.3, 8.4 [data: github skypilot-org/spot-traces]: 8-10 min",
               .mark = Mark::measured});
  visit.field("dry_sigma", config.dry_sigma,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 3,
               .help = "Standard deviation of the logarithm of that time.",
               .source = "behaviour 8.3 [data: github skypilot-org/spot-traces]: 1.17",
               .mark = Mark::measured});
  visit.field("tight_time", config.tight_time,
              {.unit = "s",
               .at_least = 0,
               .help = "Time before a reclaim, and after a dry time, in which a pool scores as tight.",
               .source = "behaviour 8.2 [paper: arXiv 2604.16457]: predictable at 60 min with F1 0.85",
               .mark = Mark::assumed});
}

/// Lists the fields of SpotConfig that say what pools fail together.
template <class Visitor, class Config>
void describe_causes(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("single_share", config.single_share,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 0.99,
               .help = "Share of an instance's hazard that takes it alone, without its pool.",
               .source = "behaviour 8.4 [derived]: 2-8 %",
               .mark = Mark::assumed});
  visit.field(
      "region_shock_share", config.region_shock_share,
      {.unit = "ratio",
       .at_least = 0,
       .at_most = 1,
       .help = "Share of a pool's reclaims that come from shocks to its instance family in all zones.",
       .source = "behaviour 8.3 [data: github skypilot-org/spot-traces]: availability correlates 0.43 across zones",
       .mark = Mark::measured});
  visit.field("zone_shock_share", config.zone_shock_share,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Share of a pool's reclaims that come from shocks to its zone.",
               .source = "behaviour 8.4 [derived]: correlation 0.3-0.5 within a zone",
               .mark = Mark::assumed});
  visit.field("is_independent", config.is_independent,
              {.help = "Reclaims each pool by itself, as often as with shocks: not how spot behaves, but what a "
                       "forecast assumes that multiplies probabilities. `run --independence` shows the difference."});
  visit.field("shock_hit_probability", config.shock_hit_probability,
              {.unit = "ratio",
               .at_least = 0.01,
               .at_most = 1,
               .help = "Probability that a shock reclaims the most exposed pool in its reach; others in proportion.",
               .source = "inferred from the correlations",
               .mark = Mark::assumed});
}

/// Lists the fields of SpotConfig that concern warnings, outages and prices.
template <class Visitor, class Config>
void describe_warnings(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("rebalance_probability", config.rebalance_probability,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Probability that an instance is recommended for rebalancing before its pool is reclaimed.",
               .source = "behaviour 8.4 [derived]: 0.5-0.8",
               .mark = Mark::assumed});
  visit.field("rebalance_lead", config.rebalance_lead,
              {.unit = "s",
               .at_least = 0,
               .help = "Mean time from the recommendation to the reclaim; exponential, cut off at 6 means.",
               .source = "behaviour 8.4 [derived]: 10 min",
               .mark = Mark::assumed});
  visit.field("false_recommendations", config.false_recommendations,
              {.unit = "1/month",
               .at_least = 0,
               .at_most = 10000,
               .help = "Recommendations of a pool, in a month of 730 h, that no reclaim follows.",
               .source = "none published; behaviour 8.4 expects some",
               .mark = Mark::assumed});
  visit.field("outage_hazard_factor", config.outage_hazard_factor,
              {.unit = "ratio",
               .at_least = 1,
               .at_most = 1000,
               .help = "Factor by which reclaims become likelier in the other zones while a zone is down.",
               .source = "behaviour 8.4 [derived]: 10-100",
               .mark = Mark::assumed});
  visit.field("price_update_period", config.price_update_period,
              {.unit = "s",
               .at_least = 60,
               .help = "Time between changes of a pool's price.",
               .source = "behaviour 8.4 [derived]: a few changes a day",
               .mark = Mark::assumed});
  visit.field("price_step", config.price_step,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Standard deviation of one change of the price's logarithm.",
               .source = "behaviour 8.4 [derived]: a few per cent",
               .mark = Mark::assumed});
}

/// Lists the fields of SpotConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, SpotConfig>
void describe(Visitor& visit, Config& config) {
  visit.choice("profile", config.profile, trace_profiles,
               {.help = "Where rates and shocks come from: \"advisor\" takes the fields below and the Spot Advisor's "
                        "bands; the others are fits to public traces of scarce types, zone by zone in the traces' "
                        "order, and replace defaults, up_time_shape, the dry times and the shocks.",
                .source = "behaviour 8.3 [data: github skypilot-org/spot-traces]",
                .mark = sim::Mark::measured});
  visit.field("defaults", config.defaults, {.help = "Pools that no entry of pools describes."});
  visit.field("pools", config.pools,
              {.help = "Pools by \"<instance type>\" or \"<instance type>/<zone name>\"; the longer name wins."});
  visit.field("traces", config.traces,
              {.help = "Recorded availability, by \"<instance type>/<zone name>\": such a pool is reclaimed and dry "
                       "when its trace says so, and by nothing else."});
  describe_reclaims(visit, config);
  describe_scarcity(visit, config);
  describe_causes(visit, config);
  describe_warnings(visit, config);
}

}  // namespace fleetcast::models::spot
