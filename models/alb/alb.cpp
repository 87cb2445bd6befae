#include "models/alb/alb.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace fleetcast::models::alb {

using sim::traffic::Kernel;
using sim::traffic::MemberId;
using sim::traffic::PoolId;
using sim::traffic::ProgramWriter;
using sim::traffic::Reachability;

namespace {

constexpr std::uint64_t order_base = std::uint64_t{21} << 32;

std::uint32_t whole(const sim::Parameter& value) { return static_cast<std::uint32_t>(value.count()); }

}  // namespace

Alb::Alb(sim::control::Simulation& simulation, Kernel& kernel, Metering& metering, AlbConfig config, std::string name,
         ZoneIndex zone_count)
    : simulation_(simulation),
      kernel_(kernel),
      metering_(metering),
      config_(std::move(config)),
      name_(std::move(name)),
      zone_count_(zone_count) {
  causes_ = {.reset = kernel_.add_cause("alb_502_target_reset", true),
             .no_target = kernel_.add_cause("alb_503_no_target", true),
             .over_capacity = kernel_.add_cause("alb_503_over_capacity", true),
             .unreachable = kernel_.add_cause("alb_504_target_unreachable", true),
             .time_out = kernel_.add_cause("alb_504_target_time_out", true),
             .node_lost = kernel_.add_cause("alb_node_lost", true),
             .target_error = kernel_.add_cause("target_5xx", true)};
  kernel_.mark_unanswered(causes_.node_lost);
  first_lost_node_ = kernel_.add_knob(0);
  for (ZoneIndex zone = 1; zone < zone_count_; ++zone) kernel_.add_knob(0);
  capacity_gate_ = kernel_.add_gate({.name = name_ + "/capacity", .cause = causes_.over_capacity});
  processed_bytes_ = kernel_.add_counter();
  internet_bytes_ = kernel_.add_counter();
}

void Alb::add_target_group(const std::string& service, const TargetGroupConfig& config, const TargetShape& shape) {
  if (groups_.contains(service)) throw std::logic_error("alb: service '" + service + "' has a target group already");
  if (config.slow_start.value() > 0 && config.slow_start.value() < 30) {
    throw std::invalid_argument(service + "/slow_start: must be 0 or at least 30 s");
  }
  const HealthCheckConfig& check = config.health_check;
  TargetGroup& group = groups_[service];
  group.config = config;
  group.shape = shape;
  group.failures = kernel_.add_counter();
  group.zone_is_healthy.assign(zone_count_, false);
  group.pool = kernel_.add_pool({.name = service,
                                 .algorithm = config.load_balancing_algorithm_type,
                                 .cross_zone = config.load_balancing_cross_zone_enabled,
                                 .health_check = {.is_on = true,
                                                  .interval = check.interval.duration(),
                                                  .time_out = check.timeout.duration(),
                                                  .healthy_threshold = whole(check.healthy_threshold),
                                                  .unhealthy_threshold = whole(check.unhealthy_threshold)},
                                 .fail_open_below = whole(config.minimum_healthy_targets),
                                 .no_member = causes_.no_target,
                                 .refused = causes_.reset,
                                 .unreachable = causes_.unreachable,
                                 .failing = causes_.target_error,
                                 .connect_time_out = config_.connect_timeout.duration(),
                                 .answer_time_out = config_.idle_timeout.duration(),
                                 .slow_start = config.slow_start.duration(),
                                 .purpose = "alb/" + name_ + "/" + service});
}

PoolId Alb::pool(const std::string& service) const { return groups_.at(service).pool; }

Alb::TargetGroup* Alb::find(const std::string& service) {
  const auto found = groups_.find(service);
  return found == groups_.end() ? nullptr : &found->second;
}

void Alb::write(ProgramWriter& writer, const std::string& service, const std::string& request_class,
                const std::function<void()>& work) {
  const TargetGroup& group = groups_.at(service);
  const std::string purpose = "alb/" + name_ + "/" + service + "/" + request_class;
  const auto failed = writer.label();
  const auto done = writer.label();
  if (config_.capacity.is_limited) writer.admit(capacity_gate_, purpose + "/capacity");
  writer.reach(first_lost_node_, purpose + "/node", causes_.node_lost, config_.connect_timeout.duration());
  writer.lag(config_.node_latency, purpose + "/node_latency");
  writer.attempt({.time_out = config_.idle_timeout.duration(), .time_out_cause = causes_.time_out}, failed);
  writer.balance(group.pool, purpose + "/target");
  writer.travel(purpose + "/network", causes_.unreachable, config_.connect_timeout.duration());
  writer.connect(purpose + "/connect");
  work();
  writer.leave();
  writer.end_attempt();
  writer.count_size(processed_bytes_, whole(config_.request_size));
  if (answers_internet_) writer.count_size(internet_bytes_);
  writer.jump(done);
  writer.place_label(failed);
  writer.count(group.failures);
  writer.rethrow();
  writer.place_label(done);
}

void Alb::on(const TaskStarted& started) {
  TargetGroup* group = find(started.place.service);
  if (group == nullptr) return;
  catch_up();
  group->targets.insert(started.place.task);
  const TargetShape& shape = group->shape;
  const double processors = std::max(1.0, std::ceil(shape.vcpus - 1e-9));
  const double speed = shape.speed ? shape.speed(started.place) : 1;
  kernel_.add_member(group->pool, {.key = started.place.task,
                                   .zone = started.place.zone,
                                   .slots = shape.slots,
                                   .backlog = shape.backlog,
                                   .servers = static_cast<std::uint32_t>(processors),
                                   .speed = speed * shape.vcpus / processors,
                                   .never_healthy = started.place.is_broken,
                                   .reachability = shape.is_reachable ? Reachability::up : Reachability::silent});
}

void Alb::on(const TaskDeactivating& leaving) {
  TargetGroup* group = find(leaving.place.service);
  if (group == nullptr) return;
  catch_up();
  const auto member = kernel_.find_member(group->pool, leaving.place.task);
  if (!member) return;
  kernel_.drain_member(*member);
  check_zones(*group);
  simulation_.at(simulation_.now() + group->config.deregistration_delay.duration(), order_base + 1 + leaving.place.task,
                 [this, place = leaving.place] { remove(place.service, place.task); });
}

void Alb::on(const TaskStopped& stopped) {
  TargetGroup* group = find(stopped.place.service);
  if (group == nullptr) return;
  catch_up();
  const auto member = kernel_.find_member(group->pool, stopped.place.task);
  if (!member) return;
  // An interrupted instance that was not drained is gone as suddenly as one whose hardware failed.
  const bool is_interrupted = stopped.cause == StopCause::spot_interruption &&
                              kernel_.member(*member).state == sim::traffic::MemberState::registered;
  if (stopped.cause != StopCause::instance_lost && !is_interrupted) {
    remove(stopped.place.service, stopped.place.task);
    return;
  }
  // Nothing says goodbye: requests wait in vain until the target is found out or deregistered.
  kernel_.set_reachability(*member, Reachability::silent);
  simulation_.at(simulation_.now() + group->config.lost_target_delay.duration(), order_base + 1 + stopped.place.task,
                 [this, place = stopped.place] { remove(place.service, place.task); });
}

void Alb::remove(const std::string& service, TaskId task) {
  TargetGroup& group = groups_.at(service);
  catch_up();
  const auto member = kernel_.find_member(group.pool, task);
  if (!member) return;
  kernel_.remove_member(*member);
  group.targets.erase(task);
  check_zones(group);
}

void Alb::on(const ZoneChanged& change) {
  catch_up();
  const double lost = change.condition == ZoneCondition::down ? change.share_lost : 0;
  kernel_.set_knob({first_lost_node_.value + change.zone}, lost);
  if (change.condition == ZoneCondition::down) {
    incidents.send({simulation_.now(),
                    "zone_outage",
                    "zone " + metering_.zone(change.zone) + " is down",
                    "nodes of load balancer " + name_ + " there do not answer",
                    {}});
  }
}

void Alb::on(const Kernel::Signal& signal) {
  if (signal.kind == Kernel::Signal::Kind::topic) return;
  for (auto& [service, group] : groups_) {
    if (group.pool.value != signal.subject) continue;
    const bool is_healthy = signal.kind == Kernel::Signal::Kind::member_healthy;
    target_health.send({signal.key, is_healthy});
    check_zones(group);
  }
}

void Alb::shift_zone(ZoneIndex zone, bool is_away) {
  catch_up();
  for (auto& [service, group] : groups_) kernel_.set_zone_shift(group.pool, zone, is_away);
}

void Alb::break_targets(const std::string& service, std::size_t count) {
  catch_up();
  const TargetGroup& group = groups_.at(service);
  for (const TaskId task : group.targets) {
    if (count == 0) break;
    const MemberId member = *kernel_.find_member(group.pool, task);
    if (kernel_.member(member).reachability != Reachability::up) continue;
    kernel_.set_reachability(member, Reachability::failing);
    --count;
  }
}

void Alb::mend_targets(const std::string& service) {
  catch_up();
  const TargetGroup& group = groups_.at(service);
  for (const TaskId task : group.targets) {
    const MemberId member = *kernel_.find_member(group.pool, task);
    if (kernel_.member(member).reachability == Reachability::failing) {
      kernel_.set_reachability(member, Reachability::up);
    }
  }
}

/// Tells name service where no target is healthy, which matters where nodes keep to their own zone.
void Alb::check_zones(TargetGroup& group) {
  if (group.config.load_balancing_cross_zone_enabled) return;
  for (ZoneIndex zone = 0; zone < zone_count_; ++zone) {
    const bool has_healthy = kernel_.healthy_members(group.pool, zone) > 0;
    if (has_healthy == group.zone_is_healthy[zone]) continue;
    group.zone_is_healthy[zone] = has_healthy;
    zone_targets.send({zone, has_healthy});
  }
}

std::uint64_t Alb::requests(const TargetGroup& group) const {
  const sim::traffic::PoolMeasures& measures = kernel_.measures(group.pool);
  return measures.picked + measures.no_member;
}

void Alb::start() {
  const Duration minute = sim::minutes(1);
  simulation_.every(minute, simulation_.now() + minute, order_base, [this] { publish_minute(); });
}

/// Lets the balancer's capacity follow its load, late; what exceeds it is turned away.
void Alb::scale(double requests_per_second) {
  recent_rates_[minute_++ % recent_rates_.size()] = requests_per_second;
  const double wanted =
      config_.capacity.headroom.value() * *std::max_element(recent_rates_.begin(), recent_rates_.end());
  if (capacity_ == 0) capacity_ = wanted;
  const double excess = requests_per_second > capacity_ ? 1 - capacity_ / requests_per_second : 0;
  kernel_.set_gate(capacity_gate_, 0, 0, excess);
  if (wanted > capacity_) {
    capacity_ += (wanted - capacity_) * std::min(1.0, 60 / config_.capacity.scale_up_time.value());
  } else {
    capacity_ = std::max(wanted, capacity_ * std::exp2(-60 / config_.capacity.halving_time.value()));
  }
}

void Alb::settle(Instant now) {
  kernel_.advance_to(now);
  const Instant at = now - Duration{1};
  const auto meter = [&](std::string_view what, std::int64_t amount) {
    auto key = metering_.key(what);
    key.service = name_;
    metering_.add_at(key, at, amount);
  };
  auto hours = metering_.key(pricing::meter::alb_hours);
  hours.service = name_;
  metering_.add_started_hours(hours, Instant{}, metered_until_, now);
  if (!config_.internal) {
    auto addresses = metering_.key(pricing::meter::public_ipv4_seconds);
    addresses.service = name_;
    metering_.add_interval(addresses, Instant{}, metered_until_, now, zone_count_);
  }
  metered_until_ = now;
  std::int64_t count = 0;
  for (auto& [service, group] : groups_) {
    count += static_cast<std::int64_t>(group.hour_requests.take(kernel_, requests(group)));
  }
  unmetered_requests_ += static_cast<double>(count);
  const double connections = std::floor(unmetered_requests_ / config_.requests_per_connection.value());
  unmetered_requests_ -= connections * config_.requests_per_connection.value();
  meter(pricing::meter::alb_new_connections, static_cast<std::int64_t>(connections));
  meter(pricing::meter::alb_active_connection_minutes,
        std::llround(connections * config_.connection_duration.value() / 60));
  const std::uint64_t bytes = hour_bytes_.take(kernel_, kernel_.counter(processed_bytes_));
  meter(pricing::meter::alb_processed_bytes, static_cast<std::int64_t>(bytes));
  if (answers_internet_) {
    const std::uint64_t answered = hour_internet_bytes_.take(kernel_, kernel_.counter(internet_bytes_));
    meter(pricing::meter::internet_out_bytes, static_cast<std::int64_t>(answered));
  }
  constexpr std::int64_t free_rules = 10;
  meter(pricing::meter::alb_rule_evaluations, count * std::max<std::int64_t>(0, config_.rules.count() - free_rules));
}

TargetGroupFigures Alb::figures(const std::string& service) const {
  const PoolId id = pool(service);
  return {kernel_.measures(id), kernel_.registered_members(id), kernel_.healthy_members(id)};
}

}  // namespace fleetcast::models::alb
