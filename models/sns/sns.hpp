#pragma once
#include <cstdint>
#include <string>

#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "models/sns/config.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/chance/sampler.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::sns {

/// Reports what SNS did in a run.
struct SnsFigures {
  std::int64_t published = 0;
  std::int64_t delivered = 0;
  std::int64_t failed = 0;  ///< deliveries given up after the last retry
  std::int64_t retries = 0;
  double mean_latency_s = 0;  ///< from publishing to acceptance, over what was delivered
};

/// Models SNS topics: notifications of alarms, and of EventBridge rules that target a topic.
///
/// Modelled: subscriptions with their protocol's retry policy, delivery latency, failing endpoints, publish requests by
/// 64 KiB and deliveries by protocol. Left out: filters, fan-out limits, human reaction to email.
class Sns {
 public:
  Sns(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering, SnsConfig config);

  sim::Port<Incident> incidents;

  /// Publishes an alarm's transition to the topics that list it; evaluations without transition are not published.
  void on(const AlarmEvaluated& evaluation);
  /// Publishes to a topic, if the target names one.
  void on(const EventDelivered& delivery);

  /// Publishes one message; throws std::logic_error if there is no such topic.
  void publish(const std::string& topic, const std::string& subject);
  [[nodiscard]] SnsFigures figures() const;

 private:
  struct Delivery {
    const SubscriptionConfig* subscription;
    std::uint64_t number;
    Instant published_at;
    std::int64_t attempts = 0;
    std::string subject;
  };
  void attempt(Delivery delivery);
  void meter_delivery(Protocol protocol);

  sim::control::Simulation& simulation_;
  Metering& metering_;
  const SnsConfig config_;
  sim::chance::SamplerTables tables_;
  sim::chance::Sampler latency_;
  sim::chance::Stream latency_chance_;
  sim::chance::Stream failure_chance_;
  std::uint64_t deliveries_started_ = 0;
  double latency_sum_s_ = 0;
  SnsFigures figures_;
};

}  // namespace fleetcast::models::sns
