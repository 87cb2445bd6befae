#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/elasticache/config.hpp"
#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"
#include "sim/traffic/growth.hpp"
#include "sim/traffic/program.hpp"

namespace fleetcast::models::elasticache {

/// Reports what a cluster did since measuring began, and the losses of the whole run.
struct ElastiCacheFigures {
  sim::traffic::StoreMeasures store;
  double engine_busy_seconds = 0;
  std::uint64_t unavailable = 0;  ///< reads that got no answer and went on without the cache
  std::int64_t failovers = 0;
  std::int64_t hardware_failures = 0;  ///< of nodes, primaries or not
  std::int64_t shards_lost_cold = 0;  ///< losses of a shard with no replica left
};

/// Models an ElastiCache cluster in cluster mode: keys spread over shards, each a primary with replicas in other zones.
///
/// Modelled: one engine thread a node, which values are in memory (LRU, time to live, Zipf popularity), reads through
/// the cache, invalidation, loss of a primary with its zone or by itself, nodes whose hardware fails, failover that
/// keeps the values, loss of the last node of a shard that leaves it cold, the limit on connections, node hours, bytes
/// between zones, metrics. Reads that get no answer go on as misses, and a value that nobody waits for any more is not
/// stored. Left out: reads from replicas, replication lag, values of different sizes, the engine's work for storing
/// after a miss, backups.
class ElastiCache {
 public:
  ElastiCache(sim::control::Simulation& simulation, sim::traffic::Kernel& kernel, const sim::chance::Chance& chance,
              Metering& metering, ElastiCacheConfig config, std::string name, ZoneIndex zone_count);

  sim::Port<MetricPoint> metric_points;
  sim::Port<Incident> incidents;

  /// Writes a read through the cache; `on_miss` writes how a missing value is fetched.
  void write_read(sim::traffic::ProgramWriter& writer, const std::string& purpose,
                  const std::function<void()>& on_miss);
  /// Writes a command that drops a value, after it was changed elsewhere.
  void write_invalidate(sim::traffic::ProgramWriter& writer, const std::string& purpose);
  /// Writes a command that stores a value.
  void write_put(sim::traffic::ProgramWriter& writer, const std::string& purpose);

  /// Fills the memory as it is after a long time at so many reads per second.
  void prefill(double reads_per_second);

  /// Loses the nodes of a zone, or has the zone back.
  void on(const ZoneChanged& change);
  /// Takes the number of tasks of a service that was added as a client; those told to stop keep their connections.
  void on(const ServiceCounts& counts);
  /// Says that the tasks of a service connect to the cluster.
  void add_client(const std::string& service) { tasks_by_service_[service] = 0; }
  /// Loses the primary of a shard by itself, e.g. by a failure of its hardware.
  void lose_primary(std::size_t shard, const std::string& cause);

  /// Begins to publish datapoints each minute.
  void start();
  /// Meters nodes and bytes between zones since the last call.
  void settle(Instant now);
  [[nodiscard]] ElastiCacheFigures figures() const;
  [[nodiscard]] std::int64_t connections_per_node() const;
  [[nodiscard]] sim::traffic::StoreId store() const { return store_; }

 private:
  struct Node {
    ZoneIndex zone = 0;
    bool is_up = true;
  };
  struct Shard {
    std::vector<Node> nodes;  ///< the primary is `primary`
    std::size_t primary = 0;
    sim::traffic::MemberId member{};
    bool is_failing = false;
    Instant lost_at;
    std::uint64_t losses = 0;
  };
  struct Causes {
    sim::traffic::CauseId refused{};
    sim::traffic::CauseId unreachable{};
    sim::traffic::CauseId time_out{};
    sim::traffic::CauseId too_many_connections{};
  };

  void catch_up() { kernel_.advance_to(simulation_.now()); }
  void write_command(sim::traffic::ProgramWriter& writer, const std::string& purpose,
                     sim::traffic::ProgramWriter::Label unavailable);
  void begin_failover(std::size_t index, const std::string& cause);
  void end_failover(std::size_t index, const std::string& cause);
  void replace(std::size_t index, std::size_t node);
  void plan_hardware_failure(std::size_t index, std::size_t node, std::uint64_t ordinal);
  void fail_hardware(std::size_t index, std::size_t node);
  void publish_minute();
  [[nodiscard]] std::uint64_t order(std::size_t shard) const;
  [[nodiscard]] double draw(const sim::chance::Distribution& distribution, std::string_view purpose, std::size_t entity,
                            std::uint64_t draw_number);

  sim::control::Simulation& simulation_;
  sim::traffic::Kernel& kernel_;
  sim::chance::Chance chance_;
  Metering& metering_;
  ElastiCacheConfig config_;
  std::string name_;
  ZoneIndex zone_count_;
  Causes causes_;
  sim::traffic::PoolId pool_{};
  sim::traffic::StoreId store_{};
  sim::traffic::PopularityId popularity_{};
  sim::traffic::GateId connections_gate_{};
  sim::traffic::FlowId flow_{};
  sim::traffic::CounterId unavailable_{};
  std::uint64_t capacity_ = 0;  ///< in values
  std::vector<Shard> shards_;
  std::vector<bool> zone_is_down_;
  std::uint64_t zone_losses_ = 0;
  std::map<std::string, std::int64_t> tasks_by_service_;
  std::vector<sim::traffic::Growth<std::uint64_t>> hour_flows_;  ///< by caller's zone, then node's
  sim::traffic::Growth<double> minute_busy_;
  sim::traffic::Growth<std::uint64_t> minute_hits_;
  sim::traffic::Growth<std::uint64_t> minute_misses_;
  sim::traffic::Growth<std::uint64_t> minute_evictions_;
  Instant metered_until_;
  std::int64_t failovers_ = 0;
  std::int64_t hardware_failures_ = 0;
  std::int64_t shards_lost_cold_ = 0;
};

}  // namespace fleetcast::models::elasticache
