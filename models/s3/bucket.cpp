#include "models/s3/bucket.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace fleetcast::models::s3 {

namespace {

constexpr std::uint64_t order_base = std::uint64_t{630} << 32;
constexpr double bytes_per_mib = 1024.0 * 1024.0;

}  // namespace

Bucket::Bucket(sim::control::Simulation& simulation, Metering& metering, sim::traffic::Kernel& kernel,
               BucketConfig config, std::string name, ZoneIndex zone_count)
    : simulation_(simulation),
      metering_(metering),
      kernel_(kernel),
      config_(std::move(config)),
      name_(std::move(name)),
      slow_down_(kernel.add_cause("s3_503_slow_down/" + name_, true)),
      unreachable_(kernel.add_cause("s3_unreachable/" + name_, true)),
      gets_(kernel, name_ + "/get", config_.prefixes.value() * config_.get_rate_per_prefix.value(),
            config_.split_time.duration(), slow_down_),
      puts_(kernel, name_ + "/put", config_.prefixes.value() * config_.put_rate_per_prefix.value(),
            config_.split_time.duration(), slow_down_),
      put_bytes_(kernel.add_counter()),
      internet_bytes_(kernel.add_counter()),
      stored_bytes_(config_.stored.count()) {
  kernel.mark_unanswered(unreachable_);
  for (ZoneIndex zone = 0; zone < zone_count; ++zone) {
    zones_.emplace_back();
    // One after another, as the instructions by zone want them.
    const auto counter = kernel.add_counter();
    if (!zone_bytes_) zone_bytes_ = counter;
  }
  for (ZoneIndex zone = 0; zone < zone_count; ++zone) {
    const auto knob = kernel.add_knob(1);
    if (!zone_reached_) zone_reached_ = knob;
  }
}

void Bucket::write_reach(sim::traffic::ProgramWriter& writer, Caller caller, const std::string& prefix) {
  if (caller != Caller::task) return;
  const auto reached = writer.label();
  writer.jump_if_by_zone(zone_reached_.value(), reached, prefix + "/path");
  writer.delay(config_.connect_time_out.value(), prefix + "/connect_time_out");
  writer.fail(unreachable_);
  writer.place_label(reached);
}

void Bucket::write_get(sim::traffic::ProgramWriter& writer, Caller caller, std::string_view purpose) {
  const std::string prefix(purpose);
  write_reach(writer, caller, prefix);
  writer.admit(gets_.gate(), prefix + "/slow_down");
  writer.delay(config_.first_byte_time, prefix + "/first_byte_time", {}, 1 / config_.throughput.value());
  if (caller == Caller::task) writer.count_size_by_zone(zone_bytes_.value());
  if (caller == Caller::client) writer.count_size(internet_bytes_);
}

void Bucket::write_put(sim::traffic::ProgramWriter& writer, Caller caller, std::uint32_t bytes,
                       std::string_view purpose) {
  const std::string prefix(purpose);
  write_reach(writer, caller, prefix);
  writer.admit(puts_.gate(), prefix + "/slow_down");
  writer.delay(config_.first_byte_time, prefix + "/first_byte_time");
  writer.delay(bytes / config_.throughput.value(), prefix + "/transfer_time");
  writer.count(put_bytes_, bytes);
  if (caller == Caller::task) writer.count_by_zone(zone_bytes_.value(), bytes);
}

void Bucket::start() {
  simulation_.every(sim::minutes(1), simulation_.now() + sim::minutes(1), order_base, [this] { watch_rates(); });
}

void Bucket::watch_rates() {
  const Instant now = simulation_.now();
  kernel_.advance_to(now);
  for (RequestCapacity* capacity : {&gets_, &puts_}) {
    if (!capacity->watch(now)) continue;
    incidents.send({now, "s3_prefix_split", "requests to " + name_ + " exceeded its capacity for long",
                    "it now serves " + std::to_string(std::llround(capacity->rate())) +
                        (capacity == &gets_ ? " reads a second" : " writes a second"), {}});
  }
  if (!config_.request_metrics) return;
  const auto errors = kernel_.gate(gets_.gate()).rejected + kernel_.gate(puts_.gate()).rejected;
  metrics.send({"AWS/S3/5xxErrors{" + name_ + "}", now, static_cast<double>(published_errors_.take(kernel_, errors))});
}

void Bucket::on(const ServicePathChanged& change) {
  if (change.service != "s3") return;
  // Bytes so far went the old way.
  kernel_.advance_to(simulation_.now());
  send_path_bytes();
  zones_.at(change.zone).path = change.path;
  update_reach(change.zone);
}

void Bucket::on(const EgressChanged& change) {
  zones_.at(change.zone).has_egress = change.is_available;
  update_reach(change.zone);
}

void Bucket::update_reach(ZoneIndex zone) {
  const ZonePath& at = zones_.at(zone);
  const bool is_reached = at.path == ServicePath::nat_gateway ? at.has_egress : at.path != ServicePath::blocked;
  kernel_.advance_to(simulation_.now());
  kernel_.set_knob({zone_reached_->value + zone}, is_reached ? 1 : 0);
}

void Bucket::send_path_bytes() {
  for (ZoneIndex zone = 0; zone < zones_.size(); ++zone) {
    const std::uint64_t shown = kernel_.counter({zone_bytes_->value + zone});
    const auto bytes = static_cast<std::int64_t>(zones_[zone].bytes.take(kernel_, shown));
    if (bytes == 0) continue;
    if (zones_[zone].path == ServicePath::nat_gateway) bytes_through_nat.send({zone, bytes});
    if (zones_[zone].path == ServicePath::interface_endpoint) bytes_through_endpoint.send({"s3", zone, bytes});
  }
}

pricing::UsageKey Bucket::key(std::string_view meter) const {
  auto made = metering_.key(meter);
  made.service = name_;
  return made;
}

void Bucket::add(std::int64_t bytes, std::int64_t put_requests, Instant at) {
  metering_.add_at(key(pricing::meter::s3_put_requests), at, put_requests);
  store(bytes, at);
}

void Bucket::store(std::int64_t bytes, Instant at) {
  if (bytes == 0) return;
  meter_storage(at);
  stored_bytes_ += bytes;
  if (config_.expiration) additions_.push_back({at, bytes});
}

void Bucket::meter_storage(Instant now) {
  if (now <= stored_until_) return;
  const sim::Calendar& calendar = metering_.calendar();
  while (stored_until_ < now) {
    Instant until = std::min(now, calendar.start_of_hour(calendar.utc_hour(stored_until_) + 1));
    if (!additions_.empty()) until = std::min(until, additions_.front().at + config_.expiration->duration());
    if (stored_until_ < metering_.measured_from()) until = std::min(until, metering_.measured_from());
    byte_seconds_carried_ += static_cast<double>(stored_bytes_) * (until - stored_until_).seconds();
    const double whole = std::floor(byte_seconds_carried_ / bytes_per_mib);
    byte_seconds_carried_ -= whole * bytes_per_mib;
    metering_.add_at(key(pricing::meter::s3_storage_mib_seconds), until - Duration{1},
                     static_cast<std::int64_t>(whole));
    stored_until_ = until;
    drop_expired();
  }
}

void Bucket::drop_expired() {
  while (!additions_.empty() && additions_.front().at + config_.expiration->duration() <= stored_until_) {
    stored_bytes_ -= additions_.front().bytes;
    additions_.pop_front();
  }
}

void Bucket::settle(Instant now) {
  if (now <= settled_at_) return;
  kernel_.advance_to(now);
  // What was used up to a full hour belongs to the hour before.
  const Instant used_at = now - Duration{1};
  // AWS bills no 5xx answers [doc: docs.aws.amazon.com S3 userguide ErrorCodeBilling].
  const auto meter_requests = [&](std::string_view meter, sim::traffic::Growth<std::uint64_t>& growth,
                                  const RequestCapacity& capacity) {
    const std::uint64_t answered = growth.take(kernel_, kernel_.gate(capacity.gate()).admitted);
    metering_.add_at(key(meter), used_at, static_cast<std::int64_t>(answered));
  };
  meter_requests(pricing::meter::s3_get_requests, get_growth_, gets_);
  meter_requests(pricing::meter::s3_put_requests, put_growth_, puts_);
  const std::uint64_t sent = internet_bytes_growth_.take(kernel_, kernel_.counter(internet_bytes_));
  metering_.add_at(key(pricing::meter::internet_out_bytes), used_at, static_cast<std::int64_t>(sent));
  const auto put_bytes = static_cast<std::int64_t>(put_bytes_growth_.take(kernel_, kernel_.counter(put_bytes_)));
  // They came evenly, as far as is known, so that on average they were there for half the time.
  byte_seconds_carried_ += static_cast<double>(put_bytes) * (now - settled_at_).seconds() / 2;
  meter_storage(now);
  store(put_bytes, now);
  send_path_bytes();
  settled_at_ = now;
}

BucketFigures Bucket::figures() const {
  const sim::traffic::Gate& gets = kernel_.gate(gets_.gate());
  const sim::traffic::Gate& puts = kernel_.gate(puts_.gate());
  return {gets.admitted, puts.admitted, gets.rejected + puts.rejected, gets_.splits() + puts_.splits(), stored_bytes_};
}

}  // namespace fleetcast::models::s3
