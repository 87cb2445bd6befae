#include "models/application_auto_scaling/application_auto_scaling.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "models/application_auto_scaling/formulas.hpp"

namespace fleetcast::models::application_auto_scaling {

namespace {

constexpr std::uint64_t order_base = std::uint64_t{520} << 32;
// 1970-01-01 was a Thursday.
constexpr std::array<std::string_view, 7> weekdays_from_epoch{"thursday", "friday",  "saturday", "sunday",
                                                              "monday",   "tuesday", "wednesday"};
constexpr std::int64_t seconds_per_day = 86400;

void check_target(const std::string& service, const ScalableTargetConfig& config) {
  const std::string place = "services/" + service + "/autoscaling";
  if (config.max_capacity.count() < config.min_capacity.count()) {
    throw std::invalid_argument(place + "/max_capacity: must not be below min_capacity; raise it");
  }
  for (const auto& [name, policy] : config.target_tracking) {
    if (policy.metric.empty()) throw std::invalid_argument(place + "/target_tracking/" + name + ": needs a metric");
  }
  for (const auto& [name, policy] : config.step_scaling) {
    if (policy.metric.empty() || policy.step_adjustment.empty()) {
      throw std::invalid_argument(place + "/step_scaling/" + name + ": needs a metric and at least one step");
    }
  }
  for (const auto& [name, action] : config.scheduled_actions) {
    for (const std::string& day : action.weekdays) {
      if (std::find(weekdays_from_epoch.begin(), weekdays_from_epoch.end(), day) == weekdays_from_epoch.end()) {
        throw std::invalid_argument(place + "/scheduled_actions/" + name + "/weekdays: '" + day +
                                    "' is no weekday; write 'monday' to 'sunday'");
      }
    }
  }
}

}  // namespace

ApplicationAutoScaling::ApplicationAutoScaling(sim::control::Simulation& simulation, sim::Calendar calendar,
                                               std::map<std::string, ScalableTargetConfig> targets)
    : simulation_(simulation), calendar_(calendar) {
  for (auto& [service, config] : targets) {
    check_target(service, config);
    Target& target = targets_[service];
    target.min_capacity = config.min_capacity.count();
    target.max_capacity = config.max_capacity.count();
    target.config = std::move(config);
    add_policies(service, target);
  }
}

void ApplicationAutoScaling::add_policies(const std::string& service, Target& target) {
  const auto use = [&](const std::string& alarm, Role role) {
    alarm_uses_[alarm] = AlarmUse{service, target.policies.size() - 1, role};
  };
  for (const auto& [name, policy] : target.config.target_tracking) {
    target.policies.push_back({.name = name, .tracking = policy, .step = std::nullopt});
    use("TargetTracking-" + service + "-" + name + "-AlarmHigh", Role::high);
    use("TargetTracking-" + service + "-" + name + "-AlarmLow", Role::low);
  }
  for (const auto& [name, policy] : target.config.step_scaling) {
    target.policies.push_back({.name = name, .tracking = std::nullopt, .step = policy});
    use("StepScaling-" + service + "-" + name, Role::step);
  }
}

void ApplicationAutoScaling::start() {
  for (const auto& [name, use] : alarm_uses_) put_alarm(name, use);
  for (const auto& [service, target] : targets_) {
    for (const auto& [name, action] : target.config.scheduled_actions) start_schedule(service, name, action);
  }
}

void ApplicationAutoScaling::put_alarm(const std::string& name, const AlarmUse& use) {
  const Policy& policy = targets_.at(use.service).policies.at(use.policy);
  PutAlarm alarm;
  alarm.alarm = name;
  if (use.role == Role::step) {
    alarm.metric = policy.step->metric;
    alarm.comparison = policy.step->comparison_operator;
    alarm.threshold = policy.step->threshold.value();
    alarm.datapoints_to_alarm = policy.step->datapoints_to_alarm.count();
    alarm.evaluation_periods = policy.step->evaluation_periods.count();
    alarm.period = policy.step->period.duration();
    alarms.send(alarm);
    return;
  }
  const TargetTrackingConfig& tracking = *policy.tracking;
  const bool is_high = use.role == Role::high;
  if (!is_high && tracking.disable_scale_in) return;
  alarm.metric = tracking.metric;
  alarm.comparison = is_high ? Comparison::above : Comparison::below;
  alarm.threshold = tracking.target_value.value() * (is_high ? 1.0 : tracking.scale_in_threshold.value());
  alarm.datapoints_to_alarm = (is_high ? tracking.datapoints_out : tracking.datapoints_in).count();
  alarm.evaluation_periods = alarm.datapoints_to_alarm;
  alarm.period = tracking.period.duration();
  alarms.send(alarm);
}

void ApplicationAutoScaling::start_schedule(const std::string& service, const std::string& name,
                                            const ScheduledActionConfig& action) {
  const std::int64_t now = calendar_.unix_seconds(simulation_.now());
  std::int64_t due = now / seconds_per_day * seconds_per_day + action.time_of_day.count();
  if (due <= now) due += seconds_per_day;
  const Instant first = simulation_.now() + sim::seconds(static_cast<double>(due - now));
  simulation_.every(sim::hours(24), first, order_base + schedules_++,
                    [this, service, name, action] { apply_schedule(service, name, action); });
}

void ApplicationAutoScaling::apply_schedule(const std::string& service, const std::string& name,
                                            const ScheduledActionConfig& action) {
  const std::int64_t day = calendar_.unix_seconds(simulation_.now()) / seconds_per_day;
  const std::string_view today = weekdays_from_epoch.at(static_cast<std::size_t>(day % 7));
  if (!action.weekdays.empty() &&
      std::find(action.weekdays.begin(), action.weekdays.end(), today) == action.weekdays.end()) {
    return;
  }
  Target& target = targets_.at(service);
  if (action.min_capacity) target.min_capacity = action.min_capacity->count();
  if (action.max_capacity) target.max_capacity = action.max_capacity->count();
  target.max_capacity = std::max(target.max_capacity, target.min_capacity);
  if (!is_available_ || !target.has_counts) return;
  const std::int64_t desired = std::clamp(target.counts.desired, target.min_capacity, target.max_capacity);
  if (desired != target.counts.desired) set_desired(service, target, name, desired);
}

void ApplicationAutoScaling::on(const ServiceCounts& counts) {
  const auto found = targets_.find(counts.service);
  if (found == targets_.end()) return;
  found->second.counts = counts;
  found->second.has_counts = true;
}

void ApplicationAutoScaling::on(const ControlPlaneChanged& change) { is_available_ = change.is_available; }

void ApplicationAutoScaling::on(const AlarmEvaluated& evaluated) {
  const auto found = alarm_uses_.find(evaluated.alarm);
  if (found == alarm_uses_.end()) return;
  const AlarmUse& use = found->second;
  Target& target = targets_.at(use.service);
  Policy& policy = target.policies.at(use.policy);
  const bool is_in_alarm = evaluated.state == AlarmState::alarm;
  if (use.role == Role::low) {
    policy.is_low_in_alarm = is_in_alarm;
    policy.low_value = evaluated.value;
  }
  if (!is_in_alarm || !is_available_ || !target.has_counts) return;
  switch (use.role) {
    case Role::high: return track_out(use.service, target, policy, evaluated.value);
    case Role::low: return track_in(use.service, target);
    case Role::step: return take_step(use.service, target, policy, evaluated.value);
  }
}

std::int64_t ApplicationAutoScaling::base_of(const Target& target) const {
  const bool is_cooling = target.out_until && simulation_.now() < *target.out_until;
  return is_cooling ? target.base_capacity : target.counts.running;
}

void ApplicationAutoScaling::track_out(const std::string& service, Target& target, const Policy& policy, double value) {
  const std::int64_t to = tracking_capacity(base_of(target), value, policy.tracking->target_value.value());
  scale_out(service, target, policy.name, to, policy.tracking->scale_out_cooldown.duration());
}

void ApplicationAutoScaling::track_in(const std::string& service, Target& target) {
  std::int64_t to = 0;
  const Policy* deciding = nullptr;
  for (const Policy& policy : target.policies) {
    if (!policy.tracking || policy.tracking->disable_scale_in) continue;
    if (!policy.is_low_in_alarm) return;  // all policies must agree
    const double target_value = policy.tracking->target_value.value();
    const std::int64_t wanted = std::max(tracking_capacity(target.counts.running, policy.low_value, target_value),
                                         gradual_capacity(target.counts.running,
                                                          policy.tracking->largest_scale_in.value()));
    if (deciding && wanted <= to) continue;
    to = wanted;
    deciding = &policy;
  }
  if (!deciding) return;
  scale_in(service, target, deciding->name, to, deciding->tracking->scale_in_cooldown.duration());
}

void ApplicationAutoScaling::take_step(const std::string& service, Target& target, const Policy& policy, double value) {
  const Duration cooldown = policy.step->cooldown.duration();
  const std::int64_t base = base_of(target);
  const auto to = step_capacity(*policy.step, base, value);
  if (!to || *to == base) return;
  if (*to > base) {
    scale_out(service, target, policy.name, *to, cooldown);
  } else {
    scale_in(service, target, policy.name, *to, cooldown);
  }
}

void ApplicationAutoScaling::scale_out(const std::string& service, Target& target, const std::string& policy,
                                       std::int64_t to, Duration cooldown) {
  to = std::clamp(to, target.min_capacity, target.max_capacity);
  if (to <= target.counts.desired) return;
  const Instant now = simulation_.now();
  target.base_capacity = base_of(target);
  target.out_until = now + cooldown;
  target.in_until.reset();
  set_desired(service, target, policy, to);
}

void ApplicationAutoScaling::scale_in(const std::string& service, Target& target, const std::string& policy,
                                      std::int64_t to, Duration cooldown) {
  if (target.counts.is_deploying) return;
  const Instant now = simulation_.now();
  if (target.in_until && now < *target.in_until) return;
  to = std::clamp(to, target.min_capacity, target.max_capacity);
  if (to >= target.counts.desired) return;
  target.in_until = now + cooldown;
  set_desired(service, target, policy, to);
}

void ApplicationAutoScaling::set_desired(const std::string& service, Target& target, const std::string& policy,
                                         std::int64_t to) {
  const std::int64_t from = target.counts.desired;
  const Instant now = simulation_.now();
  activities_.push_back({now, service, policy, from, to});
  // The service confirms with its counts; until then a second policy must not act on the old number.
  target.counts.desired = to;
  incidents.send({now, to > from ? "scale_out" : "scale_in", service + " by policy " + policy,
                  "desired count " + std::to_string(from) + " -> " + std::to_string(to), {}});
  desired_counts.send({service, to});
}

}  // namespace fleetcast::models::application_auto_scaling
