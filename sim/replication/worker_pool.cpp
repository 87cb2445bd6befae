#include "sim/replication/worker_pool.hpp"

#include <memory>
#include <utility>

#include "sim/replication/race.hpp"

namespace fleetcast::sim::replication {

namespace {

std::string interruption(int signal_number, std::size_t done, std::size_t total) {
  return "interrupted by signal " + std::to_string(signal_number) + " when " + std::to_string(done) + " of " +
         std::to_string(total) + " runs were done";
}

}  // namespace

Interrupted::Interrupted(int signal_number, std::size_t done, std::size_t total)
    : std::runtime_error(interruption(signal_number, done, total)), signal_number_(signal_number) {}

WorkerPool::WorkerPool(int jobs, std::function<std::string(const std::string&)> run)
    : jobs_(static_cast<std::size_t>(jobs)), run_(std::move(run)) {
  if (jobs < 1) throw std::invalid_argument("the number of jobs must be at least 1, not " + std::to_string(jobs));
}

std::vector<Outcome> WorkerPool::run_all(
    std::vector<Job> jobs, std::function<void(const Outcome&, std::size_t done, std::size_t total)> progress) {
  std::vector<Outcome> outcomes(jobs.size());
  std::size_t done = 0;
  Race race(run_);
  std::size_t next = 0;
  while (done < jobs.size()) {
    while (next < jobs.size() && race.running() < jobs_) {
      race.start(next, jobs[next].payload);
      ++next;
    }
    const Race::Turn turn = race.wait();
    if (turn.interrupt) {
      race.kill_all();
      throw Interrupted(*turn.interrupt, done, jobs.size());
    }
    for (const auto& [index, end] : turn.ended) {
      const Job& job = jobs[index];
      Outcome& outcome = outcomes[index];
      outcome = {job.id, end.result, end.error, end.wall_seconds, end.peak_rss_bytes};
      if (!outcome.result && !job.label.empty()) outcome.error = job.label + ": " + end.error;
      ++done;
      if (progress) progress(outcome, done, jobs.size());
    }
  }
  return outcomes;
}

}  // namespace fleetcast::sim::replication
