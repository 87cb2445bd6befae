// What a cluster measures, meters and, if it is serverless, how its capacity follows the load.
#include <algorithm>
#include <cmath>

#include "models/aurora/aurora.hpp"

namespace fleetcast::models::aurora {

namespace {

constexpr std::size_t minute_part = 0;
constexpr std::size_t scaling_part = 1;
constexpr double capacity_unit = 0.5;
/// Every instance is billed for ten minutes at least (billing rules 14).
constexpr std::int64_t least_billed_seconds = 600;
constexpr double bytes_in_mib = 1024.0 * 1024.0;

}  // namespace

void Aurora::start() {
  const Instant now = simulation_.now();
  simulation_.every(sim::minutes(1), now + sim::minutes(1), order(minute_part), [this] { publish_minute(); });
  for (std::size_t i = 0; i < instances_.size(); ++i) plan_hardware_failure(i, 0);
  if (!config_.serverlessv2_scaling_configuration) return;
  const Duration period = config_.serverlessv2_scaling_configuration->scaling_period.duration();
  simulation_.every(period, now + period, order(scaling_part), [this] { scale(); });
}

double Aurora::processors(const Instance& instance) const {
  const auto& serverless = config_.serverlessv2_scaling_configuration;
  if (!serverless) return config_.vcpus.value();
  return std::max(1.0, std::ceil(instance.capacity * serverless->vcpus_per_acu.value() - 1e-9));
}

/// Gives the place where an instance serves as much speed as its capacity is worth.
void Aurora::apply_capacity(std::size_t index) {
  const auto& serverless = config_.serverlessv2_scaling_configuration;
  if (!serverless) return;
  Instance& instance = instances_[index];
  const sim::traffic::StationId station{kernel_.member(*instance.member).processor};
  const double vcpus = instance.capacity * serverless->vcpus_per_acu.value();
  const double servers = processors(instance);
  kernel_.set_servers(station, static_cast<std::uint32_t>(servers));
  kernel_.set_speed(station, config_.speed.value() * vcpus / servers);
  // An instance that moves to another place begins to count there.
  instance.period_busy.take(kernel_, kernel_.measures(station).busy_ticks);
}

void Aurora::scale() {
  catch_up();
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    if (instances_[i].is_up && instances_[i].member.has_value()) scale(i);
  }
}

/// Moves an instance's capacity one step after its load; the larger it is, the faster it grows.
void Aurora::scale(std::size_t index) {
  const ServerlessConfig& rule = *config_.serverlessv2_scaling_configuration;
  Instance& instance = instances_[index];
  const Instant now = simulation_.now();
  const sim::traffic::StationId station{kernel_.member(*instance.member).processor};
  const double busy_ticks = instance.period_busy.take(kernel_, kernel_.measures(station).busy_ticks);
  const double used = 100 * busy_ticks /
                      (static_cast<double>(rule.scaling_period.duration().ticks) * processors(instance));
  double step = 0;
  if (used >= rule.scale_in_utilization.value()) instance.busy_until = now;
  if (used > rule.scale_out_utilization.value()) {
    step = std::max(capacity_unit, rule.growth.value() * instance.capacity);
  } else if (now - instance.busy_until >= rule.scale_in_delay.duration()) {
    step = -std::max(capacity_unit, rule.growth.value() / 2 * instance.capacity);
  }
  const double wanted = capacity_unit * std::round((instance.capacity + step) / capacity_unit);
  const double capacity = std::clamp(wanted, rule.min_capacity.value(),
                                     std::max(rule.min_capacity.value(), rule.max_capacity.value()));
  if (capacity == instance.capacity) return;
  meter_capacity(index, now);
  instance.capacity = capacity;
  apply_capacity(index);
}

pricing::UsageKey Aurora::key(std::string_view meter) const {
  auto made = metering_.key(meter);
  made.service = name_;
  if (config_.storage_type == StorageType::io_optimized) made.pool = "io_optimized";
  return made;
}

void Aurora::meter_capacity(std::size_t index, Instant now) {
  Instance& instance = instances_[index];
  const bool is_serverless = config_.serverlessv2_scaling_configuration.has_value();
  auto used = key(is_serverless ? pricing::meter::aurora_milli_acu_seconds : pricing::meter::aurora_instance_seconds);
  used.zone = metering_.zone(instance.zone);
  if (!is_serverless) used.pool = config_.instance_class + (used.pool.empty() ? "" : "/" + used.pool);
  const std::int64_t per_second = is_serverless ? std::llround(1000 * instance.capacity) : 1;
  metering_.add_interval(used, instance.created, instance.metered_until, now, per_second);
  instance.metered_until = now;
  if (!instance.is_deleted || is_serverless) return;
  const std::int64_t lived_seconds = std::llround(std::ceil((now - instance.created).seconds()));
  metering_.add_minimum(used, now, lived_seconds, least_billed_seconds, 1);
}

void Aurora::settle(Instant now) {
  kernel_.advance_to(now);
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    if (!instances_[i].is_deleted) meter_capacity(i, now);
  }
  const auto mib = std::llround(std::ceil(config_.storage_size.value() / bytes_in_mib));
  metering_.add_interval(key(pricing::meter::aurora_storage_mib_seconds), Instant{}, metered_until_, now, mib);
  metered_until_ = now;
  const Instant last = now - Duration{1};
  const std::uint64_t requests = hour_reads_.take(kernel_, kernel_.counter(storage_reads_)) +
                                 hour_writes_.take(kernel_, kernel_.counter(log_writes_));
  metering_.add_at(key(pricing::meter::aurora_io_requests), last, static_cast<std::int64_t>(requests));
  for (ZoneIndex caller = 0; caller < zone_count_; ++caller) {
    for (ZoneIndex instance = 0; instance < zone_count_; ++instance) {
      auto& growth = hour_flows_[std::size_t{caller} * zone_count_ + instance];
      const std::uint64_t bytes = growth.take(kernel_, kernel_.flow(flow_, caller, instance));
      if (caller == instance) continue;
      auto crossed = metering_.key(pricing::meter::inter_zone_managed_bytes);
      crossed.zone = metering_.zone(caller);
      crossed.peer_zone = metering_.zone(instance);
      crossed.service = name_;
      metering_.add_at(crossed, last, static_cast<std::int64_t>(bytes));
    }
  }
}

void Aurora::publish_minute() {
  catch_up();
  const auto publish = [&](const char* metric, const std::string& dimension, double value) {
    metric_points.send({"AWS/RDS/" + std::string(metric) + "{" + dimension + "}", simulation_.now(), value});
  };
  const double writer_busy = minute_writer_busy_.take(kernel_, kernel_.busy_processor_seconds(cluster_endpoint_.pool));
  const double readers_busy = minute_readers_busy_.take(kernel_, kernel_.busy_processor_seconds(reader_pool_));
  const Instance& writer = instances_[writer_];
  publish("CPUUtilization", name_ + "/writer", std::min(100.0, 100 * writer_busy / (60 * processors(writer))));
  double reader_processors = 0;
  for (std::size_t i = 0; i < instances_.size(); ++i) {
    if (i != writer_ && instances_[i].member) reader_processors += processors(instances_[i]);
  }
  if (reader_processors > 0) {
    publish("CPUUtilization", name_ + "/reader", std::min(100.0, 100 * readers_busy / (60 * reader_processors)));
  }
  const double limit = config_.max_connections.value();
  publish("DatabaseConnections", name_ + "/writer", std::min(limit, static_cast<double>(connections())));
  if (readers() > 0) publish("DatabaseConnections", name_ + "/reader", std::min(limit, connections_to_reader()));
  publish("BufferCacheHitRatio", name_, 100 * hit_ratio(writer));
  publish("VolumeBytesUsed", name_, config_.storage_size.value());
  if (const auto& serverless = config_.serverlessv2_scaling_configuration) {
    publish("ServerlessDatabaseCapacity", name_, writer.capacity);
    publish("ACUUtilization", name_, 100 * writer.capacity / serverless->max_capacity.value());
  }
  // The storage reports every five minutes, unlike the instances.
  if (simulation_.now().ticks % sim::minutes(5).ticks != 0) return;
  publish("VolumeReadIOPs", name_, static_cast<double>(period_reads_.take(kernel_, kernel_.counter(storage_reads_))));
  publish("VolumeWriteIOPs", name_, static_cast<double>(period_writes_.take(kernel_, kernel_.counter(log_writes_))));
}

AuroraFigures Aurora::figures() {
  return {kernel_.busy_processor_seconds(cluster_endpoint_.pool),
          kernel_.busy_processor_seconds(reader_pool_),
          kernel_.counter(storage_reads_) + kernel_.counter(log_writes_),
          kernel_.gate(cluster_endpoint_.gate).rejected + kernel_.gate(reader_endpoint_.gate).rejected,
          failovers_,
          hardware_failures_,
          instances_[writer_].capacity};
}

}  // namespace fleetcast::models::aurora
