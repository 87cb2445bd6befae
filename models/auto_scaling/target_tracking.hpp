#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/auto_scaling/config.hpp"
#include "models/messages.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::auto_scaling {

/// Returns the capacity that would bring a metric which follows the load per instance to its target.
[[nodiscard]] std::int64_t tracking_capacity(std::int64_t instances, double metric, double target);

/// Scales one group by its target-tracking policies.
///
/// Modelled: the metric AWS/EC2/CPUUtilization of the group, over warm instances; the alarms that a policy creates (3
/// of 3 out, 15 of 15 in at 0.9 of the target); a capacity computed from the warm instances, so that those which warm
/// up count as capacity already asked for; the largest capacity wins on the way out; scale-in only when every policy
/// agrees and nothing warms up; no action without data. Left out: step and simple scaling, predictive scaling, the
/// five-minute metrics of basic monitoring.
class TargetTracking {
 public:
  /// Takes the group's limits and policies, and the vCPUs of each instance type it launches.
  TargetTracking(sim::control::Simulation& simulation, std::string group, const AutoScalingGroupConfig& config,
                 std::map<std::string, double> vcpus);

  sim::Port<MetricPoint> metric_points;
  sim::Port<PutAlarm> alarms;
  sim::Port<SetDesiredCapacity> desired_capacities;
  sim::Port<Incident> incidents;

  // Messages that name another group, or an instance of one, are left alone.

  /// Learns the group's desired capacity.
  void on(const GroupCapacity& capacity);
  /// Puts an instance in service; it warms up from now.
  void on(const InstanceRunning& running);
  /// Forgets an instance that is gone.
  void on(const InstanceTerminated& terminated) { instances_.erase(terminated.instance); }
  /// Forgets an instance that leaves the group.
  void on(const DrainRequested& leaving) { instances_.erase(leaving.instance); }
  void on(const TerminateRequest& leaving) { instances_.erase(leaving.instance); }
  /// Adds what a task took from its instance to the minute's utilisation.
  void on(const TaskProcessorTime& time);
  /// Acts on an alarm of one of its policies; others are ignored.
  void on(const AlarmEvaluated& evaluated);
  /// Does nothing while the control plane is down.
  void on(const ControlPlaneChanged& change) { is_available_ = change.is_available; }
  /// Creates the alarms and begins to publish the group's utilisation each minute.
  void start();

  /// Returns how many instances are in service and warm.
  [[nodiscard]] std::int64_t warm_instances() const;
  /// Returns the time in service after which an instance is warm.
  [[nodiscard]] Duration warm_up() const { return warm_up_; }

 private:
  struct Instance {
    Instant in_service_at;
    double vcpus = 1;
    double vcpu_seconds = 0;  ///< taken in this minute
  };
  struct Policy {
    std::string name;
    TargetTrackingConfig config;
    bool is_low_in_alarm = false;
    double low_value = 0;
  };

  void put_alarms(const Policy& policy);
  [[nodiscard]] std::string alarm_name(const Policy& policy, bool is_high) const;
  void publish_minute();
  [[nodiscard]] bool is_warm(const Instance& instance) const;
  void scale_out(const Policy& policy, double value);
  void scale_in();
  void set_desired(const Policy& policy, std::int64_t to);

  sim::control::Simulation& simulation_;
  std::string group_;
  std::string metric_;
  std::int64_t min_size_;
  std::int64_t max_size_;
  Duration warm_up_;
  std::map<std::string, double> vcpus_;
  std::vector<Policy> policies_;
  std::map<InstanceId, Instance> instances_;
  std::optional<std::int64_t> desired_;
  bool is_available_ = true;
};

}  // namespace fleetcast::models::auto_scaling
