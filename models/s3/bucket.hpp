#pragma once
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "models/s3/config.hpp"
#include "models/s3/request_capacity.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"
#include "sim/traffic/growth.hpp"
#include "sim/traffic/program.hpp"

namespace fleetcast::models::s3 {

/// Says who sends a request to a bucket: an edge location, whose transfer is free, a client on the internet, whose is
/// not, or a task in a zone of the VPC.
enum class Caller { edge, client, task };

/// Reports what a bucket did in a run; requests and bytes since measuring began.
struct BucketFigures {
  std::uint64_t get_requests = 0;  ///< answered
  std::uint64_t put_requests = 0;  ///< answered
  std::uint64_t slow_downs = 0;    ///< turned away with 503
  std::int64_t splits = 0;         ///< times a capacity doubled
  std::int64_t stored_bytes = 0;
};

/// Models one S3 bucket.
///
/// Modelled: time to the first byte and transfer time by size; 503 SlowDown above the request rate of the prefixes,
/// which double after sustained load; strong consistency; billing of storage, by the byte and second, and of requests
/// (those answered 503 are free); content that only grows, such as logs, with expiry; the path of tasks to S3 through a
/// NAT gateway, an endpoint or none at all. Left out: uneven load on prefixes, storage classes, versions.
class Bucket {
 public:
  Bucket(sim::control::Simulation& simulation, Metering& metering, sim::traffic::Kernel& kernel, BucketConfig config,
         std::string name, ZoneIndex zone_count);

  sim::Port<BytesThroughNat> bytes_through_nat;
  sim::Port<BytesThroughEndpoint> bytes_through_endpoint;
  sim::Port<MetricPoint> metrics;
  sim::Port<Incident> incidents;

  /// Writes a GET of an object of the request's size.
  void write_get(sim::traffic::ProgramWriter& writer, Caller caller, std::string_view purpose);
  /// Writes a PUT of some bytes, which are kept; it leaves the request's size alone.
  void write_put(sim::traffic::ProgramWriter& writer, Caller caller, std::uint32_t bytes, std::string_view purpose);

  /// Begins to watch the request rates.
  void start();
  void on(const ServicePathChanged& change);
  void on(const EgressChanged& change);
  /// Stores bytes that a service delivers with a number of PUT requests, such as access logs.
  void add(std::int64_t bytes, std::int64_t put_requests, Instant at);

  /// Meters what was used since the last settling.
  void settle(Instant now);

  [[nodiscard]] sim::traffic::CauseId slow_down_cause() const { return slow_down_; }
  [[nodiscard]] sim::traffic::CauseId unreachable_cause() const { return unreachable_; }
  [[nodiscard]] BucketFigures figures() const;

 private:
  struct ZonePath {
    ServicePath path = ServicePath::gateway_endpoint;
    bool has_egress = true;
    sim::traffic::Growth<std::uint64_t> bytes{};
  };
  struct Addition {
    Instant at;
    std::int64_t bytes = 0;
  };

  void write_reach(sim::traffic::ProgramWriter& writer, Caller caller, const std::string& prefix);
  void update_reach(ZoneIndex zone);
  void watch_rates();
  void send_path_bytes();
  void meter_storage(Instant now);
  void drop_expired();
  void store(std::int64_t bytes, Instant at);
  [[nodiscard]] pricing::UsageKey key(std::string_view meter) const;

  sim::control::Simulation& simulation_;
  Metering& metering_;
  sim::traffic::Kernel& kernel_;
  BucketConfig config_;
  std::string name_;
  sim::traffic::CauseId slow_down_;
  sim::traffic::CauseId unreachable_;
  RequestCapacity gets_;
  RequestCapacity puts_;
  std::optional<sim::traffic::CounterId> zone_bytes_;
  std::optional<sim::traffic::KnobId> zone_reached_;
  sim::traffic::CounterId put_bytes_;
  sim::traffic::CounterId internet_bytes_;
  sim::traffic::Growth<std::uint64_t> put_bytes_growth_;
  sim::traffic::Growth<std::uint64_t> internet_bytes_growth_;
  sim::traffic::Growth<std::uint64_t> get_growth_;
  sim::traffic::Growth<std::uint64_t> put_growth_;
  sim::traffic::Growth<std::uint64_t> published_errors_;
  std::vector<ZonePath> zones_;
  std::int64_t stored_bytes_ = 0;
  std::deque<Addition> additions_;
  double byte_seconds_carried_ = 0;  ///< stored, not yet metered, less than a MiB-second
  Instant stored_until_;
  Instant settled_at_;
};

}  // namespace fleetcast::models::s3
