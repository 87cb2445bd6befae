#include "models/auto_scaling/target_tracking.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

#include "sim/chance/purpose.hpp"

namespace fleetcast::models::auto_scaling {

namespace {

// What an instance warms up for if neither policy nor group says it: the default cooldown (ASG API PutScalingPolicy).
const Duration default_cooldown = sim::seconds(300);

Duration warm_up_of(const AutoScalingGroupConfig& config) {
  const double of_group = config.default_instance_warmup.value();
  Duration longest{0};
  for (const auto& [name, policy] : config.target_tracking) {
    Duration of_policy = of_group > 0 ? config.default_instance_warmup.duration() : default_cooldown;
    if (policy.estimated_instance_warmup) of_policy = policy.estimated_instance_warmup->duration();
    longest = std::max(longest, of_policy);
  }
  return longest;
}

}  // namespace

std::int64_t tracking_capacity(std::int64_t instances, double metric, double target) {
  // The tolerance keeps a product such as 10 * 66 / 60 that is whole but for rounding from counting one more.
  return static_cast<std::int64_t>(std::ceil(static_cast<double>(instances) * metric / target - 1e-9));
}

TargetTracking::TargetTracking(sim::control::Simulation& simulation, std::string group,
                               const AutoScalingGroupConfig& config, std::map<std::string, double> vcpus)
    : simulation_(simulation),
      group_(std::move(group)),
      metric_("AWS/EC2/CPUUtilization{" + group_ + "}"),
      min_size_(config.min_size.count()),
      max_size_(config.max_size.count()),
      warm_up_(warm_up_of(config)),
      vcpus_(std::move(vcpus)) {
  for (const auto& [name, policy] : config.target_tracking) policies_.push_back({.name = name, .config = policy});
}

void TargetTracking::start() {
  for (const Policy& policy : policies_) put_alarms(policy);
  const Duration minute = sim::minutes(1);
  const std::uint64_t order_key = (std::uint64_t{131} << 32) + (sim::chance::hash_of_name(group_) >> 32);
  simulation_.every(minute, simulation_.now() + minute, order_key, [this] { publish_minute(); });
}

void TargetTracking::put_alarms(const Policy& policy) {
  const double target = policy.config.target_value.value();
  for (const bool is_high : {true, false}) {
    const std::int64_t datapoints = (is_high ? policy.config.datapoints_out : policy.config.datapoints_in).count();
    alarms.send({.alarm = alarm_name(policy, is_high),
                 .metric = policy.config.metric.value_or(metric_),
                 .comparison = is_high ? Comparison::above : Comparison::below,
                 .threshold = is_high ? target : target * policy.config.scale_in_threshold.value(),
                 .datapoints_to_alarm = datapoints,
                 .evaluation_periods = datapoints,
                 .period = policy.config.period.duration()});
  }
}

std::string TargetTracking::alarm_name(const Policy& policy, bool is_high) const {
  return "TargetTracking-" + group_ + "-" + policy.name + (is_high ? "-AlarmHigh" : "-AlarmLow");
}

void TargetTracking::on(const GroupCapacity& capacity) {
  if (capacity.group == group_) desired_ = capacity.desired;
}

void TargetTracking::on(const InstanceRunning& running) {
  if (running.group != group_) return;
  const auto vcpus = vcpus_.find(running.pool.instance_type);
  if (vcpus == vcpus_.end()) {
    throw std::logic_error("target tracking of " + group_ + ": no vCPUs are known of " + running.pool.instance_type +
                           ", at " + std::to_string(simulation_.now().seconds()) + " s");
  }
  instances_[running.instance] = {simulation_.now(), vcpus->second, 0};
}

void TargetTracking::on(const TaskProcessorTime& time) {
  const auto found = instances_.find(time.instance);
  if (found != instances_.end()) found->second.vcpu_seconds += time.vcpu_seconds;
}

bool TargetTracking::is_warm(const Instance& instance) const {
  return instance.in_service_at + warm_up_ <= simulation_.now();
}

std::int64_t TargetTracking::warm_instances() const {
  return std::count_if(instances_.begin(), instances_.end(), [this](const auto& one) { return is_warm(one.second); });
}

void TargetTracking::publish_minute() {
  constexpr double seconds_per_minute = 60;
  double sum = 0;
  std::int64_t counted = 0;
  for (auto& [id, instance] : instances_) {
    const double utilisation = 100 * instance.vcpu_seconds / (instance.vcpus * seconds_per_minute);
    instance.vcpu_seconds = 0;
    if (!is_warm(instance)) continue;
    sum += std::min(utilisation, 100.0);
    ++counted;
  }
  if (counted > 0) metric_points.send({metric_, simulation_.now(), sum / static_cast<double>(counted)});
}

void TargetTracking::on(const AlarmEvaluated& evaluated) {
  for (Policy& policy : policies_) {
    const bool is_in_alarm = evaluated.state == AlarmState::alarm;
    if (evaluated.alarm == alarm_name(policy, false)) {
      policy.is_low_in_alarm = is_in_alarm;
      policy.low_value = evaluated.value;
      if (is_in_alarm && is_available_) scale_in();
    } else if (evaluated.alarm == alarm_name(policy, true) && is_in_alarm && is_available_) {
      scale_out(policy, evaluated.value);
    }
  }
}

void TargetTracking::scale_out(const Policy& policy, double value) {
  const std::int64_t warm = warm_instances();
  if (!desired_ || warm == 0) return;
  const std::int64_t wanted =
      std::min(max_size_, tracking_capacity(warm, value, policy.config.target_value.value()));
  if (wanted > *desired_) set_desired(policy, wanted);
}

void TargetTracking::scale_in() {
  const std::int64_t warm = warm_instances();
  if (!desired_ || warm < static_cast<std::int64_t>(instances_.size()) || warm < *desired_) return;
  const Policy* deciding = nullptr;
  std::int64_t wanted = 0;
  for (const Policy& policy : policies_) {
    // All policies that may scale in must agree; the one that wants the largest capacity decides.
    if (policy.config.disable_scale_in) continue;
    if (!policy.is_low_in_alarm) return;
    const std::int64_t of_policy = tracking_capacity(warm, policy.low_value, policy.config.target_value.value());
    if (deciding != nullptr && of_policy <= wanted) continue;
    deciding = &policy;
    wanted = of_policy;
  }
  if (deciding == nullptr) return;
  wanted = std::max(wanted, min_size_);
  if (wanted < *desired_) set_desired(*deciding, wanted);
}

void TargetTracking::set_desired(const Policy& policy, std::int64_t to) {
  const std::int64_t from = *desired_;
  incidents.send({simulation_.now(), to > from ? "scale_out" : "scale_in",
                  "group " + group_ + " by policy " + policy.name,
                  "desired capacity " + std::to_string(from) + " -> " + std::to_string(to), {}});
  // The group confirms with its capacity; until then a second policy must not act on the old number.
  desired_ = to;
  desired_capacities.send({group_, to});
}

}  // namespace fleetcast::models::auto_scaling
