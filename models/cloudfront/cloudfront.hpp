#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "models/cloudfront/config.hpp"
#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"
#include "sim/traffic/growth.hpp"
#include "sim/traffic/program.hpp"
#include "sim/traffic/steady_copies.hpp"

namespace fleetcast::models::cloudfront {

/// Says that the distribution wrote access logs of so many bytes.
struct AccessLogs {
  Instant at;
  std::int64_t bytes = 0;
};

/// Reports what the caches did since measuring began.
struct CloudFrontFigures {
  std::uint64_t edge_hits = 0;
  std::uint64_t edge_misses = 0;
  std::uint64_t edge_collapsed = 0;  ///< waited for another request's fetch; logged as hits
  std::uint64_t regional_hits = 0;
  std::uint64_t regional_misses = 0;
  std::uint64_t stale_served = 0;
  std::uint64_t errors_served = 0;  ///< remembered errors
};

/// Models a CloudFront distribution: edge locations with a cache each, a regional edge cache behind each, optionally
/// one shield for all, and tries to reach the origin.
///
/// Modelled: Zipf popularity, sizes, times to live, request collapsing, stale copies while the origin fails, error
/// caching, tries and time-outs towards the origin, requests, bytes and uploads by price region. A request that ends at
/// the edge takes no event. Left out: revalidation apart from fetching again, compression, functions, invalidations,
/// quotas, and that answers of the origin such as 403 are not remembered as errors are.
class CloudFront {
 public:
  CloudFront(sim::control::Simulation& simulation, sim::traffic::Kernel& kernel, Metering& metering,
             CloudFrontConfig config, std::string name);

  sim::Port<MetricPoint> metric_points;
  sim::Port<AccessLogs> access_logs;

  /// Writes the parts of a request's path that lie beyond the distribution.
  struct Path {
    std::function<void()> inspect;  ///< at the edge, before the caches; may be empty
    std::function<void()> origin;   ///< from the connection to the origin to its answer
  };
  /// Writes a request class up to the point where its reply has reached the viewer; `reply` is left to the caller.
  void write(sim::traffic::ProgramWriter& writer, const std::string& request_class, const Path& path);

  /// Fills the caches as they are after a long time at these rates of viewers' requests per second, by request class.
  void prefill(const std::map<std::string, double>& rates);

  /// Begins to publish a datapoint a minute.
  void start();
  /// Meters requests, bytes and uploads since the last call.
  void settle(Instant now);
  [[nodiscard]] CloudFrontFigures figures() const;
  /// Cause of a request that failed since an earlier failure is remembered.
  [[nodiscard]] sim::traffic::CauseId cached_error() const { return cached_error_; }
  /// Cause of a request whose origin did not answer in time.
  [[nodiscard]] sim::traffic::CauseId origin_time_out() const { return origin_time_out_; }

 private:
  struct Behavior {
    CacheBehaviorConfig config;
    sim::traffic::PopularityId popularity{};
    sim::traffic::SizesId sizes{};
    std::uint32_t first_object = 0;
    Duration time_to_live;
  };
  /// Counts what one edge location did, and meters it.
  struct Edge {
    std::string name;
    EdgeLocationConfig config;
    sim::traffic::Growth<std::uint64_t> requests;
    sim::traffic::Growth<std::uint64_t> bytes;
    sim::traffic::Growth<std::uint64_t> uploads;
  };
  /// A cache on the way from the edge to the origin.
  struct Tier {
    sim::traffic::StoreId first{};
    bool is_by_place = false;
  };

  void add_behaviors();
  void add_counters();
  void add_stores();
  void write_cached(sim::traffic::ProgramWriter& writer, const Behavior& behavior, const std::string& purpose,
                    const std::function<void()>& origin);
  void write_tier(sim::traffic::ProgramWriter& writer, const Behavior& behavior, const std::string& purpose,
                  const std::function<void()>& origin, std::size_t tier);
  void write_fetch(sim::traffic::ProgramWriter& writer, const CacheBehaviorConfig& behavior, const std::string& purpose,
                   const std::function<void()>& origin, std::optional<sim::traffic::ProgramWriter::Label> on_error);
  void fill_tier(const Tier& tier, std::uint32_t place, double capacity,
                 std::vector<sim::traffic::ObjectDemand>& demands);
  void publish_minute();

  sim::control::Simulation& simulation_;
  sim::traffic::Kernel& kernel_;
  Metering& metering_;
  CloudFrontConfig config_;
  std::string name_;
  sim::traffic::CauseId cached_error_;
  sim::traffic::CauseId origin_time_out_;
  std::map<std::string, Behavior> behaviors_;
  std::vector<Edge> edges_;
  sim::traffic::PlacesId places_{};
  sim::traffic::KnobId first_scale_{};
  sim::traffic::CounterId first_requests_{};
  sim::traffic::CounterId first_bytes_{};
  sim::traffic::CounterId first_uploads_{};
  sim::traffic::CounterId failures_{};
  std::uint32_t objects_ = 0;
  std::vector<Tier> tiers_;  ///< from the edge towards the origin; empty if nothing is cached
  sim::traffic::Growth<std::uint64_t> minute_requests_;
  sim::traffic::Growth<std::uint64_t> minute_failures_;
};

}  // namespace fleetcast::models::cloudfront
