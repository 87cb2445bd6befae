// What a balancer publishes each minute under its CloudWatch names, from counters that requests move anyway.
#include "models/alb/alb.hpp"

namespace fleetcast::models::alb {

void Alb::publish_minute() {
  catch_up();
  double requests_of_all = 0;
  double failures = 0;
  double without_target = 0;
  for (auto& [service, group] : groups_) {
    const auto count = static_cast<double>(group.minute_requests.take(kernel_, requests(group)));
    failures += static_cast<double>(group.minute_failures.take(kernel_, kernel_.counter(group.failures)));
    without_target +=
        static_cast<double>(group.minute_without_target.take(kernel_, kernel_.measures(group.pool).no_member));
    requests_of_all += count;
    publish_targets(service, group, count);
  }
  const sim::traffic::Gate& gate = kernel_.gate(capacity_gate_);
  const auto turned_away = static_cast<double>(minute_rejected_.take(kernel_, gate.rejected));
  publish_balancer(requests_of_all, failures, without_target + turned_away);
  if (!config_.capacity.is_limited) return;
  // Load is what clients ask for, turned away or not.
  scale(static_cast<double>(minute_offered_.take(kernel_, gate.admitted + gate.rejected)) / 60);
}

/// Publishes what concerns one target group; counts of errors only in minutes that have some, as AWS does.
void Alb::publish_targets(const std::string& service, TargetGroup& group, double count) {
  const Instant now = simulation_.now();
  const std::string dimension = "{" + service + "}";
  const auto publish = [&](const char* metric, double value) {
    metric_points.send({"AWS/ApplicationELB/" + std::string(metric) + dimension, now, value});
  };
  const std::uint32_t healthy = kernel_.healthy_members(group.pool);
  const std::uint32_t registered = kernel_.registered_members(group.pool);
  if (count > 0) {
    publish("RequestCount", count);
    if (healthy > 0) publish("RequestCountPerTarget", count / healthy);
  }
  if (registered > 0) {
    publish("HealthyHostCount", healthy);
    publish("UnHealthyHostCount", registered - healthy);
  }
  const sim::traffic::PoolMeasures& measures = kernel_.measures(group.pool);
  const auto publish_growth = [&](const char* metric, sim::traffic::Growth<std::uint64_t>& growth,
                                  std::uint64_t amount) {
    const std::uint64_t grown = growth.take(kernel_, amount);
    if (grown > 0) publish(metric, static_cast<double>(grown));
  };
  publish_growth("HTTPCode_Target_5XX_Count", group.minute_target_errors, measures.failing);
  publish_growth("TargetConnectionErrorCount", group.minute_connection_errors, measures.refused + measures.unreachable);
  publish_growth("UnhealthyRoutingRequestCount", group.minute_fail_open, measures.fail_open);
}

/// Publishes what concerns the whole balancer. Connections are as many as requests need, like those that are billed.
void Alb::publish_balancer(double requests_of_all, double failures, double unavailable) {
  const Instant now = simulation_.now();
  const std::string dimension = "{" + name_ + "}";
  const auto publish = [&](const char* metric, double value) {
    metric_points.send({"AWS/ApplicationELB/" + std::string(metric) + dimension, now, value});
  };
  const std::uint64_t bytes = minute_bytes_.take(kernel_, kernel_.counter(processed_bytes_));
  if (unavailable > 0) publish("HTTPCode_ELB_503_Count", unavailable);
  if (requests_of_all <= 0) return;
  publish("HTTPCode_ELB_5XX_Count", failures);
  const double connections = requests_of_all / config_.requests_per_connection.value();
  publish("NewConnectionCount", connections);
  publish("ActiveConnectionCount", connections * config_.connection_duration.value() / 60);
  publish("ProcessedBytes", static_cast<double>(bytes));
}

}  // namespace fleetcast::models::alb
