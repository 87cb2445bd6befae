#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/eventbridge/config.hpp"
#include "models/eventbridge/schedule.hpp"
#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/chance/sampler.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::eventbridge {

/// Reports what EventBridge did in a run.
struct EventBridgeFigures {
  std::int64_t events = 0;
  std::int64_t scheduled = 0;  ///< times a scheduled rule fired
  std::int64_t delivered = 0;  ///< without duplicates
  std::int64_t duplicates = 0;
  std::int64_t retries = 0;
  std::int64_t dropped = 0;
};

/// Models EventBridge: rules that match events or fire on a schedule, and send to targets.
///
/// Modelled: delivery latency, at-least-once delivery, retries with back-off up to 24 h and 185 attempts while a target
/// that needs the control plane is unavailable, custom events billed by 64 KiB. Left out: throttling quotas, archives
/// and replays, cross-region buses, pattern matching beyond the source.
class EventBridge {
 public:
  /// Throws std::invalid_argument for a rule that has not exactly one of event_source and schedule_expression.
  EventBridge(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering,
              EventBridgeConfig config);

  sim::Port<EventDelivered> event_delivered;
  sim::Port<Incident> incidents;

  /// Starts the schedules.
  void start();
  void on(const Event& event);
  void on(const ControlPlaneChanged& change) { control_plane_is_available_ = change.is_available; }

  [[nodiscard]] const EventBridgeFigures& figures() const { return figures_; }

 private:
  struct Rule {
    std::string name;
    RuleConfig config;
    std::optional<Schedule> schedule;
    std::uint64_t order_key;
    sim::chance::Stream chance;
    std::uint64_t deliveries = 0;
  };
  struct Delivery {
    Rule* rule;
    const std::string* target;
    const TargetConfig* target_config;
    std::uint64_t number;  ///< counted over the rule
    Instant event_at;
    std::int64_t retries = 0;
  };
  void schedule_next(Rule& rule);
  void send_to_targets(Rule& rule, Instant earliest);
  void attempt(Delivery delivery);
  void retry(Delivery delivery);

  sim::control::Simulation& simulation_;
  Metering& metering_;
  const EventBridgeConfig config_;
  sim::chance::SamplerTables tables_;
  sim::chance::Sampler latency_;
  std::vector<Rule> rules_;
  bool control_plane_is_available_ = true;
  EventBridgeFigures figures_;
};

}  // namespace fleetcast::models::eventbridge
