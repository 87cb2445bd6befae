#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "models/auto_scaling/config.hpp"
#include "models/auto_scaling/roster.hpp"
#include "models/auto_scaling/spot_fallback.hpp"
#include "models/messages.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::auto_scaling {

/// Keeps one group of instances at its desired capacity.
///
/// Modelled: mixed instances policy with spot allocation strategies, zone balance (best effort or strict) and its
/// repair, launches that are tried in other pools and zones and again after a while, spot that never turns into
/// on-demand unless a fallback policy of the user's makes it, termination policy (fullest zone, then the kind that is
/// over its share, then the oldest), scale-in protection, draining before termination, late detection of losses,
/// capacity rebalancing. An instance is in service once it runs. Left out: warm pools, instance
/// refresh, instance weights, suspension after a day of failed launches, ELB health checks. No chance of its own: luck
/// belongs to EC2 and the spot market.
class AutoScalingGroup {
 public:
  /// Takes the group's zones; throws std::invalid_argument if sizes or instance types make no sense.
  AutoScalingGroup(sim::control::Simulation& simulation, std::string name, std::vector<ZoneIndex> zones,
                   AutoScalingGroupConfig config);
  AutoScalingGroup(const AutoScalingGroup&) = delete;
  AutoScalingGroup& operator=(const AutoScalingGroup&) = delete;

  sim::Port<LaunchRequest> launch_request;
  sim::Port<TerminateRequest> terminate_request;
  sim::Port<DrainRequested> drain_requested;
  sim::Port<GroupCapacity> group_capacity;
  sim::Port<Incident> incidents;

  // Messages that name another group, or an instance of one, are left alone: wire every group to every sender.

  /// Moves to a desired capacity, held between min_size and max_size.
  void on(const SetDesiredCapacity& message);
  /// Takes in an instance that was asked for.
  void on(const InstancePending& message);
  /// Puts an instance in service.
  void on(const InstanceRunning& message);
  /// Tries other pools and zones, and this one again after a while.
  void on(const LaunchFailed& message);
  /// Replaces an instance that was lost, once the loss is detected.
  void on(const InstanceTerminated& message);
  /// Launches a replacement at once if the group rebalances capacity or its fallback policy wants it; otherwise waits
  /// for the loss.
  void on(const InterruptionNotice& message);
  /// Replaces an instance ahead of its interruption if the group rebalances capacity and a pool is no worse.
  void on(const RebalanceRecommendation& message);
  /// Terminates an instance that has drained.
  void on(const DrainCompleted& message);
  /// Protects an instance from scale-in and zone balancing, or lifts that.
  void on(const ScaleInProtection& message);
  /// Learns what a spot pool offers.
  void on(const PoolCapacity& message);
  /// Neither launches nor terminates while the control plane is impaired.
  void on(const ControlPlaneChanged& message);

  /// Waits with the balance of zones for a while once a zone is back.
  void on(const ZoneChanged& message);

  /// Begins to launch up to the desired capacity.
  void start();
  /// Does nothing: a group uses nothing that is billed.
  void settle(Instant) {}
  /// Closes the account of times below the desired capacity at the end of the run.
  void finish(Instant now);

  /// Counts what happened.
  struct Report {
    std::int64_t launches = 0;
    std::int64_t failed_launches = 0;
    std::int64_t scale_ins = 0;
    std::int64_t losses = 0;
    std::int64_t rebalanced = 0;  ///< instances replaced because they were at risk or had notice
    std::int64_t zone_moves = 0;  ///< instances replaced to balance zones
    std::int64_t stand_ins = 0;   ///< on-demand instances launched in place of spot by the fallback policy
    std::int64_t given_back = 0;  ///< of those, replaced by spot again
    Duration below_desired;       ///< time with fewer instances in service than desired
  };
  [[nodiscard]] const Report& report() const { return report_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] GroupCapacity capacity() const;
  [[nodiscard]] const Roster& roster() const { return roster_; }

 private:
  void reconcile();
  void reconcile_once();
  void plan_wake();
  void launch_missing();
  [[nodiscard]] bool launch_one(PurchaseOption purchase);
  [[nodiscard]] std::optional<Pool> place(PurchaseOption purchase) const;
  [[nodiscard]] std::optional<Pool> open_pool_in(ZoneIndex zone, PurchaseOption purchase) const;
  [[nodiscard]] bool is_open(const Pool& pool, PurchaseOption purchase) const;
  [[nodiscard]] std::int64_t size_limit() const;
  [[nodiscard]] std::int64_t on_demand_target() const;
  [[nodiscard]] std::int64_t target_size() const;
  void note_shortage();
  void stand_in_for(std::int64_t unplaced);
  void give_back();
  void undo_give_back(std::int64_t count);
  void replace_by_on_demand(InstanceId id);
  void remove_surplus();
  [[nodiscard]] std::optional<InstanceId> pick_victim() const;
  void retire_replaced();
  void balance_zones();
  void undo_zone_balance();
  void begin_termination(InstanceId id);
  void end_drain(InstanceId id);
  void replace(Member& member, Replacement why);
  void close_pool(const Pool& pool, PurchaseOption purchase, Duration length);
  void publish();
  void account(Instant now);
  [[nodiscard]] std::uint64_t order_key() const;

  sim::control::Simulation& simulation_;
  std::string name_;
  std::vector<ZoneIndex> zones_;
  AutoScalingGroupConfig config_;
  std::int64_t desired_ = 0;
  SpotFallback fallback_;
  Roster roster_;
  std::map<Pool, PoolCapacity> offers_;
  std::map<Roster::Ask, Instant> closed_until_;
  std::map<Roster::Ask, bool> is_suspect_;  ///< failed last time: one launch at a time until one succeeds
  Instant blocked_until_;
  Instant balances_from_;
  std::vector<ZoneIndex> lost_zones_;
  std::optional<Instant> wakes_at_;
  bool control_plane_is_available_ = true;
  bool has_started_ = false;
  bool is_reconciling_ = false;
  bool must_reconcile_again_ = false;
  GroupCapacity published_;
  std::optional<Instant> below_since_;
  std::optional<Instant> shortage_since_;
  Report report_;
};

}  // namespace fleetcast::models::auto_scaling
