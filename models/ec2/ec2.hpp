#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/ec2/config.hpp"
#include "models/ec2/instance_meter.hpp"
#include "models/ec2/machine_shelf.hpp"
#include "models/ec2/token_bucket.hpp"
#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::ec2 {

/// Launches, loses, terminates and meters instances.
///
/// Modelled: API latency and throttling, shortages of on-demand capacity (per pool and stretch of time, so attempts
/// agree; in an outage elsewhere they grow with what was launched, if asked for), spot launches that fail while a pool
/// is dry, lognormal launch times with a slow tail, an impaired control plane, rebalance recommendations, two-minute
/// notices, of which some may be late or missing, pool reclaims and single ones, instances that die with their zone or
/// their hardware, billing by the second. An instance is ready when its ECS agent has registered. Left out: stop and
/// start, hibernation, status checks that fail without loss, account quotas beyond the groups' limits, CPU credits.
/// Launch delays and failures belong to the ordinal of the launch within its pool.
class Ec2 {
 public:
  /// Takes the zones by index, and the groups that will launch instances.
  /// Throws std::invalid_argument if late and missing notices are more than all.
  Ec2(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering, Ec2Config config,
      const std::vector<sim::control::ZoneId>& zones, const std::vector<GroupLimit>& limits);
  Ec2(const Ec2&) = delete;
  Ec2& operator=(const Ec2&) = delete;

  sim::Port<InstancePending> instance_pending;
  sim::Port<LaunchFailed> launch_failed;
  sim::Port<InstanceRunning> instance_running;
  sim::Port<InstanceReady> instance_ready;
  sim::Port<InstanceTerminated> instance_terminated;
  sim::Port<RebalanceRecommendation> rebalance_recommendation;
  sim::Port<InterruptionNotice> interruption_notice;
  sim::Port<Incident> incidents;

  /// Answers with InstancePending or LaunchFailed after the API's latency; throws std::logic_error for an unknown zone.
  void on(const LaunchRequest& request);
  /// Terminates at this instant, after what already is under way; an instance that is gone is left alone.
  void on(const TerminateRequest& request);
  /// Learns whether a spot pool has anything to give.
  void on(const PoolCapacity& capacity);
  /// Learns how often a spot pool takes single instances; for launches from now on.
  void on(const PoolHazard& hazard);
  /// Sends rebalance recommendations to instances of a pool.
  void on(const PoolAtRisk& risk);
  /// Interrupts, after a notice unless it is missing, a share of the spot instances that run in a pool.
  void on(const PoolReclaimed& reclaim);
  /// Ends a share of a zone's instances when it goes down, and refuses launches there until it is up.
  void on(const ZoneChanged& change);
  /// Refuses every launch while the control plane is impaired.
  void on(const ControlPlaneChanged& change);

  /// Does nothing: instances come by request.
  void start() {}
  /// Meters what was used up to now, except first hours that may still turn out to be free.
  void settle(Instant now);
  /// Meters what was used up to the end of the run, first hours included.
  void finish(Instant now);

  /// Returns the machine of an instance that is ready; throws std::logic_error for any other.
  [[nodiscard]] sim::control::MachineId machine_of(InstanceId instance) const;
  /// Returns the machine of an instance, or nothing if it is not ready or gone.
  [[nodiscard]] std::optional<sim::control::MachineId> find_machine(InstanceId instance) const;

  /// Counts what happened.
  struct Report {
    std::int64_t launches = 0;
    std::int64_t shortages = 0;
    std::int64_t throttled = 0;
    std::int64_t refused_by_control_plane = 0;
    std::int64_t refused_for_want_of_machines = 0;  ///< counted among throttled as well
    std::int64_t notices = 0;
    std::int64_t late_notices = 0;  ///< counted among notices as well
    std::int64_t missing_notices = 0;
    std::int64_t recommendations = 0;
    std::array<std::int64_t, 4> terminations{};  ///< by TerminationCause
  };
  [[nodiscard]] const Report& report() const { return report_; }
  [[nodiscard]] std::int64_t terminations(TerminationCause cause) const {
    return report_.terminations[static_cast<std::size_t>(cause)];
  }
  [[nodiscard]] std::size_t alive() const { return instances_.size(); }

 private:
  using Ids = std::vector<InstanceId>;
  struct Instance {
    InstanceId id = 0;
    LaunchRequest launch;
    sim::control::MachineId machine;
    InstanceMeter meter;
    bool is_ready = false;
    bool is_doomed = false;  ///< its interruption is decided, whether it knows or not
    std::vector<sim::control::TimerId> timers;
  };
  /// What EC2 knows of a pool.
  struct PoolState {
    std::uint64_t hash = 0;  ///< identifies the pool to chance, whatever other pools exist
    std::uint64_t launches = 0;
    std::uint64_t reclaims = 0;
    bool has_spot_capacity = true;
    double singles_per_hour = 0;
  };

  void answer(const LaunchRequest& request);
  [[nodiscard]] std::optional<LaunchFailure> refusal(const LaunchRequest& request, const PoolState& pool);
  void launch(const LaunchRequest& request, PoolState& pool, sim::control::MachineId machine);
  void plan_losses(Instance& instance, const PoolState& pool, std::uint64_t ordinal);
  void become_running(InstanceId id);
  void become_ready(InstanceId id);
  void interrupt(InstanceId id);
  void give_notice(InstanceId id, Instant ends_at);
  void terminate(InstanceId id, TerminationCause cause);
  [[nodiscard]] double shortage_probability(ZoneIndex zone) const;
  [[nodiscard]] bool another_zone_is_down(ZoneIndex zone) const;
  [[nodiscard]] Ids pick(const Ids& from, double share, std::uint64_t place, std::uint64_t event) const;
  [[nodiscard]] Ids running_spot_in(const Pool& pool) const;
  [[nodiscard]] PoolState& pool_state(const Pool& pool);
  [[nodiscard]] bool may_be_free(const Instance& instance) const;

  sim::control::Simulation& simulation_;
  Metering& metering_;
  Ec2Config config_;
  sim::chance::Stream delay_stream_;
  sim::chance::Stream shortage_stream_;
  sim::chance::Stream failure_stream_;
  sim::chance::Stream victim_stream_;
  sim::chance::Stream notice_stream_;
  MachineShelf shelf_;
  TokenBucket bucket_;
  std::map<InstanceId, Instance> instances_;
  std::map<Pool, PoolState> pools_;
  std::vector<bool> zone_is_down_;
  std::uint64_t zone_events_ = 0;
  std::int64_t on_demand_in_outage_ = 0;  ///< launched since some zone has been down
  std::uint64_t requests_ = 0;
  InstanceId next_id_ = 1;
  bool control_plane_is_available_ = true;
  Report report_;
};

}  // namespace fleetcast::models::ec2
