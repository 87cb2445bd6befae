#include "models/sns/sns.hpp"

#include <algorithm>
#include <stdexcept>

#include "models/sns/retry_policy.hpp"

namespace fleetcast::models::sns {

namespace {

constexpr std::uint64_t order_base = std::uint64_t{31} << 40;
constexpr std::int64_t request_bytes = 65536;

bool lists(const TopicConfig& topic, const std::string& alarm) {
  return std::ranges::any_of(topic.alarms, [&](const std::string& name) { return name == "*" || name == alarm; });
}

}  // namespace

Sns::Sns(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering, SnsConfig config)
    : simulation_(simulation),
      metering_(metering),
      config_(std::move(config)),
      latency_(tables_.compile(config_.delivery_latency)),
      latency_chance_(chance.stream("sns.latency")),
      failure_chance_(chance.stream("sns.failure")) {}

void Sns::on(const AlarmEvaluated& evaluation) {
  if (!evaluation.is_transition || evaluation.state == AlarmState::insufficient_data) return;
  const bool is_ok = evaluation.state == AlarmState::ok;
  for (const auto& [name, topic] : config_.topics) {
    if (lists(topic, evaluation.alarm) && (!is_ok || topic.notify_ok)) {
      publish(name, evaluation.alarm + (is_ok ? " is OK" : " is in ALARM"));
    }
  }
}

void Sns::on(const EventDelivered& delivery) {
  if (config_.topics.contains(delivery.target)) publish(delivery.target, delivery.rule);
}

void Sns::publish(const std::string& topic, const std::string& subject) {
  const auto found = config_.topics.find(topic);
  const Instant now = simulation_.now();
  if (found == config_.topics.end()) {
    throw std::logic_error("sns: published to unknown topic '" + topic + "' at " + std::to_string(now.seconds()) +
                           " s");
  }
  ++figures_.published;
  metering_.add_at(metering_.key(pricing::meter::sns_requests), now,
                   (config_.message_size.count() + request_bytes - 1) / request_bytes);
  for (const auto& subscription : found->second.subscriptions) {
    const std::uint64_t number = deliveries_started_++;
    const double latency = latency_.sample(uniform(latency_chance_, number, 0));
    simulation_.at(now + sim::seconds(latency), order_base + number,
                   [this, delivery = Delivery{&subscription, number, now, 0, subject}] { attempt(delivery); });
  }
}

void Sns::attempt(Delivery delivery) {
  const Instant now = simulation_.now();
  const auto draw = static_cast<std::uint64_t>(delivery.attempts++);
  const double failure_probability = delivery.subscription->failure_probability.value();
  if (uniform(failure_chance_, delivery.number, draw) >= failure_probability) {
    ++figures_.delivered;
    latency_sum_s_ += (now - delivery.published_at).seconds();
    meter_delivery(delivery.subscription->protocol);
    return;
  }
  const auto delay = retry_delay(delivery.subscription->protocol, delivery.attempts);
  if (!delay) {
    ++figures_.failed;
    incidents.send({delivery.published_at, "notification_lost", delivery.subscription->endpoint + " did not answer",
                    "nobody was told that " + delivery.subject, now - delivery.published_at});
    return;
  }
  ++figures_.retries;
  const std::uint64_t key = order_base + delivery.number;
  simulation_.at(now + *delay, key, [this, delivery = std::move(delivery)] { attempt(delivery); });
}

void Sns::meter_delivery(Protocol protocol) {
  const Instant now = simulation_.now();
  switch (protocol) {
    case Protocol::http:
    case Protocol::https: metering_.add_at(metering_.key(pricing::meter::sns_http_deliveries), now, 1); return;
    case Protocol::email: metering_.add_at(metering_.key(pricing::meter::sns_email_deliveries), now, 1); return;
    case Protocol::sqs:
    case Protocol::lambda: return;  // free
  }
}

SnsFigures Sns::figures() const {
  SnsFigures now = figures_;
  if (now.delivered > 0) now.mean_latency_s = latency_sum_s_ / static_cast<double>(now.delivered);
  return now;
}

}  // namespace fleetcast::models::sns
