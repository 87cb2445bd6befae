#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/cloudwatch/config.hpp"
#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::cloudwatch {

/// Counts what CloudWatch did in a run.
struct CloudWatchFigures {
  std::int64_t points_received = 0;
  std::int64_t alarm_evaluations = 0;
  std::int64_t transitions_to_alarm = 0;
};

/// Stores metrics, evaluates alarms on them and meters metrics, alarms, logs and dashboards.
///
/// Modelled: a datapoint becomes visible some time after its period ended; alarms are evaluated once a period, M of N,
/// with the four treatments of missing data; Auto Scaling alarms repeat while in ALARM; while the region's control
/// plane is down nothing is delivered or evaluated, and held points arrive late. Metrics outside the AWS/ namespaces
/// are billed as custom for every hour in which they receive a point. Left out: percentiles with few samples, composite
/// alarms, anomaly detection, Logs Insights, back-pressure of log drivers.
class CloudWatch {
 public:
  CloudWatch(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering,
             CloudWatchConfig config);

  sim::Port<AlarmEvaluated> alarm_evaluations;
  sim::Port<Incident> incidents;

  /// Takes a datapoint; alarms see it when its delivery lag has passed.
  void on(const MetricPoint& point);
  /// Creates an alarm, or changes the one of that name; throws std::invalid_argument if it cannot be evaluated.
  void on(const PutAlarm& alarm);
  /// Stops delivering and evaluating while the control plane is down.
  void on(const ControlPlaneChanged& change);
  /// Takes log bytes as written by applications and components, at the current instant.
  void ingest_log(std::int64_t bytes);

  /// Bills custom metrics that services publish all the time and nothing in the run looks at. Call it before start().
  void add_unwatched_metrics(std::int64_t metrics) { unwatched_metrics_ += metrics; }

  /// Begins the billing of dashboards, of unwatched metrics and of stored logs.
  void start();
  /// Meters everything used up to now.
  void settle(Instant now);

  /// Returns the newest datapoint of a metric that is visible now, if there is one.
  [[nodiscard]] std::optional<MetricPoint> newest(const std::string& metric) const;
  /// Returns the state of an alarm; throws std::logic_error if there is no such alarm.
  [[nodiscard]] AlarmState state_of(const std::string& alarm) const;
  [[nodiscard]] const CloudWatchFigures& figures() const { return figures_; }

 private:
  struct StoredPoint {
    Instant period_end;
    double value = 0;
    std::optional<Instant> visible_at;  ///< empty while held back by an outage
  };
  struct Series {
    std::deque<StoredPoint> points;  ///< ascending period_end
    std::uint64_t entity = 0;        ///< of its delivery lags
    std::int64_t metered_hour = -1;
    Duration span;                   ///< how long points are kept
  };
  struct Alarm {
    PutAlarm definition;
    AlarmState state = AlarmState::insufficient_data;
    sim::control::TimerId timer;
    Instant created_at;
    Instant metered_until;
  };
  struct LogBatch {
    Instant at;
    std::int64_t stored_bytes = 0;
  };

  [[nodiscard]] Series& series_of(const std::string& metric);
  [[nodiscard]] Duration lag_of(const Series& series, Instant period_end) const;
  void forget_old_points(Series& series) const;
  void evaluate_alarm(Alarm& alarm);
  [[nodiscard]] std::vector<std::optional<double>> range_of(const Alarm& alarm, const Series& series) const;
  void publish(Alarm& alarm, AlarmState state, double value);
  void settle_logs(Instant now);

  sim::control::Simulation& simulation_;
  sim::chance::Stream lags_;
  Metering& metering_;
  CloudWatchConfig config_;
  std::map<std::string, Series> series_;
  std::map<std::string, Alarm> alarms_;
  std::uint64_t alarms_created_ = 0;
  bool is_available_ = true;
  std::int64_t unwatched_metrics_ = 0;
  Instant dashboards_since_;
  Instant settled_until_;
  std::int64_t ingested_bytes_ = 0;  ///< since the last settlement
  std::int64_t stored_bytes_ = 0;
  __extension__ typedef __int128 ByteTicks;
  ByteTicks storage_remainder_ = 0;
  std::deque<LogBatch> batches_;
  CloudWatchFigures figures_;
};

}  // namespace fleetcast::models::cloudwatch
