#include "models/cloudwatch/cloudwatch.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "models/cloudwatch/alarm.hpp"

namespace fleetcast::models::cloudwatch {

namespace {

constexpr std::uint64_t order_base = std::uint64_t{530} << 32;
// Points are kept for an hour at least, so that an alarm created later finds a history.
constexpr Duration shortest_span = sim::hours(1);

/// AWS's own namespaces are free; everything else, Container Insights included, is a custom metric.
bool is_custom(const std::string& metric) { return !metric.starts_with("AWS/"); }

/// The first instant after now that is a multiple of a period.
Instant next_boundary(Instant now, Duration period) { return {(now.ticks / period.ticks + 1) * period.ticks}; }

/// Writes a number with two decimals, whatever the locale.
std::string number(double value) {
  const long long hundredths = std::llround(std::fabs(value) * 100);
  std::string text = std::to_string(hundredths / 100);
  text.append(hundredths % 100 < 10 ? ".0" : ".").append(std::to_string(hundredths % 100));
  return value < 0 ? std::string("-").append(text) : text;
}

}  // namespace

CloudWatch::CloudWatch(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering,
                       CloudWatchConfig config)
    : simulation_(simulation), lags_(chance.stream("cloudwatch.delivery_lag")), metering_(metering),
      config_(std::move(config)), stored_bytes_(config_.initial_log_storage.count()) {
  if (config_.delivery_lag_max.value() < config_.delivery_lag_min.value()) {
    throw std::invalid_argument("cloudwatch/delivery_lag_max: must not be below delivery_lag_min; raise it");
  }
}

void CloudWatch::start() {
  dashboards_since_ = simulation_.now();
  settled_until_ = simulation_.now();
}

CloudWatch::Series& CloudWatch::series_of(const std::string& metric) {
  const auto [found, is_new] = series_.try_emplace(metric);
  if (is_new) {
    found->second.entity = sim::chance::hash_of_name(metric);
    found->second.span = shortest_span;
  }
  return found->second;
}

Duration CloudWatch::lag_of(const Series& series, Instant period_end) const {
  const double u = sim::chance::uniform(lags_, series.entity, static_cast<std::uint64_t>(period_end.ticks));
  const double low = config_.delivery_lag_min.value();
  return sim::seconds(low + u * (config_.delivery_lag_max.value() - low));
}

void CloudWatch::forget_old_points(Series& series) const {
  const Instant oldest = simulation_.now() - series.span;
  while (!series.points.empty() && series.points.front().period_end < oldest) series.points.pop_front();
}

void CloudWatch::on(const MetricPoint& point) {
  ++figures_.points_received;
  Series& series = series_of(point.metric);
  StoredPoint stored{point.period_end, point.value, std::nullopt};
  if (is_available_) stored.visible_at = point.period_end + lag_of(series, point.period_end);
  const auto place = std::upper_bound(series.points.begin(), series.points.end(), point.period_end,
                                      [](Instant end, const StoredPoint& other) { return end < other.period_end; });
  series.points.insert(place, stored);
  forget_old_points(series);
  const Instant inside_period = point.period_end - Duration{1};
  const std::int64_t hour = metering_.calendar().utc_hour(inside_period);
  if (is_custom(point.metric) && hour > series.metered_hour) {
    series.metered_hour = hour;
    metering_.add_at(metering_.key(pricing::meter::cloudwatch_metric_hours), inside_period, 1);
  }
}

void CloudWatch::on(const PutAlarm& definition) {
  if (definition.period.ticks < sim::ticks_per_second || definition.datapoints_to_alarm < 1 ||
      definition.evaluation_periods < definition.datapoints_to_alarm) {
    throw std::invalid_argument("cloudwatch alarm '" + definition.alarm + "': needs a period of at least 1 s and " +
                                "1 <= datapoints_to_alarm <= evaluation_periods");
  }
  const auto [found, is_new] = alarms_.try_emplace(definition.alarm);
  Alarm& alarm = found->second;
  const std::int64_t range = definition.evaluation_periods + config_.evaluation_range_extra.count() + 1;
  Series& series = series_of(definition.metric);
  series.span = std::max(series.span, definition.period * range + config_.delivery_lag_max.duration());
  if (!is_new) simulation_.cancel(alarm.timer);
  if (is_new) alarm.created_at = alarm.metered_until = simulation_.now();
  alarm.definition = definition;
  const Instant first = next_boundary(simulation_.now(), definition.period) + config_.evaluation_offset.duration();
  alarm.timer = simulation_.every(definition.period, first, order_base + alarms_created_++,
                                  [this, &alarm] { evaluate_alarm(alarm); });
}

void CloudWatch::on(const ControlPlaneChanged& change) {
  if (change.is_available == is_available_) return;
  is_available_ = change.is_available;
  if (!is_available_) return;
  for (auto& [metric, series] : series_) {
    for (StoredPoint& point : series.points) {
      if (!point.visible_at) point.visible_at = simulation_.now() + lag_of(series, point.period_end);
    }
  }
}

std::optional<MetricPoint> CloudWatch::newest(const std::string& metric) const {
  const auto found = series_.find(metric);
  if (found == series_.end()) return std::nullopt;
  const auto& points = found->second.points;
  for (auto point = points.rbegin(); point != points.rend(); ++point) {
    if (point->visible_at && *point->visible_at <= simulation_.now()) {
      return MetricPoint{metric, point->period_end, point->value};
    }
  }
  return std::nullopt;
}

AlarmState CloudWatch::state_of(const std::string& alarm) const {
  const auto found = alarms_.find(alarm);
  if (found == alarms_.end()) {
    throw std::logic_error("cloudwatch: no alarm '" + alarm + "' at " + std::to_string(simulation_.now().seconds()) +
                           " s");
  }
  return found->second.state;
}

std::vector<std::optional<double>> CloudWatch::range_of(const Alarm& alarm, const Series& series) const {
  const Instant now = simulation_.now();
  const Duration period = alarm.definition.period;
  // The range ends where data can be expected: at the newest visible point, or one full lag ago if there is none later.
  Instant anchor = now - config_.delivery_lag_max.duration();
  if (const auto point = newest(alarm.definition.metric)) anchor = std::max(anchor, point->period_end);
  const std::int64_t newest_period = anchor.ticks / period.ticks;
  const std::int64_t length = alarm.definition.evaluation_periods + config_.evaluation_range_extra.count();
  std::vector<std::optional<double>> range(static_cast<std::size_t>(length));
  for (const StoredPoint& point : series.points) {
    if (!point.visible_at || *point.visible_at > now) continue;
    const std::int64_t last_of_point = (point.period_end.ticks + period.ticks - 1) / period.ticks;
    const std::int64_t age = newest_period - last_of_point;
    if (age >= 0 && age < length) range[static_cast<std::size_t>(age)] = point.value;
  }
  return range;
}

void CloudWatch::evaluate_alarm(Alarm& alarm) {
  if (!is_available_) return;
  ++figures_.alarm_evaluations;
  Series& series = series_of(alarm.definition.metric);
  forget_old_points(series);
  const auto range = range_of(alarm, series);
  const auto point = newest(alarm.definition.metric);
  publish(alarm, evaluate(alarm.definition, range, alarm.state), point ? point->value : 0);
}

void CloudWatch::publish(Alarm& alarm, AlarmState state, double value) {
  const bool is_transition = state != alarm.state;
  alarm.state = state;
  const PutAlarm definition = alarm.definition;
  if (is_transition && state == AlarmState::alarm) {
    ++figures_.transitions_to_alarm;
    // Alarms of Auto Scaling come and go all day; those meant for people belong into the timeline.
    if (!definition.repeats) {
      const char* side = definition.comparison == Comparison::above ? " above " : " below ";
      incidents.send({simulation_.now(), "alarm", definition.metric + side + number(definition.threshold),
                      "alarm " + definition.alarm + " at " + number(value), {}});
    }
  }
  if (!is_transition && !(definition.repeats && state == AlarmState::alarm)) return;
  alarm_evaluations.send({definition.alarm, definition.metric, state, is_transition, value});
}

void CloudWatch::ingest_log(std::int64_t bytes) {
  if (bytes < 0) throw std::invalid_argument("cloudwatch: log bytes must not be negative");
  ingested_bytes_ += bytes;
}

void CloudWatch::settle(Instant now) {
  for (auto& [name, alarm] : alarms_) {
    const bool is_high_resolution = alarm.definition.period < sim::seconds(60);
    const auto meter = is_high_resolution ? pricing::meter::cloudwatch_high_resolution_alarm_hours
                                          : pricing::meter::cloudwatch_alarm_hours;
    metering_.add_started_hours(metering_.key(meter), alarm.created_at, alarm.metered_until, now);
    alarm.metered_until = now;
  }
  for (std::int64_t i = 0; i < config_.dashboards.count(); ++i) {
    metering_.add_started_hours(metering_.key(pricing::meter::cloudwatch_dashboard_hours), dashboards_since_,
                                settled_until_, now);
  }
  for (std::int64_t i = 0; i < unwatched_metrics_; ++i) {
    metering_.add_started_hours(metering_.key(pricing::meter::cloudwatch_metric_hours), dashboards_since_,
                                settled_until_, now);
  }
  if (now > settled_until_) settle_logs(now);
  settled_until_ = std::max(settled_until_, now);
}

void CloudWatch::settle_logs(Instant now) {
  // Just before now, so that what was used up to the end of an hour falls into that hour.
  const Instant inside = now - Duration{1};
  const ByteTicks unit = ByteTicks{1024 * 1024} * sim::ticks_per_second;
  storage_remainder_ += ByteTicks{stored_bytes_} * (now - settled_until_).ticks;
  metering_.add_at(metering_.key(pricing::meter::cloudwatch_log_storage_mib_seconds), inside,
                   static_cast<std::int64_t>(storage_remainder_ / unit));
  storage_remainder_ %= unit;
  metering_.add_at(metering_.key(pricing::meter::cloudwatch_log_ingest_bytes), inside, ingested_bytes_);
  const double stored = static_cast<double>(ingested_bytes_) * config_.log_compression_ratio.value();
  batches_.push_back({now, std::llround(stored)});
  stored_bytes_ += batches_.back().stored_bytes;
  ingested_bytes_ = 0;
  if (config_.retention_in_days.value() <= 0) return;
  const Instant expired = now - sim::hours(24 * config_.retention_in_days.value());
  while (!batches_.empty() && batches_.front().at <= expired) {
    stored_bytes_ -= batches_.front().stored_bytes;
    batches_.pop_front();
  }
}

}  // namespace fleetcast::models::cloudwatch
