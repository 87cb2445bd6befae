#pragma once
#include <concepts>
#include <type_traits>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::ec2 {

/// Describes how EC2 launches, loses and bills instances.
struct Ec2Config {
  sim::Parameter api_latency = 1.5;
  sim::Parameter api_bucket = 1000;
  sim::Parameter api_refill = 2;
  sim::Parameter pending_median = 16.5;
  sim::Parameter pending_sigma = 0.04;
  sim::Parameter ready_median = 60;
  sim::Parameter ready_sigma = 0.35;
  sim::Parameter slow_launch_share = 0.05;
  sim::Parameter slow_launch_factor = 3;
  sim::Parameter shortage_probability = 0.002;
  sim::Parameter shortage_probability_in_outage = 0.3;
  sim::Parameter shortage_growth_in_outage = 0;
  sim::Parameter shortage_time = 300;
  sim::Parameter outage_delay_factor = 3;
  sim::Parameter outage_refill_factor = 0.25;
  sim::Parameter hardware_failures_per_year = 0.02;
  sim::Parameter interruption_notice = 120;
  sim::Parameter late_notice_share = 0;
  sim::Parameter missing_notice_share = 0;
  bool interrupted_first_hour_is_free = true;
  sim::Parameter root_volume_size = 30.0 * 1073741824;
};

/// Lists the fields of Ec2Config that concern the API.
template <class Visitor, class Config>
void describe_api(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("api_latency", config.api_latency,
              {.unit = "s",
               .at_least = 0,
               .at_most = 600,
               .help = "Time until RunInstances answers.",
               .source = "behaviour 7.7 [obs: daemonology.net 2021, c5.xlarge]",
               .mark = Mark::measured});
  visit.field("api_bucket", config.api_bucket,
              {.unit = "instances",
               .at_least = 1,
               .whole = true,
               .help = "Instances that can be asked for in a burst.",
               .source = "[memory]: resource token bucket of RunInstances",
               .mark = Mark::assumed});
  visit.field("api_refill", config.api_refill,
              {.unit = "1/s",
               .at_least = 0.001,
               .help = "Instances that can be asked for in the long run.",
               .source = "[memory]: resource token bucket of RunInstances",
               .mark = Mark::assumed});
}

/// Lists the fields of Ec2Config that say how long launches take.
template <class Visitor, class Config>
void describe_delays(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("pending_median", config.pending_median,
              {.unit = "s",
               .at_least = 0.1,
               .help = "Median time from pending to running, which is lognormal.",
               .source = "behaviour 7.7 [obs: github brevdev/ec2-coldboot-research]: 16.4-16.6 s",
               .mark = Mark::measured});
  visit.field("pending_sigma", config.pending_sigma,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 3,
               .help = "Standard deviation of the logarithm of that time.",
               .source = "behaviour 7.7 [obs: github brevdev/ec2-coldboot-research]: 0.68 s",
               .mark = Mark::measured});
  visit.field("ready_median", config.ready_median,
              {.unit = "s",
               .at_least = 1,
               .help = "Median time from the launch request until tasks can be placed; lognormal.",
               .source = "behaviour 7.7 [derived]",
               .mark = Mark::assumed});
  visit.field("ready_sigma", config.ready_sigma,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 3,
               .help = "Standard deviation of the logarithm of that time.",
               .source = "behaviour 7.7 [derived]",
               .mark = Mark::assumed});
  visit.field("slow_launch_share", config.slow_launch_share,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Share of launches that are much slower.",
               .source = "behaviour 7.7 [derived]",
               .mark = Mark::assumed});
  visit.field("slow_launch_factor", config.slow_launch_factor,
              {.unit = "ratio",
               .at_least = 1,
               .at_most = 100,
               .help = "Factor by which they are slower.",
               .source = "behaviour 7.7 [derived]",
               .mark = Mark::assumed});
}

/// Lists the fields of Ec2Config that say when launches fail or slow down.
template <class Visitor, class Config>
void describe_shortages(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("shortage_probability", config.shortage_probability,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Probability that a pool has no on-demand capacity (InsufficientInstanceCapacity).",
               .source = "behaviour 7.8 [derived]: 0.001-0.01",
               .mark = Mark::assumed});
  visit.field("shortage_probability_in_outage", config.shortage_probability_in_outage,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "The same while another zone is down.",
               .source = "behaviour 7.8 [derived]: 0.2-0.9",
               .mark = Mark::assumed});
  visit.field("shortage_growth_in_outage", config.shortage_growth_in_outage,
              {.unit = "1/instance",
               .at_least = 0,
               .at_most = 1,
               .help = "Share of the on-demand capacity left in other zones that each instance launched since the loss "
                       "of a zone takes with it: launches fail the sooner, the more are asked for.",
               .source = "inferred from behaviour 7.8: 0.2-0.9 for large asks; AWS publishes no figure",
               .mark = Mark::assumed});
  visit.field("shortage_time", config.shortage_time,
              {.unit = "s",
               .at_least = 1,
               .help = "Time for which a pool keeps its on-demand capacity or its lack of it.",
               .source = "behaviour 7.8 [derived]: outcomes are strongly correlated in time",
               .mark = Mark::assumed});
  visit.field("outage_delay_factor", config.outage_delay_factor,
              {.unit = "ratio",
               .at_least = 1,
               .at_most = 100,
               .help = "Factor on launch times while another zone is down.",
               .source = "behaviour 7.7 [derived]: 2-5",
               .mark = Mark::assumed});
  visit.field("outage_refill_factor", config.outage_refill_factor,
              {.unit = "ratio",
               .at_least = 0.001,
               .at_most = 1,
               .help = "Factor on api_refill while a zone is down.",
               .source = "inferred from behaviour 16.2: API throttling in zone outages",
               .mark = Mark::assumed});
}

/// Lists the fields of Ec2Config that say how launches go.
template <class Visitor, class Config>
void describe_launches(Visitor& visit, Config& config) {
  describe_api(visit, config);
  describe_delays(visit, config);
  describe_shortages(visit, config);
}

/// Lists the fields of Ec2Config that say how spot instances are told of their end.
template <class Visitor, class Config>
void describe_notices(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("interruption_notice", config.interruption_notice,
              {.unit = "s",
               .at_least = 0,
               .at_most = 3600,
               .help = "Time from the notice to the end of a spot instance.",
               .source = "behaviour 8.1 [doc: EC2/spot-interruptions.md]",
               .mark = Mark::documented});
  visit.field("late_notice_share", config.late_notice_share,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Share of interruptions whose notice comes late, at a uniform time before the end.",
               .source = "behaviour 8.1: best effort, can be late; AWS publishes no share",
               .mark = Mark::assumed});
  visit.field("missing_notice_share", config.missing_notice_share,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Share of interruptions without any notice.",
               .source = "behaviour 8.1: best effort, can be absent; AWS publishes no share",
               .mark = Mark::assumed});
}

/// Lists the fields of Ec2Config.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, Ec2Config>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  describe_launches(visit, config);
  describe_notices(visit, config);
  visit.field("hardware_failures_per_year", config.hardware_failures_per_year,
              {.unit = "1/year",
               .at_least = 0,
               .at_most = 1000,
               .help = "Hardware failures of one instance in a year.",
               .source = "behaviour 16.2 [memory]: 1-5 %",
               .mark = Mark::assumed});
  visit.field("interrupted_first_hour_is_free", config.interrupted_first_hour_is_free,
              {.help = "Whether a spot instance that AWS interrupts within its first hour costs nothing.",
               .source = "billing rules 2: FAQ copies",
               .mark = Mark::documented});
  visit.field("root_volume_size", config.root_volume_size,
              {.unit = "B",
               .at_least = 0,
               .help = "Size of the gp3 root volume of an instance; 0 for none.",
               .source = "inferred: the ECS-optimised image's 30 GiB",
               .mark = Mark::assumed});
}

}  // namespace fleetcast::models::ec2
