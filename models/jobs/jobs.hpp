#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "models/jobs/config.hpp"
#include "models/messages.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/chance/sampler.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"

namespace fleetcast::models::jobs {

/// Reports how one job fared in a run of the simulation.
struct JobFigures {
  std::int64_t runs = 0;
  std::int64_t completed = 0;
  std::int64_t failed = 0;           ///< a task was lost more often than it may be retried
  std::int64_t missed_deadline = 0;  ///< complete too late, or failed, or not complete when the deadline passed
  std::int64_t tasks_started = 0;
  std::int64_t retries = 0;
  double start_latency_sum_s = 0;  ///< from asking for a task to its start, over tasks_started
  double completion_sum_s = 0;     ///< from the event to completion, over completed
  double lost_work_s = 0;          ///< work done by tasks that were lost, beyond their last checkpoint

  /// Returns the mean time from asking for a task to its start, in seconds.
  [[nodiscard]] std::optional<double> mean_start_latency_s() const {
    if (tasks_started == 0) return std::nullopt;
    return start_latency_sum_s / static_cast<double>(tasks_started);
  }
};

/// Models short-lived tasks, usually on Fargate or Fargate Spot, that an event or a schedule starts.
///
/// A run asks ECS for its tasks (RunTask), lets each work for its duration and says TaskFinished; a task that stops
/// before that is retried. A task's work is a function of job, run and place in the run, so that fleets face the same
/// work. ECS names the job as the service in a task's place. Left out: step workflows, concurrency limits.
class Jobs {
 public:
  Jobs(sim::control::Simulation& simulation, sim::chance::Chance& chance, JobsConfig config);

  sim::Port<RunTask> run_task;
  sim::Port<TaskFinished> task_finished;
  sim::Port<Incident> incidents;

  /// Starts a run if the target names a job.
  void on(const EventDelivered& delivery);
  void on(const TaskStarted& message);
  void on(const TaskStopped& message);

  /// Returns the figures of each job by name.
  [[nodiscard]] std::map<std::string, JobFigures> figures() const;

 private:
  struct Run;
  /// One task of a run, through all its attempts.
  struct Piece {
    Run* run = nullptr;
    double work_s = 0;
    double done_s = 0;  ///< saved by checkpoints
    std::int64_t retries = 0;
    Instant requested_at{};
  };
  struct Job {
    JobConfig config;
    std::string name;
    std::uint64_t order_key = 0;
    sim::chance::Sampler duration{};
    sim::chance::Stream chance{};
    std::uint64_t pieces_made = 0;
    std::deque<Piece*> waiting{};  ///< asked for and not started, in order
    JobFigures figures{};
  };
  struct Run {
    Job* job = nullptr;
    std::uint64_t number = 0;
    Instant began_at{};
    std::vector<Piece> pieces{};
    std::int64_t open = 0;
    bool has_failed = false;
    std::optional<sim::control::TimerId> deadline{};
  };
  struct Working {
    Piece* piece;
    Instant started_at;
    sim::control::TimerId end;
  };

  void begin_run(Job& job);
  void request(Piece& piece);
  void finish(TaskId task);
  void lose(Piece& piece, const std::string& cause);
  void close(Piece& piece);
  void miss_deadline(Run& run);

  sim::control::Simulation& simulation_;
  sim::chance::SamplerTables tables_;
  std::map<std::string, Job> jobs_;
  std::map<std::uint64_t, Run> runs_;
  std::uint64_t runs_begun_ = 0;
  std::map<TaskId, Working> working_;
  std::set<TaskId> finished_;
};

}  // namespace fleetcast::models::jobs
