#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/application_auto_scaling/config.hpp"
#include "models/messages.hpp"
#include "sim/calendar.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::application_auto_scaling {

/// Records one change of a service's desired count.
struct ScalingActivity {
  Instant at;
  std::string service;
  std::string policy;
  std::int64_t from = 0;
  std::int64_t to = 0;
};

/// Scales services between bounds: target tracking, step scaling and scheduled actions.
///
/// Modelled: the alarms that policies create (3 of 3 out, 15 of 15 in at 0.9 of the target), capacity computed from the
/// running count, cooldowns (during a scale-out cooldown what was added counts, so only a larger result is applied),
/// scale-out by any policy and scale-in only when all are ready, the largest result wins, no scale-in during
/// deployments, no action without data. Left out: predictive scaling, metric maths, suspended state set by hand.
class ApplicationAutoScaling {
 public:
  /// Takes the targets by service; throws std::invalid_argument naming the place of a target that cannot work.
  ApplicationAutoScaling(sim::control::Simulation& simulation, sim::Calendar calendar,
                         std::map<std::string, ScalableTargetConfig> targets);

  sim::Port<PutAlarm> alarms;
  sim::Port<SetDesiredCount> desired_counts;
  sim::Port<Incident> incidents;

  /// Learns the counts of a service; those of others are ignored.
  void on(const ServiceCounts& counts);
  /// Acts on an alarm of one of its policies; others are ignored.
  void on(const AlarmEvaluated& evaluated);
  /// Does nothing while the control plane is down.
  void on(const ControlPlaneChanged& change);
  /// Creates the alarms and the timers of scheduled actions.
  void start();

  /// Returns every change made, in order.
  [[nodiscard]] const std::vector<ScalingActivity>& activities() const { return activities_; }

 private:
  struct Policy {
    std::string name;
    std::optional<TargetTrackingConfig> tracking;
    std::optional<StepScalingConfig> step;
    bool is_low_in_alarm = false;
    double low_value = 0;
  };
  struct Target {
    ScalableTargetConfig config;
    std::int64_t min_capacity = 0;
    std::int64_t max_capacity = 0;
    ServiceCounts counts;
    bool has_counts = false;
    std::vector<Policy> policies;
    std::optional<Instant> out_until;  ///< end of the scale-out cooldown
    std::int64_t base_capacity = 0;    ///< running count when the first scale-out of this cooldown was decided
    std::optional<Instant> in_until;   ///< end of the scale-in cooldown
  };
  enum class Role { high, low, step };
  struct AlarmUse {
    std::string service;
    std::size_t policy = 0;
    Role role = Role::high;
  };

  void add_policies(const std::string& service, Target& target);
  void put_alarm(const std::string& name, const AlarmUse& use);
  void start_schedule(const std::string& service, const std::string& name, const ScheduledActionConfig& action);
  void apply_schedule(const std::string& service, const std::string& name, const ScheduledActionConfig& action);
  [[nodiscard]] std::int64_t base_of(const Target& target) const;
  void track_out(const std::string& service, Target& target, const Policy& policy, double value);
  void track_in(const std::string& service, Target& target);
  void take_step(const std::string& service, Target& target, const Policy& policy, double value);
  void scale_out(const std::string& service, Target& target, const std::string& policy, std::int64_t to,
                 Duration cooldown);
  void scale_in(const std::string& service, Target& target, const std::string& policy, std::int64_t to,
                Duration cooldown);
  void set_desired(const std::string& service, Target& target, const std::string& policy, std::int64_t to);

  sim::control::Simulation& simulation_;
  sim::Calendar calendar_;
  std::map<std::string, Target> targets_;
  std::map<std::string, AlarmUse> alarm_uses_;
  std::vector<ScalingActivity> activities_;
  std::uint64_t schedules_ = 0;
  bool is_available_ = true;
};

}  // namespace fleetcast::models::application_auto_scaling
