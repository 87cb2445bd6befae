#include "models/eventbridge/event_bridge.hpp"

#include <algorithm>
#include <stdexcept>

namespace fleetcast::models::eventbridge {

namespace {

constexpr std::uint64_t order_base = std::uint64_t{30} << 40;
constexpr std::int64_t chunk_bytes = 65536;

// Numbers of a delivery's draws.
constexpr std::uint64_t latency_draw = 0;
constexpr std::uint64_t duplicate_draw = 1;
constexpr std::uint64_t duplicate_latency_draw = 2;
constexpr std::uint64_t schedule_draw = 3;
constexpr std::uint64_t first_retry_draw = 4;

bool matches(const std::string& pattern, const std::string& source) {
  if (pattern.ends_with('*')) return source.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
  return pattern == source;
}

}  // namespace

EventBridge::EventBridge(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering,
                         EventBridgeConfig config)
    : simulation_(simulation),
      metering_(metering),
      config_(std::move(config)),
      latency_(tables_.compile(config_.delivery_latency)) {
  for (const auto& [name, rule] : config_.rules) {
    if (rule.event_source.has_value() == rule.schedule_expression.has_value()) {
      throw std::invalid_argument("eventbridge/rules/" + name + ": give either event_source or schedule_expression");
    }
    std::optional<Schedule> schedule;
    if (rule.schedule_expression) schedule = Schedule::parse(*rule.schedule_expression);
    rules_.push_back({name, rule, schedule, order_base + rules_.size(), chance.stream("eventbridge/" + name)});
  }
}

void EventBridge::start() {
  for (Rule& rule : rules_) {
    if (rule.schedule) schedule_next(rule);
  }
}

void EventBridge::schedule_next(Rule& rule) {
  const Instant due = rule.schedule->next(metering_.calendar(), simulation_.now());
  simulation_.at(due, rule.order_key, [this, &rule] {
    ++figures_.scheduled;
    const double delay = config_.schedule_delay_max.value() * uniform(rule.chance, rule.deliveries, schedule_draw);
    send_to_targets(rule, simulation_.now() + sim::seconds(delay));
    schedule_next(rule);
  });
}

void EventBridge::on(const Event& event) {
  const Instant now = simulation_.now();
  ++figures_.events;
  if (event.is_custom) {
    metering_.add_at(metering_.key(pricing::meter::eventbridge_custom_events), now,
                     std::max<std::int64_t>(1, (event.size_bytes + chunk_bytes - 1) / chunk_bytes));
  }
  for (Rule& rule : rules_) {
    if (rule.config.event_source && matches(*rule.config.event_source, event.source)) send_to_targets(rule, now);
  }
}

void EventBridge::send_to_targets(Rule& rule, Instant earliest) {
  for (const auto& [target, target_config] : rule.config.targets) {
    const std::uint64_t number = rule.deliveries++;
    const double latency = latency_.sample(uniform(rule.chance, number, latency_draw));
    simulation_.at(
        earliest + sim::seconds(latency), rule.order_key,
        [this, delivery = Delivery{&rule, &target, &target_config, number, earliest}] { attempt(delivery); });
  }
}

void EventBridge::attempt(Delivery delivery) {
  if (delivery.target_config->needs_control_plane && !control_plane_is_available_) {
    retry(delivery);
    return;
  }
  const Rule& rule = *delivery.rule;
  ++figures_.delivered;
  event_delivered.send({rule.name, *delivery.target});
  if (uniform(rule.chance, delivery.number, duplicate_draw) >= config_.duplicate_probability.value()) return;
  const double latency = latency_.sample(uniform(rule.chance, delivery.number, duplicate_latency_draw));
  simulation_.at(simulation_.now() + sim::seconds(latency), rule.order_key, [this, delivery] {
    ++figures_.duplicates;
    event_delivered.send({delivery.rule->name, *delivery.target});
  });
}

void EventBridge::retry(Delivery delivery) {
  const Instant now = simulation_.now();
  const TargetConfig& target = *delivery.target_config;
  const std::uint64_t draw = first_retry_draw + static_cast<std::uint64_t>(delivery.retries);
  const double doubled = static_cast<double>(std::int64_t{1} << std::min<std::int64_t>(delivery.retries, 20));
  const double jitter = 0.5 + 0.5 * uniform(delivery.rule->chance, delivery.number, draw);
  const Duration wait = sim::seconds(std::min(doubled, config_.retry_backoff_max.value()) * jitter);
  if (delivery.retries >= target.maximum_retry_attempts.count() ||
      now + wait > delivery.event_at + target.maximum_event_age.duration()) {
    ++figures_.dropped;
    incidents.send({delivery.event_at, "event_dropped", "rule " + delivery.rule->name + " could not reach its target",
                    *delivery.target + " never received the event", now - delivery.event_at});
    return;
  }
  ++figures_.retries;
  ++delivery.retries;
  simulation_.at(now + wait, delivery.rule->order_key, [this, delivery] { attempt(delivery); });
}

}  // namespace fleetcast::models::eventbridge
