#pragma once
#include <concepts>
#include <optional>
#include <type_traits>

#include "sim/chance/distribution.hpp"
#include "sim/describe.hpp"
#include "sim/parameter.hpp"

namespace fleetcast::models::s3 {

/// Configures a bucket.
struct BucketConfig {
  sim::Parameter stored = 0;
  std::optional<sim::Parameter> expiration{};
  sim::Parameter prefixes = 1;
  sim::Parameter get_rate_per_prefix = 5500;
  sim::Parameter put_rate_per_prefix = 3500;
  sim::Parameter split_time = 1800;
  // Quantiles: 30 ms * exp(2.3263 * 0.9114) = 250 ms.
  sim::chance::Distribution first_byte_time = sim::chance::Distribution::lognormal_by_median(0.03, 0.9114);
  sim::Parameter throughput = 90e6;
  sim::Parameter connect_time_out = 10;
  bool request_metrics = false;
};

template <class Visitor, class Config>
  requires std::same_as<std::remove_const_t<Config>, BucketConfig>
void describe(Visitor& visit, Config& config) {
  visit.field("stored", config.stored,
              {.unit = "B", .at_least = 0, .help = "Bytes stored at the beginning; they stay."});
  visit.field("expiration", config.expiration,
              {.unit = "s", .at_least = 86400, .help = "Time after which what was added expires; never if not given."});
  visit.field("prefixes", config.prefixes,
              {.unit = "prefixes", .at_least = 1, .whole = true,
               .help = "Partitioned prefixes at the beginning, among which requests are spread evenly.",
               .source = "[doc: S3 perf guide]"});
  visit.field("get_rate_per_prefix", config.get_rate_per_prefix,
              {.unit = "1/s", .at_least = 1, .help = "GET and HEAD requests that one prefix serves.",
               .source = "[doc: S3 perf guide; CF http-503 page]"});
  visit.field("put_rate_per_prefix", config.put_rate_per_prefix,
              {.unit = "1/s", .at_least = 1, .help = "PUT, COPY, POST and DELETE requests that one prefix serves.",
               .source = "[doc: S3 perf guide; CF http-503 page]"});
  visit.field("split_time", config.split_time,
              {.unit = "s", .at_least = 60,
               .help = "Time for which requests must exceed the capacity until prefixes have split and it doubles.",
               .source = "30-60 min [doc: S3 optimizing performance]"});
  visit.field("first_byte_time", config.first_byte_time,
              {.unit = "s", .at_least = 0, .help = "Time to the first byte: median 30 ms, 99 % within 250 ms.",
               .source = "[derived]", .mark = sim::Mark::assumed});
  visit.field("throughput", config.throughput,
              {.unit = "B/s", .at_least = 1, .help = "Bytes per second of one connection.",
               .source = "85-90 MB/s per connection [doc: S3 perf guide]"});
  visit.field("connect_time_out", config.connect_time_out,
              {.unit = "s",
               .at_least = 0.001,
               .help = "Time after which a task without a path to S3 gives up a request.",
               .mark = sim::Mark::assumed});
  visit.field("request_metrics", config.request_metrics,
              {.help = "Whether request metrics are published, each minute.",
               .source = "[doc: aws storage blog percentiles]"});
}

}  // namespace fleetcast::models::s3
