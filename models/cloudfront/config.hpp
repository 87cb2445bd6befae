#pragma once
#include <concepts>
#include <map>
#include <optional>
#include <string>
#include <type_traits>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::cloudfront {

/// Describes a group of edge locations that are priced alike and equally far from their viewers.
struct EdgeLocationConfig {
  sim::Parameter weight = 1;
  sim::Parameter round_trip_scale = 1;
  std::string price_region = "us_mexico_canada";
};

/// Lists the fields of EdgeLocationConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, EdgeLocationConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("weight", config.weight,
              {.unit = "ratio",
               .at_least = 0,
               .help = "Share of the viewers, relative to the other edge locations.",
               .mark = sim::Mark::assumed});
  visit.field(
      "round_trip_scale", config.round_trip_scale,
      {.unit = "ratio", .at_least = 0, .help = "Factor on the viewers' round-trip time.", .mark = sim::Mark::assumed});
  visit.field("price_region", config.price_region, {.help = "Price region of the edge, as the price book spells it."});
}

/// Describes how one kind of requests is cached.
struct CacheBehaviorConfig {
  bool is_cached = true;
  bool is_read = true;
  sim::Parameter objects = 10000;
  sim::Parameter popularity_exponent = 0.8;
  sim::chance::Distribution object_size = sim::chance::Distribution::lognormal_by_median(20000, 1.5);
  sim::Parameter min_ttl = 1;
  sim::Parameter default_ttl = 86400;
  sim::Parameter max_ttl = 31536000;
  std::optional<sim::Parameter> origin_max_age;
  sim::Parameter request_body = 0;
};

/// Lists the fields of CacheBehaviorConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, CacheBehaviorConfig>
void describe(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("is_cached", config.is_cached,
              {.help = "Whether replies are cached; other requests pass the caches by.",
               .source = "[doc: CF/HowCloudFrontWorks.md]"});
  visit.field("is_read", config.is_read,
              {.help = "Whether requests are GET or HEAD: only these are cached, and tried again when no answer comes.",
               .source = "[doc: CF/distribution-web-values-specify.md]"});
  visit.field("objects", config.objects,
              {.unit = "objects",
               .at_least = 1,
               .at_most = 1e8,
               .whole = true,
               .help = "Different objects asked for.",
               .mark = Mark::assumed});
  visit.field("popularity_exponent", config.popularity_exponent,
              {.unit = "ratio",
               .at_least = 0,
               .at_most = 5,
               .help = "Exponent of Zipf's law of popularity.",
               .source = "0.64-0.83 for proxies, 0.8-1.1 for heads of video [memory]",
               .mark = Mark::assumed});
  visit.field("object_size", config.object_size,
              {.unit = "B", .at_least = 1, .help = "Sizes of objects.", .mark = Mark::assumed});
  visit.field("min_ttl", config.min_ttl,
              {.unit = "s",
               .at_least = 0,
               .help = "Shortest time a copy stays fresh; above zero, stale copies are "
                       "served while the origin fails.",
               .source = "[doc: CF/Expiration.md]"});
  visit.field("default_ttl", config.default_ttl,
              {.unit = "s",
               .at_least = 0,
               .help = "Time a copy stays fresh where the origin says nothing.",
               .source = "[doc: CF/Expiration.md]"});
  visit.field(
      "max_ttl", config.max_ttl,
      {.unit = "s", .at_least = 0, .help = "Longest time a copy stays fresh.", .source = "[doc: CF/Expiration.md]"});
  visit.field("origin_max_age", config.origin_max_age,
              {.unit = "s", .at_least = 0, .help = "Freshness that the origin states; none if it says nothing."});
  visit.field("request_body", config.request_body,
              {.unit = "B",
               .at_least = 0,
               .at_most = 4e9,
               .whole = true,
               .help = "Bytes that a request carries to the origin.",
               .mark = Mark::assumed});
}

/// Describes Origin Shield: one more cache in front of the origin, which all regional caches share.
struct OriginShieldConfig {
  bool enabled = false;
};

/// Lists the fields of OriginShieldConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, OriginShieldConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("enabled", config.enabled,
              {.help = "Merges the regional edge caches into one, so that an object is fetched once.",
               .source = "[doc: CF/origin-shield.md]"});
}

/// Describes a distribution.
struct CloudFrontConfig {
  std::map<std::string, EdgeLocationConfig> edge_locations;
  std::map<std::string, CacheBehaviorConfig> cache_behaviors;
  OriginShieldConfig origin_shield;
  sim::chance::Distribution viewer_round_trip = sim::chance::Distribution::lognormal_by_median(0.02, 0.5);
  sim::chance::Distribution edge_latency = 0.003;
  sim::chance::Distribution regional_round_trip = sim::chance::Distribution::lognormal_by_median(0.015, 0.5);
  sim::chance::Distribution origin_round_trip = sim::chance::Distribution::lognormal_by_median(0.003, 0.3);
  sim::Parameter edge_cache_size = 100e9;
  sim::Parameter regional_cache_size = 1e12;
  sim::Parameter error_caching_min_ttl = 10;
  sim::Parameter connection_attempts = 3;
  sim::Parameter connection_timeout = 10;
  sim::Parameter origin_read_timeout = 30;
  sim::Parameter access_log_record = 0;
};

/// Describes where viewers arrive and what is cached there.
template <class Visitor, class Config>
void describe_edge(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("edge_locations", config.edge_locations,
              {.help = "Groups of edge locations by name; four equal ones if none is given.", .mark = Mark::assumed});
  visit.field("cache_behaviors", config.cache_behaviors,
              {.help = "How each request class is cached, by its name; classes without one pass the caches by."});
  visit.field("origin_shield", config.origin_shield, {.help = "A further cache in front of the origin."});
}

/// Describes how long the ways and the work take.
template <class Visitor, class Config>
void describe_times(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("viewer_round_trip", config.viewer_round_trip,
              {.unit = "s",
               .at_least = 0,
               .help = "Round trip between viewer and edge.",
               .source = "behaviour 2: 10-50 ms [memory]",
               .mark = Mark::assumed});
  visit.field("edge_latency", config.edge_latency,
              {.unit = "s",
               .at_least = 0,
               .help = "Time the edge needs.",
               .source = "behaviour 2: <5 ms [memory]",
               .mark = Mark::assumed});
  visit.field("regional_round_trip", config.regional_round_trip,
              {.unit = "s",
               .at_least = 0,
               .help = "Round trip between edge and regional edge cache.",
               .source = "behaviour 2: 5-60 ms [memory]",
               .mark = Mark::assumed});
  visit.field("origin_round_trip", config.origin_round_trip,
              {.unit = "s",
               .at_least = 0,
               .help = "Round trip between regional edge cache and origin.",
               .source = "behaviour 2 [memory]",
               .mark = Mark::assumed});
}

/// Describes the room of the caches and what they ask of the origin.
template <class Visitor, class Config>
void describe_caches(Visitor& visit, Config& config) {
  using sim::Mark;
  visit.field("edge_cache_size", config.edge_cache_size,
              {.unit = "B",
               .at_least = 1,
               .help = "Room in each edge location's cache.",
               .source = "behaviour 19: not published",
               .mark = Mark::assumed});
  visit.field("regional_cache_size", config.regional_cache_size,
              {.unit = "B",
               .at_least = 1,
               .help = "Room in each regional edge cache.",
               .source = "behaviour 19: not published",
               .mark = Mark::assumed});
  visit.field("error_caching_min_ttl", config.error_caching_min_ttl,
              {.unit = "s",
               .at_least = 0,
               .help = "Time for which an origin's error is remembered.",
               .source = "[doc: CF/HTTPStatusCodes.md, custom-error-pages-expiration]"});
  visit.field("connection_attempts", config.connection_attempts,
              {.unit = "attempts",
               .at_least = 1,
               .at_most = 3,
               .whole = true,
               .help = "Tries to get an answer from the origin; reads only, where a connection was made.",
               .source = "[doc: CF/distribution-web-values-specify.md]"});
  visit.field("connection_timeout", config.connection_timeout,
              {.unit = "s",
               .at_least = 1,
               .at_most = 10,
               .help = "Longest time for making a connection to the origin.",
               .source = "[doc: CF/distribution-web-values-specify.md]"});
  visit.field("origin_read_timeout", config.origin_read_timeout,
              {.unit = "s",
               .at_least = 1,
               .at_most = 180,
               .help = "Longest time to wait for the origin's answer.",
               .source = "[doc: CF/distribution-web-values-specify.md]"});
  visit.field("access_log_record", config.access_log_record,
              {.unit = "B",
               .at_least = 0,
               .help = "Bytes that a request adds to the access logs; zero for no logs.",
               .mark = Mark::assumed});
}

/// Lists the fields of CloudFrontConfig.
template <class Visitor, class Config>
requires std::same_as<std::remove_const_t<Config>, CloudFrontConfig>
void describe(Visitor& visit, Config& config) {
  describe_edge(visit, config);
  describe_times(visit, config);
  describe_caches(visit, config);
}

}  // namespace fleetcast::models::cloudfront
