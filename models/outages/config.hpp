#pragma once
#include <concepts>
#include <type_traits>

#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::outages {

/// Says how often zones and the region's control plane fail by chance; a rate of zero leaves scripted events only.
struct OutagesConfig {
  sim::Parameter zone_outages_per_year = 0.03;
  sim::Parameter zone_outage_median = 9000;
  sim::Parameter zone_outage_sigma = 1.0;
  sim::Parameter gray_share = 0.3;
  sim::Parameter gray_latency = 0.02;
  sim::Parameter gray_loss = 0.05;
  sim::Parameter whole_zone_share = 0.5;
  sim::Parameter smallest_share_lost = 0.1;
  sim::Parameter common_cause_share = 0.03;
  sim::Parameter control_plane_outages_per_year = 0.05;
  sim::Parameter control_plane_outage_median = 18000;
  sim::Parameter control_plane_outage_sigma = 1.0;
  bool zonal_autoshift = false;
  sim::Parameter zonal_autoshift_delay = 300;
  sim::Parameter zonal_autoshift_return = 900;
};

/// Lists the fields of OutagesConfig that say how often and how long zones fail.
template <class Visitor, class Config>
void describe_zone_outages(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("zone_outages_per_year", config.zone_outages_per_year,
              {.unit = "1/year",
               .at_least = 0,
               .at_most = 1000,
               .help = "Major outages of one zone in a year.",
               .source = "behaviour 16.2 [derived]: 0.01 for all regions, 0.03-0.06 for us-east-1",
               .mark = Mark::assumed});
  visit.field("zone_outage_median", config.zone_outage_median,
              {.unit = "s",
               .at_least = 1,
               .help = "Median duration of a zone outage, which is lognormal.",
               .source = "behaviour 16.2 [derived]",
               .mark = Mark::assumed});
  visit.field("zone_outage_sigma", config.zone_outage_sigma,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 4,
               .help = "Standard deviation of the logarithm of that duration.",
               .source = "behaviour 16.2 [derived]",
               .mark = Mark::assumed});
  visit.field("gray_share", config.gray_share,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Share of zone events that are gray: slow and lossy, while health checks pass.",
               .source = "behaviour 16.2 [derived]",
               .mark = Mark::assumed});
}

/// Lists the fields of OutagesConfig that say how bad the network of a gray zone is.
template <class Visitor, class Config>
void describe_gray_zones(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("gray_latency", config.gray_latency,
              {.unit = "s",
               .at_least = 0,
               .at_most = 10,
               .help = "Extra one-way latency into and out of a gray zone.",
               .source = "inferred: behaviour 16.2 names latency and packet loss without figures",
               .mark = Mark::assumed});
  visit.field("gray_loss", config.gray_loss,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Share of connections to a gray zone that are lost.",
               .source = "inferred: behaviour 16.2 names latency and packet loss without figures",
               .mark = Mark::assumed});
}

/// Lists the fields of OutagesConfig that say when AWS shifts traffic away from a zone by itself.
template <class Visitor, class Config>
void describe_autoshift(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("zonal_autoshift", config.zonal_autoshift,
              {.help = "Whether AWS shifts traffic away from a zone that is lost or gray.",
               .source = "behaviour 4.5 [doc: ARC user guide]: opt-in"});
  visit.field("zonal_autoshift_delay", config.zonal_autoshift_delay,
              {.unit = "s",
               .at_least = 0,
               .at_most = 86400,
               .help = "Time from the beginning of a zone's trouble until AWS shifts traffic away.",
               .source = "inferred: no figure is published",
               .mark = Mark::assumed});
  visit.field("zonal_autoshift_return", config.zonal_autoshift_return,
              {.unit = "s",
               .at_least = 0,
               .at_most = 86400,
               .help = "Time from the zone's recovery until traffic comes back.",
               .source = "inferred: no figure is published",
               .mark = Mark::assumed});
}

/// Lists the fields of OutagesConfig that say how much a zone outage takes.
template <class Visitor, class Config>
void describe_extent(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("whole_zone_share", config.whole_zone_share,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Share of outages that take every instance of the zone.",
               .source = "behaviour 16.2 [derived]",
               .mark = Mark::assumed});
  visit.field("smallest_share_lost", config.smallest_share_lost,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Other outages take a share of the instances that is uniform from this to 1.",
               .source = "behaviour 16.2 [derived]",
               .mark = Mark::assumed});
  visit.field("common_cause_share", config.common_cause_share,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 1,
               .help = "Share of outages that take a second zone with them.",
               .source = "behaviour 16.2 [derived]: beta factor 0.02-0.05",
               .mark = Mark::assumed});
}

/// Lists the fields of OutagesConfig that concern the control plane.
template <class Visitor, class Config>
void describe_control_plane(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("control_plane_outages_per_year", config.control_plane_outages_per_year,
              {.unit = "1/year",
               .at_least = 0,
               .at_most = 1000,
               .help = "Impairments of the region's control plane in a year: no launches, no scaling.",
               .source = "behaviour 16.2 [derived]: 0.4 for us-east-1, 0.02-0.05 elsewhere",
               .mark = Mark::assumed});
  visit.field("control_plane_outage_median", config.control_plane_outage_median,
              {.unit = "s",
               .at_least = 1,
               .help = "Median duration of a control plane impairment, which is lognormal.",
               .source = "behaviour 16.2 [derived]",
               .mark = Mark::assumed});
  visit.field("control_plane_outage_sigma", config.control_plane_outage_sigma,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 4,
               .help = "Standard deviation of the logarithm of that duration.",
               .source = "inferred from the duration of zone outages",
               .mark = Mark::assumed});
}

/// Lists the fields of OutagesConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, OutagesConfig>
void describe(Visitor& visit, Config& config) {
  describe_zone_outages(visit, config);
  describe_gray_zones(visit, config);
  describe_extent(visit, config);
  describe_control_plane(visit, config);
  describe_autoshift(visit, config);
}

}  // namespace fleetcast::models::outages
