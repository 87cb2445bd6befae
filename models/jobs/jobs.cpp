#include "models/jobs/jobs.hpp"

#include <algorithm>
#include <cmath>

namespace fleetcast::models::jobs {

namespace {

constexpr std::uint64_t order_base = std::uint64_t{32} << 40;

std::string readable(StopCause cause) {
  switch (cause) {
    case StopCause::spot_interruption: return "spot interruption";
    case StopCause::instance_lost: return "loss of its instance";
    case StopCause::rebalance: return "rebalancing";
    default: return "its stop";
  }
}

}  // namespace

Jobs::Jobs(sim::control::Simulation& simulation, sim::chance::Chance& chance, JobsConfig config)
    : simulation_(simulation) {
  for (const auto& [name, job] : config.jobs) {
    jobs_[name] = {job, name, order_base + jobs_.size(), tables_.compile(job.duration), chance.stream("jobs/" + name)};
  }
}

void Jobs::on(const EventDelivered& delivery) {
  if (const auto job = jobs_.find(delivery.target); job != jobs_.end()) begin_run(job->second);
}

void Jobs::begin_run(Job& job) {
  const std::uint64_t number = runs_begun_++;
  Run& run = runs_[number];
  run.job = &job;
  run.number = number;
  run.began_at = simulation_.now();
  run.open = job.config.count.count();
  run.pieces.resize(static_cast<std::size_t>(run.open));
  ++job.figures.runs;
  if (job.config.deadline) {
    run.deadline = simulation_.at(run.began_at + job.config.deadline->duration(), job.order_key, [this, &run] {
      run.deadline.reset();
      miss_deadline(run);
    });
  }
  for (Piece& piece : run.pieces) {
    piece.run = &run;
    piece.work_s = job.duration.sample(uniform(job.chance, job.pieces_made++, 0));
    piece.requested_at = run.began_at;
    job.waiting.push_back(&piece);
  }
  run_task.send({job.name, run.open});
}

void Jobs::request(Piece& piece) {
  piece.requested_at = simulation_.now();
  piece.run->job->waiting.push_back(&piece);
  run_task.send({piece.run->job->name, 1});
}

void Jobs::on(const TaskStarted& message) {
  const auto found = jobs_.find(message.place.service);
  if (found == jobs_.end() || found->second.waiting.empty()) return;
  Job& job = found->second;
  Piece& piece = *job.waiting.front();
  job.waiting.pop_front();
  const Instant now = simulation_.now();
  ++job.figures.tasks_started;
  job.figures.start_latency_sum_s += (now - piece.requested_at).seconds();
  const TaskId task = message.place.task;
  const auto end =
      simulation_.at(now + sim::seconds(piece.work_s - piece.done_s), job.order_key, [this, task] { finish(task); });
  working_.emplace(task, Working{&piece, now, end});
}

void Jobs::finish(TaskId task) {
  Piece& piece = *working_.at(task).piece;
  working_.erase(task);
  finished_.insert(task);
  close(piece);
  task_finished.send({task});
}

void Jobs::on(const TaskStopped& message) {
  const auto found = jobs_.find(message.place.service);
  if (found == jobs_.end() || finished_.erase(message.place.task) > 0) return;
  Job& job = found->second;
  const auto working = working_.find(message.place.task);
  if (working == working_.end()) {
    // It stopped before it started; the tasks of a job are alike until then, so the oldest request takes its place.
    if (job.waiting.empty()) return;
    Piece& piece = *job.waiting.front();
    job.waiting.pop_front();
    lose(piece, "a failed start");
    return;
  }
  Piece& piece = *working->second.piece;
  const double worked_s = (simulation_.now() - working->second.started_at).seconds();
  simulation_.cancel(working->second.end);
  working_.erase(working);
  double saved_s = 0;
  if (job.config.checkpoint_interval) {
    const double interval_s = job.config.checkpoint_interval->value();
    saved_s = std::floor(worked_s / interval_s) * interval_s;
  }
  piece.done_s += saved_s;
  job.figures.lost_work_s += worked_s - saved_s;
  lose(piece, readable(message.cause));
}

void Jobs::lose(Piece& piece, const std::string& cause) {
  Job& job = *piece.run->job;
  if (piece.retries >= job.config.maximum_retry_attempts.count()) {
    piece.run->has_failed = true;
    incidents.send({simulation_.now(),
                    "job_failed",
                    "a task of job " + job.name + " was lost by " + cause,
                    "it had no retry left",
                    {}});
    close(piece);
    return;
  }
  ++piece.retries;
  ++job.figures.retries;
  simulation_.at(simulation_.now() + job.config.retry_wait.duration(), job.order_key,
                 [this, &piece] { request(piece); });
}

void Jobs::close(Piece& piece) {
  Run& run = *piece.run;
  if (--run.open > 0) return;
  JobFigures& figures = run.job->figures;
  if (run.deadline) simulation_.cancel(*run.deadline);
  if (run.has_failed) {
    ++figures.failed;
    if (run.deadline) miss_deadline(run);
  } else {
    ++figures.completed;
    figures.completion_sum_s += (simulation_.now() - run.began_at).seconds();
  }
  runs_.erase(run.number);
}

void Jobs::miss_deadline(Run& run) {
  ++run.job->figures.missed_deadline;
  incidents.send({run.began_at, "deadline_missed", "job " + run.job->name + " was not complete in time",
                  std::to_string(run.open) + " of its tasks were open", simulation_.now() - run.began_at});
}

std::map<std::string, JobFigures> Jobs::figures() const {
  std::map<std::string, JobFigures> all;
  for (const auto& [name, job] : jobs_) all[name] = job.figures;
  return all;
}

}  // namespace fleetcast::models::jobs
