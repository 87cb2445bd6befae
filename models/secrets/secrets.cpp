#include "models/secrets/secrets.hpp"

#include <algorithm>

namespace fleetcast::models::secrets {

namespace {

constexpr std::uint64_t order_base = std::uint64_t{34} << 40;

// A rotation calls DescribeSecret, GetSecretValue, PutSecretValue and twice UpdateSecretVersionStage.
constexpr std::int64_t calls_of_a_rotation = 5;

bool is_used_by(const SecretConfig& secret, const std::string& service) {
  return secret.services.empty() || std::ranges::find(secret.services, service) != secret.services.end();
}

}  // namespace

Secrets::Secrets(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering,
                 SecretsConfig config)
    : simulation_(simulation),
      metering_(metering),
      config_(std::move(config)),
      latency_(tables_.compile(config_.latency)),
      chance_(chance.stream("secrets.latency")) {}

void Secrets::start() {
  std::uint64_t order_key = order_base;
  for (const auto& entry : config_.secrets) {
    if (!entry.second.rotation_period) continue;
    const Duration period = entry.second.rotation_period->duration();
    simulation_.every(period, simulation_.now() + period, order_key++, [this, &entry] { rotate(entry.first); });
  }
}

std::int64_t Secrets::secrets_of(const std::string& service, bool only_cached) const {
  return std::ranges::count_if(config_.secrets, [&](const auto& entry) {
    return is_used_by(entry.second, service) && (!only_cached || entry.second.is_cached_by_client);
  });
}

void Secrets::on(const PrepareTask& request) {
  const TaskPlace& place = request.place;
  const std::int64_t count = secrets_of(place.service, false);
  if (count == 0) {
    secrets_ready.send(request);
    return;
  }
  const Instant now = simulation_.now();
  const std::uint64_t order_key = order_base + (std::uint64_t{1} << 20) + place.task;
  const auto path = paths_.find(place.zone);
  if (path != paths_.end() && path->second == ServicePath::blocked) {
    preparing_[place.task] = simulation_.at(now + config_.unreachable_time_out.duration(), order_key,
                                            [this, place] { fail(place.task, place.service); });
    return;
  }
  Duration all{};
  for (std::int64_t i = 0; i < count; ++i) {
    all = all + sim::seconds(latency_.sample(uniform(chance_, place.task, static_cast<std::uint64_t>(i))));
  }
  figures_.calls_at_start += count;
  meter_calls(place.service, count, now);
  preparing_[place.task] = simulation_.at(now + all, order_key, [this, request] {
    preparing_.erase(request.place.task);
    secrets_ready.send(request);
  });
}

void Secrets::fail(TaskId task, const std::string& service) {
  preparing_.erase(task);
  ++figures_.tasks_failed;
  task_prepare_failed.send(
      {task, "ResourceInitializationError: unable to retrieve secrets of " + service + ": endpoint not reachable"});
}

void Secrets::on(const TaskStarted& message) {
  const std::int64_t cached = secrets_of(message.place.service, true);
  if (cached > 0) clients_[message.place.task] = {simulation_.now(), message.place.service, cached, 0};
}

void Secrets::on(const TaskStopped& message) {
  if (const auto timer = preparing_.find(message.place.task); timer != preparing_.end()) {
    simulation_.cancel(timer->second);
    preparing_.erase(timer);
  }
  const auto client = clients_.find(message.place.task);
  if (client == clients_.end()) return;
  meter_refreshes(client->second, simulation_.now());
  clients_.erase(client);
}

void Secrets::on(const ServicePathChanged& change) {
  if (change.service == "secretsmanager") paths_[change.zone] = change.path;
}

void Secrets::meter_calls(const std::string& service, std::int64_t calls, Instant at) {
  auto key = metering_.key(pricing::meter::secrets_api_calls);
  key.service = service;
  metering_.add_at(key, at, calls);
}

void Secrets::meter_refreshes(Client& client, Instant now) {
  // The first fetch fills the cache when the task starts; each later one happens when the value's time has passed.
  const Duration time_to_live = config_.cache_time_to_live.duration();
  const std::int64_t due = 1 + (now - client.started_at).ticks / time_to_live.ticks;
  for (; client.refreshes_metered < due; ++client.refreshes_metered) {
    figures_.calls_of_caches += client.secrets;
    meter_calls(client.service, client.secrets, client.started_at + time_to_live * client.refreshes_metered);
  }
}

void Secrets::rotate(const std::string& name) {
  ++figures_.rotations;
  const Instant now = simulation_.now();
  const bool invalidates = config_.secrets.at(name).rotation_invalidates_old_value;
  meter_calls("", calls_of_a_rotation, now);
  secret_rotated.send({name, invalidates});
  incidents.send(
      {now,
       "secret_rotation",
       "secret " + name + " was rotated on schedule",
       invalidates ? "tasks that hold the old value fail until they are replaced" : "the old value still works",
       {}});
}

void Secrets::settle(Instant now) {
  for (const auto& [name, secret] : config_.secrets) {
    for (std::int64_t copy = 0; copy <= secret.replicas.count(); ++copy) {
      metering_.add_started_hours(metering_.key(pricing::meter::secrets_secret_hours), {}, metered_until_, now);
    }
  }
  for (auto& [task, client] : clients_) meter_refreshes(client, now);
  metered_until_ = now;
}

}  // namespace fleetcast::models::secrets
