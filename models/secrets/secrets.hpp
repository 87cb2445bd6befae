#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "models/secrets/config.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/chance/sampler.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::secrets {

/// Reports what Secrets Manager did in a run.
struct SecretsFigures {
  std::int64_t calls_at_start = 0;
  std::int64_t calls_of_caches = 0;
  std::int64_t tasks_failed = 0;
  std::int64_t rotations = 0;
};

/// Models Secrets Manager: what tasks fetch when they start, and refresh while they run.
///
/// It stands before the islands that prepare tasks: it takes PrepareTask, fetches the secrets of the task's service one
/// after the other, and passes PrepareTask on, or answers TaskPrepareFailed when the endpoint cannot be reached.
/// Left out: quotas (10,000 calls/s), the Lambda functions that rotate, resource policies.
class Secrets {
 public:
  Secrets(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering, SecretsConfig config);

  sim::Port<PrepareTask> secrets_ready;
  sim::Port<TaskPrepareFailed> task_prepare_failed;
  sim::Port<SecretRotated> secret_rotated;
  sim::Port<Incident> incidents;

  /// Starts the rotations.
  void start();
  void on(const PrepareTask& request);
  void on(const TaskStarted& message);
  void on(const TaskStopped& message);
  /// Learns how a zone reaches the service "secretsmanager"; others are ignored.
  void on(const ServicePathChanged& change);

  /// Meters secrets and the refreshes of client caches up to now.
  void settle(Instant now);
  [[nodiscard]] const SecretsFigures& figures() const { return figures_; }

 private:
  /// A running task whose client caches refresh their secrets once per time to live.
  struct Client {
    Instant started_at;
    std::string service;
    std::int64_t secrets = 0;
    std::int64_t refreshes_metered = 0;
  };
  [[nodiscard]] std::int64_t secrets_of(const std::string& service, bool only_cached) const;
  void meter_calls(const std::string& service, std::int64_t calls, Instant at);
  void meter_refreshes(Client& client, Instant now);
  void fail(TaskId task, const std::string& service);
  void rotate(const std::string& name);

  sim::control::Simulation& simulation_;
  Metering& metering_;
  const SecretsConfig config_;
  sim::chance::SamplerTables tables_;
  sim::chance::Sampler latency_;
  sim::chance::Stream chance_;
  std::map<TaskId, sim::control::TimerId> preparing_;
  std::map<TaskId, Client> clients_;
  std::map<ZoneIndex, ServicePath> paths_;
  Instant metered_until_;
  SecretsFigures figures_;
};

}  // namespace fleetcast::models::secrets
