#pragma once
#include <cstdint>
#include <string>

#include "sim/time.hpp"

/// The words in which components talk to each other. Components never include one another: each sends these messages
/// through its ports and takes them through its methods, and scenarios/world wires the two.
namespace fleetcast::models {

using sim::Duration;
using sim::Instant;

/// Identifies an availability zone by its position in the scenario's list of zones.
using ZoneIndex = std::uint32_t;
/// Identifies an EC2 instance: the ordinal of its launch in the run, counted over all groups.
using InstanceId = std::uint64_t;
/// Identifies an ECS task (on EC2 or Fargate): the ordinal of its creation in the run.
using TaskId = std::uint64_t;

/// Says how EC2 capacity is bought.
enum class PurchaseOption { on_demand, spot };

/// Names a capacity pool: one instance type in one zone.
struct Pool {
  std::string instance_type;
  ZoneIndex zone = 0;
  auto operator<=>(const Pool&) const = default;
};

// --- EC2, spot and Auto Scaling groups -------------------------------------------------------------------------

/// Asks EC2 for one instance; answered by InstancePending or LaunchFailed.
struct LaunchRequest {
  std::string group;
  Pool pool;
  PurchaseOption purchase = PurchaseOption::on_demand;
};
/// Says that EC2 accepted a launch: the instance has an id and is in the state pending.
struct InstancePending {
  InstanceId instance = 0;
  std::string group;
  Pool pool;
  PurchaseOption purchase = PurchaseOption::on_demand;
};
enum class LaunchFailure { insufficient_capacity, request_limit_exceeded, control_plane_unavailable };
struct LaunchFailed {
  std::string group;
  Pool pool;
  PurchaseOption purchase = PurchaseOption::on_demand;
  LaunchFailure reason = LaunchFailure::insufficient_capacity;
};
/// Says that an instance is running: billing starts here.
struct InstanceRunning {
  InstanceId instance = 0;
  std::string group;
  Pool pool;
  PurchaseOption purchase = PurchaseOption::on_demand;
};
/// Says that a running instance has booted and its ECS agent has registered: tasks can be placed on it.
struct InstanceReady {
  InstanceId instance = 0;
  std::string group;
  Pool pool;
  PurchaseOption purchase = PurchaseOption::on_demand;
};
/// Asks EC2 to terminate an instance on behalf of its owner.
struct TerminateRequest {
  InstanceId instance = 0;
};
enum class TerminationCause { owner, spot_interruption, zone_outage, hardware_failure };
/// Says that an instance is gone, with everything on it.
struct InstanceTerminated {
  InstanceId instance = 0;
  std::string group;
  Pool pool;
  PurchaseOption purchase = PurchaseOption::on_demand;
  TerminationCause cause = TerminationCause::owner;
};
struct RebalanceRecommendation {
  InstanceId instance = 0;
};
/// Gives the two-minute warning of a spot interruption.
struct InterruptionNotice {
  InstanceId instance = 0;
  Instant terminates_at;
};
/// Reports what a spot pool can supply; capacity is a score from 0 (empty) to 1 (deep), as allocation strategies see
/// it.
struct PoolCapacity {
  Pool pool;
  double capacity = 1;
  double price_ratio = 1;  ///< spot price as a share of the on-demand price
};
/// Reclaims a share of the instances that run in a spot pool, with notices spread over a short time.
struct PoolReclaimed {
  Pool pool;
  double share = 0;
  Duration spread;
};
/// Warns that a spot pool may soon be reclaimed: each of its instances is sent a rebalance recommendation with this
/// probability.
struct PoolAtRisk {
  Pool pool;
  double recommended_share = 0;
};
/// Reports how often a spot pool takes back a single instance by itself, apart from reclaims of the pool.
struct PoolHazard {
  Pool pool;
  double singles_per_hour = 0;
};
/// Asks a group to move to a desired capacity, e.g. from managed scaling.
struct SetDesiredCapacity {
  std::string group;
  std::int64_t desired = 0;
};
/// Reports a group's size, after every change.
struct GroupCapacity {
  std::string group;
  std::int64_t desired = 0;
  std::int64_t pending = 0;
  std::int64_t in_service = 0;
  std::int64_t in_service_spot = 0;
};
/// Says that a group wants to terminate an instance and waits for its tasks to leave; answered by DrainCompleted.
struct DrainRequested {
  InstanceId instance = 0;
};
struct DrainCompleted {
  InstanceId instance = 0;
};
/// Protects an instance from scale-in, or lifts the protection (managed termination protection).
struct ScaleInProtection {
  InstanceId instance = 0;
  bool is_protected = false;
};

// --- Zones ------------------------------------------------------------------------------------------------------

/// Tells how a zone is: working, failing in part without being declared down (gray), or lost.
enum class ZoneCondition { up, gray, down };
/// Says that a zone changes condition. share_lost is the share of its instances that go with it; the last two say how
/// bad the network of a gray zone is.
struct ZoneChanged {
  ZoneIndex zone = 0;
  ZoneCondition condition = ZoneCondition::up;
  double share_lost = 1;
  double extra_latency_seconds = 0;     ///< one way, into the zone and out of it
  double lost_connections_share = 0;
};
/// Says that traffic is shifted away from a zone, by an operator or by AWS (zonal shift), or comes back.
struct ZoneShifted {
  ZoneIndex zone = 0;
  bool is_away = false;
};
/// Says whether the region's control plane accepts launches and changes.
struct ControlPlaneChanged {
  bool is_available = true;
};

// --- ECS, Fargate -----------------------------------------------------------------------------------------------

/// Says what an ECS task runs on.
enum class LaunchType { ec2, fargate, fargate_spot };
/// Identifies a task and where it runs; instance is meaningful for the launch type ec2 only.
struct TaskPlace {
  TaskId task = 0;
  std::string service;
  std::string capacity_provider;
  LaunchType launch_type = LaunchType::ec2;
  ZoneIndex zone = 0;
  InstanceId instance = 0;
  std::int64_t revision = 1;  ///< task definition revision, counted up by deployments
  bool is_broken = false;     ///< a revision that never passes a health check
};
/// Asks for the network interface, image, secrets of a task; answered by TaskPrepared or TaskPrepareFailed.
struct PrepareTask {
  TaskPlace place;
};
struct TaskPrepared {
  TaskId task = 0;
};
struct TaskPrepareFailed {
  TaskId task = 0;
  std::string cause;
  bool is_for_want_of_capacity = false;  ///< ECS tries again and does not hold it against the task definition
};
/// Gives the two-minute warning that Fargate Spot takes a task's capacity back.
struct TaskInterruptionNotice {
  TaskId task = 0;
  Instant stops_at;
};
enum class TaskLoss { spot_interruption, zone_outage };
/// Says that a Fargate task is gone without ECS having stopped it.
struct TaskLost {
  TaskId task = 0;
  TaskLoss cause = TaskLoss::spot_interruption;
};
/// Says that a task's containers run and it registers with its target group, if it has one (ACTIVATING -> RUNNING).
struct TaskStarted {
  TaskPlace place;
};
/// Says that a task leaves its target group: no new requests, those in flight may finish within the drain.
struct TaskDeactivating {
  TaskPlace place;
};
enum class StopCause { scale_in, deployment, unhealthy, spot_interruption, instance_lost, essential_exit, rebalance };
/// Says that a task has stopped; whatever it still worked on is lost.
struct TaskStopped {
  TaskPlace place;
  StopCause cause = StopCause::scale_in;
};
/// Reports that a target group sees a task as healthy or unhealthy.
struct TargetHealth {
  TaskId task = 0;
  bool is_healthy = false;
};
/// Reports the processor time that a task took from its instance in a minute.
struct TaskProcessorTime {
  TaskId task = 0;
  InstanceId instance = 0;
  Instant period_end;
  double vcpu_seconds = 0;
};
/// Asks ECS to run a service at a desired count, e.g. from Application Auto Scaling.
struct SetDesiredCount {
  std::string service;
  std::int64_t desired = 0;
};
/// Reports a service's counts, after every change.
struct ServiceCounts {
  std::string service;
  std::int64_t desired = 0;
  std::int64_t running = 0;
  std::int64_t pending = 0;
  bool is_deploying = false;
  std::int64_t leaving = 0;  ///< told to stop, and still finishing what they have
};
/// Asks for a number of one-off tasks of a job definition; each answers with TaskStarted and TaskStopped.
struct RunTask {
  std::string job;
  std::int64_t count = 1;
};
/// Says that the essential container of a one-off task exited by itself: ECS stops the task with essential_exit.
struct TaskFinished {
  TaskId task = 0;
};
/// Asks ECS to roll a service to a new revision.
struct StartDeployment {
  std::string service;
  bool new_revision_is_broken = false;  ///< its tasks never pass a health check
};

// --- CloudWatch, EventBridge, SNS -------------------------------------------------------------------------------

/// Publishes one datapoint; metric is "<Namespace>/<MetricName>{<dimension>}", e.g. "AWS/ECS/CPUUtilization{api}".
struct MetricPoint {
  std::string metric;
  Instant period_end;
  double value = 0;
};
enum class Comparison { above, below };
enum class MissingData { missing, not_breaching, breaching, ignore };
/// Creates an alarm on a metric: in ALARM when `datapoints_to_alarm` of the last `evaluation_periods` points breach.
struct PutAlarm {
  std::string alarm;
  std::string metric;
  Comparison comparison = Comparison::above;
  double threshold = 0;
  std::int64_t datapoints_to_alarm = 1;
  std::int64_t evaluation_periods = 1;
  Duration period;
  MissingData missing_data = MissingData::missing;
  bool repeats = true;  ///< Auto Scaling actions repeat each period while in ALARM; notifications do not
};
enum class AlarmState { ok, alarm, insufficient_data };
/// Reports an alarm's evaluation: every transition, and every period while in ALARM if the alarm repeats.
struct AlarmEvaluated {
  std::string alarm;
  std::string metric;
  AlarmState state = AlarmState::insufficient_data;
  bool is_transition = false;
  double value = 0;  ///< newest datapoint
};
/// Carries an event to EventBridge; source is e.g. "ecs.task_state_change" or a custom name.
struct Event {
  std::string source;
  std::int64_t size_bytes = 1024;
  bool is_custom = false;
};
/// Delivers an event to a rule's target.
struct EventDelivered {
  std::string rule;
  std::string target;
};

// --- VPC, NAT gateways, endpoints ---------------------------------------------------------------------------------

/// Says whether a zone's private subnets reach the internet through the NAT gateway they are routed to.
struct EgressChanged {
  ZoneIndex zone = 0;
  bool is_available = true;
};
enum class ServicePath { blocked, internet_gateway, nat_gateway, gateway_endpoint, interface_endpoint };
/// Says how tasks in a zone reach a regional service ("s3", "ecr.api", "ecr.dkr", "secretsmanager", "logs", ...); sent
/// at the start and on change.
struct ServicePathChanged {
  std::string service;
  ZoneIndex zone = 0;
  ServicePath path = ServicePath::nat_gateway;
};
/// Says that bytes between a zone's private subnets and a service in the region passed the NAT gateway.
struct BytesThroughNat {
  ZoneIndex zone = 0;
  std::int64_t bytes = 0;
};
/// Says that bytes between a zone's subnets and a service passed an interface endpoint.
struct BytesThroughEndpoint {
  std::string service;
  ZoneIndex zone = 0;
  std::int64_t bytes = 0;
};
/// Says that a secret has a new value; tasks that hold the old one fail if it is invalid from now on.
struct SecretRotated {
  std::string secret;
  bool old_value_is_invalid = false;
};

// --- The story of a run -----------------------------------------------------------------------------------------

/// Tells something an operator would want in the incident timeline.
struct Incident {
  Instant at;
  std::string kind;    ///< "spot_interruption", "zone_outage", "failover", "deployment", "scale_out", ...
  std::string cause;   ///< what set it off, readable
  std::string effect;  ///< what it did, readable
  Duration duration;   ///< zero for something that happens at an instant
};

}  // namespace fleetcast::models
