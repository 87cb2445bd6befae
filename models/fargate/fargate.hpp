#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/fargate/config.hpp"
#include "models/fargate/launch_tokens.hpp"
#include "models/fargate/sizes.hpp"
#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/chance/sampler.hpp"
#include "sim/control/process.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::fargate {

/// Counts what Fargate did in a run.
struct FargateFigures {
  std::int64_t prepared = 0;
  std::int64_t without_capacity = 0;
  std::int64_t without_image = 0;
  std::int64_t interruptions = 0;        ///< notices sent to Spot tasks
  std::int64_t killed_after_notice = 0;  ///< Spot tasks that had not stopped by themselves
  std::int64_t lost_with_zone = 0;
  std::int64_t pulled_bytes = 0;
  double preparation_sum_s = 0;  ///< from PrepareTask to TaskPrepared, over prepared
};

/// Names the links that image pulls of a zone's tasks share, and the machine that stands for their receivers.
struct ZoneNetwork {
  std::vector<sim::control::LinkId> links{};
  std::optional<sim::control::LinkId> nat_link{};  ///< used too where the image comes through the NAT gateway
  sim::control::MachineId receiver{};
};

/// Models Fargate and Fargate Spot: the way from a task that ECS wants to a running container, and its end.
///
/// Modelled: a launch token bucket each for on-demand and Spot, provisioning, a whole image pull for every task, the
/// application's start; launches without capacity (rare, more often when another zone is down, always in a zone that is
/// down or after a Spot reclaim); Spot reclaims by zone that take a share of its tasks together, with two minutes'
/// warning; loss with a zone; metering from the start of the pull, at least a minute. Left out: retirement for
/// patching, account quotas, interface limits, Windows.
class Fargate {
 public:
  /// Takes the definitions by service or job, and one network a zone or none; throws std::invalid_argument for a size
  /// that Fargate does not offer.
  Fargate(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering, FargateConfig config,
          std::map<std::string, TaskDefinition> definitions, std::size_t zones, std::vector<ZoneNetwork> networks = {});

  sim::Port<TaskPrepared> task_prepared;
  sim::Port<TaskPrepareFailed> task_prepare_failed;
  sim::Port<TaskInterruptionNotice> interruption_notices;
  sim::Port<TaskLost> task_lost;
  sim::Port<BytesThroughNat> bytes_through_nat;
  sim::Port<BytesThroughEndpoint> bytes_through_endpoint;
  sim::Port<Incident> incidents;

  /// Prepares a task of a Fargate launch type; others are ignored.
  void on(const PrepareTask& request);
  /// Ends the billing of a task, or its preparation.
  void on(const TaskStopped& stopped);
  /// Loses the tasks of a zone that goes down.
  void on(const ZoneChanged& change);
  /// Refuses launches while the control plane is down.
  void on(const ControlPlaneChanged& change);
  /// Learns how a zone's private subnets reach the registry ("ecr.api", "ecr.dkr") and its layers ("s3").
  void on(const ServicePathChanged& change);
  /// Reclaims a share of a zone's Spot tasks now, as a scripted event.
  void reclaim(ZoneIndex zone, double share);

  /// Starts the Spot reclaims.
  void start();
  /// Meters every task up to now.
  void settle(Instant now);
  [[nodiscard]] const FargateFigures& figures() const { return figures_; }

 private:
  struct Live {
    TaskPlace place;
    TaskSize size;
    Architecture architecture = Architecture::x86_64;
    bool has_public_address = false;
    Instant requested_at;
    std::optional<Instant> pull_began_at;  ///< billing begins here
    Instant metered_until;
    bool is_prepared = false;
    bool is_notified = false;
  };
  struct Zone {
    bool is_up = true;
    std::uint64_t launches = 0;
    std::uint64_t outages = 0;
    std::uint64_t reclaims = 0;
    Instant dry_until{};
  };

  // Launches (fargate.cpp).
  void prepare(sim::control::Process& process, const TaskPlace& place);
  [[nodiscard]] bool has_capacity(const TaskPlace& place);
  void pull(sim::control::Process& process, const TaskPlace& place, const TaskDefinition& definition, double factor);
  [[nodiscard]] ServicePath path(const std::string& service, ZoneIndex zone) const;
  [[nodiscard]] bool reaches_registry(const TaskPlace& place, const TaskDefinition& definition) const;
  void fail(TaskId task, const std::string& cause, bool is_for_want_of_capacity);
  [[nodiscard]] const TaskDefinition& definition_of(const std::string& service) const;

  // Losses and metering (losses.cpp).
  void schedule_reclaim(ZoneIndex zone);
  void notify(TaskId task);
  void kill(TaskId task);
  void end(std::map<TaskId, Live>::iterator live);
  void meter(Live& live, Instant until);
  void meter_minimum(const Live& live, Instant end);
  [[nodiscard]] std::vector<std::pair<std::string_view, std::int64_t>> meters_of(const Live& live) const;
  [[nodiscard]] pricing::UsageKey key_of(const Live& live, std::string_view meter) const;

  sim::control::Simulation& simulation_;
  Metering& metering_;
  const FargateConfig config_;
  const std::map<std::string, TaskDefinition> definitions_;
  std::vector<Zone> zones_;
  std::vector<ZoneNetwork> networks_;
  sim::chance::SamplerTables tables_;
  std::map<std::string, sim::chance::Sampler> start_up_;
  sim::chance::Sampler variability_;
  sim::chance::Sampler dry_time_;
  sim::chance::Stream start_chance_;
  sim::chance::Stream capacity_chance_;
  sim::chance::Stream reclaim_chance_;
  sim::chance::Stream victim_chance_;
  sim::chance::Stream zone_loss_chance_;
  LaunchTokens on_demand_tokens_;
  LaunchTokens spot_tokens_;
  std::map<TaskId, Live> live_;
  std::map<std::pair<std::string, ZoneIndex>, ServicePath> paths_;
  bool is_available_ = true;
  FargateFigures figures_;
};

}  // namespace fleetcast::models::fargate
