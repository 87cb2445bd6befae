#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "models/ecs/config.hpp"
#include "models/ecs/container_instances.hpp"
#include "models/ecs/rate_limit.hpp"
#include "models/messages.hpp"
#include "sim/control/ids.hpp"

namespace fleetcast::models::ecs {

/// Tells where a task is in its life; lost is dead, but the scheduler does not know it yet.
enum class TaskState { provisioning, pending, activating, running, deactivating, stopping, lost };

/// Holds one task from its creation until it has stopped.
struct Task {
  TaskPlace place{};
  ServiceIndex service = 0;
  std::size_t provider = 0;  ///< position in the capacity provider strategy
  TaskState state = TaskState::provisioning;
  bool is_healthy = false;
  bool is_condemned = false;                ///< failed its health checks: to be replaced
  bool is_moving = false;                   ///< to be replaced by a task in another zone
  std::optional<StopCause> leaves_for{};    ///< why its instance drains: to be replaced
  bool is_placed = false;                   ///< holds resources of an instance
  bool is_counted = false;                  ///< counts in its zone and on its instance
  StopCause cause = StopCause::scale_in;    ///< why it stops, once it does
  Instant created_at{};
  Instant started_at{};
  std::optional<sim::control::TimerId> timer{};

  /// Tells whether the scheduler takes the task for one that exists and is not being stopped.
  [[nodiscard]] bool is_alive() const { return state != TaskState::deactivating && state != TaskState::stopping; }
  /// Tells whether the scheduler takes the task for a healthy one.
  [[nodiscard]] bool counts_as_healthy() const {
    return is_healthy && (state == TaskState::running || state == TaskState::lost);
  }
};

/// Holds a deployment that is in progress.
struct Deployment {
  Instant started_at{};
  std::int64_t failed_tasks = 0;
  bool has_run = false;  ///< a task of it has reached RUNNING: the circuit breaker's second stage
  bool is_rollback = false;
};

/// Counts a service's tasks in the way its scheduler needs.
struct Tally {
  std::int64_t total = 0;         ///< everything that exists, tasks being stopped included
  std::int64_t running = 0;
  std::int64_t healthy = 0;
  std::int64_t good = 0;          ///< of the current revision and not to be replaced
  std::int64_t good_healthy = 0;
  std::vector<std::int64_t> good_by_provider{};
  std::vector<TaskId> candidates{};  ///< alive, but to be replaced
};

/// Holds the state of one service, or of one definition of one-off tasks.
struct Service {
  std::string name{};
  ServiceIndex index = 0;
  ServiceConfig config{};
  bool is_one_off = false;
  bool is_on_fargate = false;
  Resources need{};
  std::int64_t desired = 0;
  std::int64_t revision = 1;         ///< that new tasks have
  std::int64_t newest_revision = 1;
  std::optional<std::int64_t> completed_revision{};
  std::set<std::int64_t> broken_revisions{};
  std::optional<Deployment> deployment{};
  bool is_stalled = false;           ///< its deployment failed and is not rolled back
  std::map<TaskId, Task*> tasks{};   ///< owned by the cluster
  std::vector<std::int64_t> tasks_by_zone{};
  std::int64_t running = 0;
  std::int64_t pending = 0;
  std::int64_t leaving = 0;
  RateLimit launches{1, 1};
  Instant held_until{};              ///< the restart throttle
  std::int64_t failed_rounds = 0;
  std::optional<Instant> wakes_at{};
  std::optional<ServiceCounts> sent{};
};

}  // namespace fleetcast::models::ecs
