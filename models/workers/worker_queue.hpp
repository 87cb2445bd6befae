#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "models/messages.hpp"
#include "models/metering/metering.hpp"
#include "models/workers/arrivals.hpp"
#include "models/workers/config.hpp"
#include "models/workers/message_store.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/chance/sampler.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::workers {

/// Reports what a queue and its workers did in a run.
struct WorkerFigures {
  std::int64_t sent = 0;
  std::int64_t completed = 0;
  std::int64_t late = 0;         ///< completed after the deadline
  std::int64_t redelivered = 0;  ///< receives beyond a message's first
  std::int64_t dead_lettered = 0;
  std::int64_t expired = 0;           ///< discarded at the end of their retention
  std::int64_t done_twice = 0;        ///< finished by a worker after another had finished them
  std::int64_t lost_with_worker = 0;  ///< messages whose worker stopped before it was done with them
  double oldest_age_max_s = 0;        ///< at the ends of minutes
  double completion_sum_s = 0;        ///< from sending to completion, over completed

  /// Returns the mean time from sending to completion, in seconds.
  [[nodiscard]] std::optional<double> mean_time_to_completion_s() const {
    if (completed == 0) return std::nullopt;
    return completion_sum_s / static_cast<double>(completed);
  }
};

/// Models a queue (SQS standard) and the service of worker tasks, usually on spot, that work it off.
///
/// Modelled: Poisson arrivals by UTC hour and messages from requests, long polls, visibility time-out (a message
/// reappears when its worker dies or runs over), dead letters, retention, requests billed, and each minute the metric
/// points on which the service scales. Left out: batches, FIFO queues, delays of receives beyond the poll.
class WorkerQueue {
 public:
  /// `ordinal` tells the queues of a run apart; it orders what happens to them at the same instant.
  WorkerQueue(sim::control::Simulation& simulation, sim::chance::Chance& chance, Metering& metering, std::string name,
              std::uint64_t ordinal, WorkersConfig config);

  sim::Port<MetricPoint> metric_points;
  sim::Port<Incident> incidents;

  /// Starts arrivals and the metric points of each minute.
  void start();
  /// Tasks of other services are ignored.
  void on(const TaskStarted& message);
  void on(const TaskDeactivating& message);
  void on(const TaskStopped& message);
  /// Sends messages now, on behalf of requests.
  void send(std::int64_t count);

  /// Meters requests up to now, empty polls included.
  void settle(Instant now);
  [[nodiscard]] const WorkerFigures& figures() const { return figures_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::int64_t backlog() const { return store_.visible(); }
  /// Returns the number of messages sent that are neither completed nor given up.
  [[nodiscard]] std::int64_t unfinished() const { return store_.size(); }

 private:
  /// A place in a task that works on one message at a time; places are never used again.
  struct Slot {
    TaskId task;
    bool is_open = true;  ///< polls for messages
    bool is_busy = false;
    MessageStore::Receipt receipt{};
    sim::control::TimerId end{};
    Instant polling_since{};
  };
  void schedule_arrival();
  void hand_out();
  void begin(std::size_t slot, const MessageStore::Receipt& receipt);
  void finish(std::size_t slot);
  void complete(const MessageStore::Receipt& receipt);
  void poll(std::size_t slot);
  void count_empty_polls(Slot& slot, Instant now);
  void watch_time_outs();
  void return_timed_out();
  void give_back(const MessageStore::Receipt& receipt);
  void close(TaskId task);
  void publish_minute();
  void flush_requests(Instant now);

  sim::control::Simulation& simulation_;
  Metering& metering_;
  std::string name_;
  std::uint64_t order_key_;
  const WorkersConfig config_;
  sim::chance::SamplerTables tables_;
  sim::chance::Sampler processing_time_;
  sim::chance::Stream processing_chance_;
  sim::chance::Stream failure_chance_;
  Arrivals arrivals_;
  MessageStore store_;
  std::vector<Slot> slots_;
  std::deque<std::size_t> polling_;  ///< in the order in which they began to poll; may hold closed ones
  std::map<TaskId, std::vector<std::size_t>> tasks_;
  std::optional<Instant> watched_time_out_;
  std::int64_t requests_per_message_;
  std::int64_t requests_ = 0;  ///< not metered yet
  Instant requests_since_;
  WorkerFigures figures_;
};

}  // namespace fleetcast::models::workers
