#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/aurora/config.hpp"
#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"
#include "sim/traffic/growth.hpp"
#include "sim/traffic/program.hpp"

namespace fleetcast::models::aurora {

/// Reports what a cluster did since measuring began, and the failovers of the whole run.
struct AuroraFigures {
  double writer_busy_seconds = 0;         ///< of processors
  double reader_busy_seconds = 0;         ///< of processors, all readers together
  std::uint64_t io_requests = 0;          ///< pages read from the storage and units of log written
  std::uint64_t refused_connections = 0;  ///< queries of clients that found no connection within the limit
  std::int64_t failovers = 0;
  std::int64_t hardware_failures = 0;  ///< of instances, in the whole run
  double capacity_units = 0;  ///< of the writer now, in ACU; zero unless the cluster is serverless
};

/// Models an Aurora cluster: a writer and readers with processors, buffer pools and connection limits over one storage.
///
/// Modelled: queries that share an instance's processors, storage reads where the buffer pool misses, commits to four
/// of six copies, the reader endpoint (which leads to the writer if no reader is left), whose connections are spread
/// when they open and stay, pools that run dry and instances that turn connections away, loss of the writer by itself
/// or with its zone, instances whose hardware fails, promotion of a reader that keeps its pages, instances that come
/// back cold, loss of the write quorum with two zones, more and fewer readers, Serverless v2, and what is billed. Left
/// out: locks, replica lag, connections that the reader endpoint led to the writer and that stay there, engine restarts
/// in place, auto-pause, RDS Proxy, backups, growth of the volume. The instances that the cluster begins with are older
/// than the run, so that the billed minimum of ten minutes is for added readers alone.
class Aurora {
 public:
  Aurora(sim::control::Simulation& simulation, sim::traffic::Kernel& kernel, const sim::chance::Chance& chance,
         Metering& metering, AuroraConfig config, std::string name, ZoneIndex zone_count);

  sim::Port<MetricPoint> metric_points;
  sim::Port<Incident> incidents;
  /// Reports the number of readers under the cluster's name, after every change.
  sim::Port<ServiceCounts> reader_counts;

  /// Writes a query through the reader endpoint.
  void write_read(sim::traffic::ProgramWriter& writer, const std::string& purpose);
  /// Writes a transaction that changes rows and commits.
  void write_write(sim::traffic::ProgramWriter& writer, const std::string& purpose);

  /// Loses the instances of a zone, or has the zone back.
  void on(const ZoneChanged& change);
  /// Takes the number of tasks of a service that was added as a client; those told to stop keep their connections.
  void on(const ServiceCounts& counts);
  /// Says that the tasks of a service connect to the cluster.
  void add_client(const std::string& service) { tasks_by_service_[service] = 0; }
  /// Sets the number of readers, if the message names the cluster; never below the number it began with.
  void on(const SetDesiredCount& wanted);
  /// Loses the writer by itself: clients are reset at once; nothing happens while a failover is under way.
  void lose_writer(const std::string& cause);

  /// Begins to publish datapoints each minute, and to scale if the cluster is serverless.
  void start();
  /// Meters instances or capacity, storage, I/Os and bytes between zones since the last call.
  void settle(Instant now);
  [[nodiscard]] AuroraFigures figures();
  /// Number of readers that the reader endpoint names.
  [[nodiscard]] std::uint32_t readers() const { return kernel_.registered_members(reader_pool_); }
  /// Share of the reader endpoint's connections that the busiest reader has; zero without a reader.
  [[nodiscard]] double busiest_reader_share() const;
  /// Zone of the writer, or of the one that was lost until another takes over.
  [[nodiscard]] ZoneIndex writer_zone() const { return instances_[writer_].zone; }
  /// Connections that clients want to keep open to the writer.
  [[nodiscard]] std::int64_t connections() const;

 private:
  struct Instance {
    ZoneIndex zone = 0;
    bool is_up = true;
    bool is_deleted = false;
    std::optional<sim::traffic::MemberId> member;  ///< where it serves
    std::optional<Instant> cold_since;
    std::uint64_t losses = 0;
    double capacity = 0;  ///< in ACU
    bool takes_connections = false;  ///< is a reader, as of the last time that connections were spread
    double connections = 0;          ///< that clients opened to it through the reader endpoint
    Instant busy_until;   ///< last instant of more than low utilisation
    Instant created;
    Instant metered_until;
    sim::traffic::Growth<double> period_busy;
  };
  /// What clients of an endpoint share.
  struct Endpoint {
    sim::traffic::PoolId pool{};
    sim::traffic::GateId gate{};
    sim::traffic::StationId connections{};
    sim::traffic::KnobId hit_ratio{};
  };
  struct Causes {
    sim::traffic::CauseId refused{};
    sim::traffic::CauseId unreachable{};
    sim::traffic::CauseId too_many_connections{};
    sim::traffic::CauseId no_quorum{};
  };

  // aurora.cpp
  void catch_up() { kernel_.advance_to(simulation_.now()); }
  void add_traffic_parts();
  void write_query(sim::traffic::ProgramWriter& writer, const Endpoint& endpoint, const QueryConfig& query,
                   const std::string& path, bool commits);
  [[nodiscard]] sim::traffic::MemberConfig member_config(std::size_t index) const;
  void update_endpoints();
  void update_connections();
  void update_hit_ratios();
  [[nodiscard]] double connections_to_reader() const;
  [[nodiscard]] double hit_ratio(const Instance& instance) const;
  [[nodiscard]] std::uint64_t order(std::size_t part) const;
  [[nodiscard]] double draw(const sim::chance::Distribution& distribution, std::string_view purpose,
                            std::uint64_t entity, std::uint64_t draw_number);

  // reader_connections.cpp
  void spread_connections();
  void renew_connections();
  [[nodiscard]] double connections_skew() const;

  // failover.cpp
  void lose(std::size_t index, sim::traffic::Reachability reachability, const std::string& cause);
  void begin_failover(sim::traffic::Reachability reachability, const std::string& cause);
  void promote_if_possible();
  void promote(std::size_t heir);
  void drop_reader(std::size_t index, std::uint64_t loss);
  void plan_recovery(std::size_t index);
  void recover(std::size_t index);
  void join_readers(std::size_t index);
  void warm_up();

  // hardware_failures.cpp
  void plan_hardware_failure(std::size_t index, std::uint64_t ordinal);
  void fail_hardware(std::size_t index);

  // readers.cpp
  [[nodiscard]] std::int64_t present_readers() const;
  void add_reader();
  void finish_reader();
  bool delete_reader();
  void report_readers();

  // usage.cpp
  void publish_minute();
  void scale();
  void scale(std::size_t index);
  void apply_capacity(std::size_t index);
  void meter_capacity(std::size_t index, Instant now);
  [[nodiscard]] double processors(const Instance& instance) const;
  [[nodiscard]] pricing::UsageKey key(std::string_view meter) const;

  sim::control::Simulation& simulation_;
  sim::traffic::Kernel& kernel_;
  sim::chance::Chance chance_;
  Metering& metering_;
  AuroraConfig config_;
  std::string name_;
  ZoneIndex zone_count_;
  Causes causes_;
  Endpoint cluster_endpoint_;
  Endpoint reader_endpoint_;
  sim::traffic::PoolId reader_pool_{};
  sim::traffic::MemberId writer_member_{};
  sim::traffic::KnobId reads_to_writer_{};
  sim::traffic::GateId quorum_gate_{};
  sim::traffic::FlowId flow_{};
  sim::traffic::CounterId storage_reads_{};
  sim::traffic::CounterId log_writes_{};

  std::vector<Instance> instances_;
  std::size_t writer_ = 0;
  bool is_failing_ = false;
  bool is_promotion_due_ = false;
  bool is_warming_up_ = false;
  bool is_spreading_ = false;  ///< connections are looked at again in a while
  Instant renewed_at_;
  Instant lost_at_;
  std::string failover_cause_;
  std::int64_t failovers_ = 0;
  std::int64_t hardware_failures_ = 0;
  std::vector<bool> zone_is_down_;
  std::uint64_t zone_losses_ = 0;
  std::int64_t wanted_readers_ = 0;
  std::int64_t readers_in_creation_ = 0;
  std::uint64_t readers_created_ = 0;
  std::map<std::string, std::int64_t> tasks_by_service_;
  bool knows_tasks_ = false;

  Instant metered_until_;
  std::vector<sim::traffic::Growth<std::uint64_t>> hour_flows_;  ///< by caller's zone, then instance's
  sim::traffic::Growth<std::uint64_t> hour_reads_;
  sim::traffic::Growth<std::uint64_t> hour_writes_;
  sim::traffic::Growth<std::uint64_t> period_reads_;
  sim::traffic::Growth<std::uint64_t> period_writes_;
  sim::traffic::Growth<double> minute_writer_busy_;
  sim::traffic::Growth<double> minute_readers_busy_;
};

}  // namespace fleetcast::models::aurora
