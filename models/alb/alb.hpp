#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "models/alb/config.hpp"
#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"
#include "sim/traffic/growth.hpp"
#include "sim/traffic/program.hpp"

namespace fleetcast::models::alb {

/// Tells what one task of a service offers as a target.
struct TargetShape {
  std::uint32_t slots = 1;    ///< requests it works on at once
  std::uint32_t backlog = 0;  ///< requests that may wait for a slot
  double vcpus = 1;           ///< reserved; a fraction is a slower processor
  bool is_reachable = true;   ///< false where no rule of the network lets the balancer connect to it
  /// Returns the speed of the place a task runs on, relative to one vCPU; 1 if none is given.
  std::function<double(const TaskPlace&)> speed{};
};

/// Says whether some target in a zone is healthy: name service leaves zones without one out of its answers.
struct ZoneTargets {
  ZoneIndex zone = 0;
  bool has_healthy = true;
};

/// Reports what a service's target group did since measuring began.
struct TargetGroupFigures {
  sim::traffic::PoolMeasures pool;
  std::uint32_t registered = 0;
  std::uint32_t healthy = 0;
};

/// Models an Application Load Balancer: one node set in each zone, and a target group for each service.
///
/// Modelled: health checks by each node (of targets that the network hides they time out), algorithms, cross-zone
/// balancing, fail-open, slow start, deregistration delay, connect and idle time-outs with a cause of failure each
/// (502, 503, 504), nodes lost with their zone, zonal shift, the balancer's own scaling if asked for, capacity units,
/// addresses, metrics. Which zone's node a client uses is name service's business: the request's zone is set when it
/// arrives. Left out: stickiness, listeners' TLS, 4xx codes, and anomaly mitigation.
class Alb {
 public:
  Alb(sim::control::Simulation& simulation, sim::traffic::Kernel& kernel, Metering& metering, AlbConfig config,
      std::string name, ZoneIndex zone_count);

  sim::Port<TargetHealth> target_health;
  sim::Port<ZoneTargets> zone_targets;
  sim::Port<MetricPoint> metric_points;
  sim::Port<Incident> incidents;

  /// Adds the target group of a service; throws std::logic_error if it has one.
  void add_target_group(const std::string& service, const TargetGroupConfig& config, const TargetShape& shape);
  [[nodiscard]] sim::traffic::PoolId pool(const std::string& service) const;

  /// Has its answers go to clients over the internet, which AWS charges for, rather than to CloudFront, which is free.
  /// Call it before write(). Answers of an internal balancer stay inside.
  void answer_internet() { answers_internet_ = !config_.internal; }
  /// Writes the way from a node to a target and back; `work` writes what the target does.
  void write(sim::traffic::ProgramWriter& writer, const std::string& service, const std::string& request_class,
             const std::function<void()>& work);

  /// Registers a task that started, deregisters one that leaves, drops one that stopped.
  void on(const TaskStarted& started);
  void on(const TaskDeactivating& leaving);
  void on(const TaskStopped& stopped);
  /// Loses a zone's nodes, or has them back.
  void on(const ZoneChanged& change);
  /// Takes a signal of the traffic plane, once its delivery is due.
  void on(const sim::traffic::Kernel::Signal& signal);
  /// Keeps other zones' nodes from sending to a zone (zonal shift), or lets them again.
  void shift_zone(ZoneIndex zone, bool is_away);
  /// Makes so many of a service's oldest targets answer every request with an error at once while their health checks
  /// pass, or makes all work again.
  void break_targets(const std::string& service, std::size_t count);
  void mend_targets(const std::string& service);

  /// Begins to publish datapoints each minute.
  void start();
  /// Meters hours, addresses and the dimensions of capacity units since the last call.
  void settle(Instant now);
  [[nodiscard]] TargetGroupFigures figures(const std::string& service) const;

  /// Causes of failure, by what the client sees.
  struct Causes {
    sim::traffic::CauseId reset{};          ///< 502: the target refused, or vanished with the request
    sim::traffic::CauseId no_target{};      ///< 503: no target is registered
    sim::traffic::CauseId over_capacity{};  ///< 503: the balancer itself is overloaded
    sim::traffic::CauseId unreachable{};    ///< 504: the target did not accept the connection in time
    sim::traffic::CauseId time_out{};       ///< 504: the target did not answer within the idle time-out
    sim::traffic::CauseId node_lost{};      ///< no answer: the node is gone
    sim::traffic::CauseId target_error{};   ///< 5xx of the target itself
  };
  [[nodiscard]] const Causes& causes() const { return causes_; }

 private:
  struct TargetGroup {
    TargetGroupConfig config;
    TargetShape shape;
    sim::traffic::PoolId pool{};
    sim::traffic::CounterId failures{};
    std::vector<bool> zone_is_healthy{};
    std::set<TaskId> targets{};  ///< registered or draining
    sim::traffic::Growth<std::uint64_t> minute_requests{};
    sim::traffic::Growth<std::uint64_t> minute_failures{};
    sim::traffic::Growth<std::uint64_t> minute_target_errors{};
    sim::traffic::Growth<std::uint64_t> minute_connection_errors{};
    sim::traffic::Growth<std::uint64_t> minute_without_target{};
    sim::traffic::Growth<std::uint64_t> minute_fail_open{};
    sim::traffic::Growth<std::uint64_t> hour_requests{};
  };

  void catch_up() { kernel_.advance_to(simulation_.now()); }
  TargetGroup* find(const std::string& service);
  void remove(const std::string& service, TaskId task);
  [[nodiscard]] std::uint64_t requests(const TargetGroup& group) const;
  void check_zones(TargetGroup& group);
  void publish_minute();
  void publish_targets(const std::string& service, TargetGroup& group, double count);
  void publish_balancer(double requests_of_all, double failures, double unavailable);
  void scale(double requests_per_second);

  sim::control::Simulation& simulation_;
  sim::traffic::Kernel& kernel_;
  Metering& metering_;
  AlbConfig config_;
  std::string name_;
  ZoneIndex zone_count_;
  Causes causes_;
  std::map<std::string, TargetGroup> groups_;
  sim::traffic::KnobId first_lost_node_{};
  sim::traffic::GateId capacity_gate_{};
  sim::traffic::CounterId processed_bytes_{};
  sim::traffic::CounterId internet_bytes_{};
  bool answers_internet_ = false;
  sim::traffic::Growth<std::uint64_t> hour_bytes_;
  sim::traffic::Growth<std::uint64_t> hour_internet_bytes_;
  sim::traffic::Growth<std::uint64_t> minute_offered_;
  sim::traffic::Growth<std::uint64_t> minute_rejected_;
  sim::traffic::Growth<std::uint64_t> minute_bytes_;
  std::array<double, 5> recent_rates_{};
  std::size_t minute_ = 0;
  double capacity_ = 0;            ///< requests per second
  double unmetered_requests_ = 0;  ///< that have not filled a connection yet
  Instant metered_until_;
};

}  // namespace fleetcast::models::alb
