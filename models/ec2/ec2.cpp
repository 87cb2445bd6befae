#include "models/ec2/ec2.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "sim/chance/logarithm.hpp"
#include "sim/chance/normal.hpp"

namespace fleetcast::models::ec2 {

namespace {

using sim::chance::uniform;

constexpr std::uint64_t order_base = std::uint64_t{120} << 32;
constexpr std::uint64_t request_order_base = order_base + (std::uint64_t{1} << 31);
constexpr double seconds_per_year = 365.25 * 86400;
// Longer than any run; keeps rare draws within the range of an instant.
constexpr double longest_gap_seconds = 1e9;
constexpr double bytes_per_mib = 1048576;
// An agent needs a moment after the instance runs, however short the drawn total.
constexpr double shortest_boot_seconds = 5;
constexpr std::uint64_t draws_per_launch = 8;
enum Draw : std::uint64_t { pending_time, ready_time, slowness, failure_gap, single_gap };

double lognormal(const sim::Parameter& median, const sim::Parameter& sigma, double u) {
  return median.value() * sim::chance::exponential(sigma.value() * sim::chance::normal_quantile(u));
}

Duration exponential_gap(double mean_seconds, double u) {
  return sim::seconds(std::min(longest_gap_seconds, -sim::chance::logarithm(u) * mean_seconds));
}

}  // namespace

Ec2::Ec2(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering, Ec2Config config,
         const std::vector<sim::control::ZoneId>& zones, const std::vector<GroupLimit>& limits)
    : simulation_(simulation),
      metering_(metering),
      config_(std::move(config)),
      delay_stream_(chance.stream("ec2.launch_delay")),
      shortage_stream_(chance.stream("ec2.shortage")),
      failure_stream_(chance.stream("ec2.failure")),
      victim_stream_(chance.stream("ec2.victim")),
      notice_stream_(chance.stream("ec2.notice")),
      shelf_(simulation, zones, limits),
      bucket_(config_.api_bucket.value(), config_.api_refill.value()),
      zone_is_down_(zones.size(), false) {
  if (config_.late_notice_share.value() + config_.missing_notice_share.value() > 1) {
    throw std::invalid_argument("ec2/late_notice_share: late and missing notices are more than all; lower one");
  }
}

void Ec2::on(const LaunchRequest& request) {
  if (request.pool.zone >= zone_is_down_.size()) {
    throw std::logic_error("ec2: group " + request.group + " asks for an instance in zone number " +
                           std::to_string(request.pool.zone) + ", which does not exist, at " +
                           std::to_string(simulation_.now().seconds()) + " s");
  }
  simulation_.at(simulation_.now() + config_.api_latency.duration(), request_order_base + requests_++,
                 [this, request] { answer(request); });
}

void Ec2::answer(const LaunchRequest& request) {
  PoolState& pool = pool_state(request.pool);
  std::optional<LaunchFailure> reason = refusal(request, pool);
  if (!reason) {
    if (const auto machine = shelf_.take(request.group, request.pool.zone)) {
      launch(request, pool, *machine);
      return;
    }
    ++report_.throttled;
    ++report_.refused_for_want_of_machines;
    reason = LaunchFailure::request_limit_exceeded;
  }
  launch_failed.send({request.group, request.pool, request.purchase, *reason});
}

std::optional<LaunchFailure> Ec2::refusal(const LaunchRequest& request, const PoolState& pool) {
  if (!control_plane_is_available_) {
    ++report_.refused_by_control_plane;
    return LaunchFailure::control_plane_unavailable;
  }
  if (!bucket_.take(simulation_.now())) {
    ++report_.throttled;
    return LaunchFailure::request_limit_exceeded;
  }
  bool is_short = zone_is_down_[request.pool.zone];
  if (request.purchase == PurchaseOption::spot) {
    is_short = is_short || !pool.has_spot_capacity;
  } else {
    const auto stretch = static_cast<std::uint64_t>(simulation_.now().ticks / config_.shortage_time.duration().ticks);
    is_short = is_short || uniform(shortage_stream_, pool.hash, stretch) < shortage_probability(request.pool.zone);
  }
  if (!is_short) return std::nullopt;
  ++report_.shortages;
  return LaunchFailure::insufficient_capacity;
}

double Ec2::shortage_probability(ZoneIndex zone) const {
  if (!another_zone_is_down(zone)) return config_.shortage_probability.value();
  // Each launch takes the same share of what is left, so that a pool that ran dry stays so for its stretch of time.
  const double taken = config_.shortage_growth_in_outage.value() * static_cast<double>(on_demand_in_outage_);
  return 1 - (1 - config_.shortage_probability_in_outage.value()) * sim::chance::exponential(-taken);
}

void Ec2::launch(const LaunchRequest& request, PoolState& pool, sim::control::MachineId machine) {
  const Instant now = simulation_.now();
  const InstanceId id = next_id_++;
  const std::uint64_t ordinal = pool.launches++;
  const auto draw = [&](Draw which) { return uniform(delay_stream_, pool.hash, ordinal * draws_per_launch + which); };
  const double factor = another_zone_is_down(request.pool.zone) ? config_.outage_delay_factor.value() : 1;
  const double pending = factor * lognormal(config_.pending_median, config_.pending_sigma, draw(pending_time));
  double ready = factor * lognormal(config_.ready_median, config_.ready_sigma, draw(ready_time));
  if (draw(slowness) < config_.slow_launch_share.value()) ready *= config_.slow_launch_factor.value();
  ready = std::max(ready - config_.api_latency.value(), pending + shortest_boot_seconds);

  const auto volume_mib = static_cast<std::int64_t>(config_.root_volume_size.value() / bytes_per_mib + 0.5);
  const InstanceMeter meter(metering_, {request.group, request.pool, request.purchase}, now, volume_mib);
  Instance& instance = instances_.emplace(id, Instance{id, request, machine, meter, false, false, {}}).first->second;
  ++report_.launches;
  const bool is_in_outage = std::ranges::find(zone_is_down_, true) != zone_is_down_.end();
  if (is_in_outage && request.purchase == PurchaseOption::on_demand) ++on_demand_in_outage_;
  instance.timers.push_back(
      simulation_.at(now + sim::seconds(pending), order_base + id, [this, id] { become_running(id); }));
  instance.timers.push_back(
      simulation_.at(now + sim::seconds(ready), order_base + id, [this, id] { become_ready(id); }));
  plan_losses(instance, pool, ordinal);
  instance_pending.send({id, request.group, request.pool, request.purchase});
}

void Ec2::plan_losses(Instance& instance, const PoolState& pool, std::uint64_t ordinal) {
  const InstanceId id = instance.id;
  const auto draw = [&](Draw which) { return uniform(failure_stream_, pool.hash, ordinal * draws_per_launch + which); };
  if (const double rate = config_.hardware_failures_per_year.value(); rate > 0) {
    const Instant fails_at = simulation_.now() + exponential_gap(seconds_per_year / rate, draw(failure_gap));
    instance.timers.push_back(simulation_.at(fails_at, order_base + id, [this, id] {
      incidents.send({simulation_.now(),
                      "hardware_failure",
                      "chance",
                      "instance " + std::to_string(id) + " of " + instances_.at(id).launch.group + " is lost",
                      {}});
      terminate(id, TerminationCause::hardware_failure);
    }));
  }
  if (instance.launch.purchase == PurchaseOption::spot && pool.singles_per_hour > 0) {
    const Instant taken_at = simulation_.now() + exponential_gap(3600 / pool.singles_per_hour, draw(single_gap));
    instance.timers.push_back(simulation_.at(taken_at, order_base + id, [this, id] { interrupt(id); }));
  }
}

void Ec2::become_running(InstanceId id) {
  Instance& instance = instances_.at(id);
  instance.meter.run(simulation_.now());
  const LaunchRequest launch = instance.launch;
  instance_running.send({id, launch.group, launch.pool, launch.purchase});
}

void Ec2::become_ready(InstanceId id) {
  Instance& instance = instances_.at(id);
  instance.is_ready = true;
  simulation_.turn_on(instance.machine);
  const LaunchRequest launch = instance.launch;
  instance_ready.send({id, launch.group, launch.pool, launch.purchase});
}

void Ec2::on(const TerminateRequest& request) {
  const InstanceId id = request.instance;
  simulation_.at(simulation_.now(), order_base + id, [this, id] { terminate(id, TerminationCause::owner); });
}

void Ec2::terminate(InstanceId id, TerminationCause cause) {
  const auto found = instances_.find(id);
  if (found == instances_.end()) return;
  Instance& instance = found->second;
  for (const sim::control::TimerId timer : instance.timers) simulation_.cancel(timer);
  const bool is_free = cause == TerminationCause::spot_interruption && may_be_free(instance) &&
                       instance.meter.running_at() && simulation_.now() - *instance.meter.running_at() < sim::hours(1);
  instance.meter.close(simulation_.now(), is_free);
  if (instance.is_ready) simulation_.turn_off(instance.machine);
  const LaunchRequest launch = instance.launch;
  shelf_.put_back(launch.group, launch.pool.zone, instance.machine);
  instances_.erase(found);
  ++report_.terminations[static_cast<std::size_t>(cause)];
  instance_terminated.send({id, launch.group, launch.pool, launch.purchase, cause});
}

bool Ec2::may_be_free(const Instance& instance) const {
  return config_.interrupted_first_hour_is_free && instance.launch.purchase == PurchaseOption::spot;
}

void Ec2::settle(Instant now) {
  for (auto& [id, instance] : instances_) instance.meter.settle(now, may_be_free(instance));
}

void Ec2::finish(Instant now) {
  for (auto& [id, instance] : instances_) instance.meter.settle(now, false);
}

std::optional<sim::control::MachineId> Ec2::find_machine(InstanceId instance) const {
  const auto found = instances_.find(instance);
  if (found == instances_.end() || !found->second.is_ready) return std::nullopt;
  return found->second.machine;
}

sim::control::MachineId Ec2::machine_of(InstanceId instance) const {
  const std::optional<sim::control::MachineId> found = find_machine(instance);
  if (!found) {
    throw std::logic_error("ec2: instance " + std::to_string(instance) + " is not ready and has no machine at " +
                           std::to_string(simulation_.now().seconds()) + " s");
  }
  return *found;
}

Ec2::PoolState& Ec2::pool_state(const Pool& pool) {
  const auto [found, is_new] = pools_.try_emplace(pool);
  if (is_new) found->second.hash = sim::chance::hash_of_name(pool.instance_type + "/" + metering_.zone(pool.zone));
  return found->second;
}

}  // namespace fleetcast::models::ec2
