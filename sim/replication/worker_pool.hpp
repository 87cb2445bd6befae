#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace fleetcast::sim::replication {

/// Describes one run: an opaque payload for the run function and a label that people can read.
struct Job {
  std::uint64_t id = 0;
  /// For example "reference, seed 1, replication 3".
  std::string label{};
  std::string payload{};
};

/// Tells how one run ended: with a result, or with an error that names the job's label.
struct Outcome {
  std::uint64_t id = 0;
  std::optional<std::string> result{};
  std::string error{};
  double wall_seconds = 0;
  std::uint64_t peak_rss_bytes = 0;
};

/// Reports that SIGINT or SIGTERM arrived; every child has been killed and reaped by then.
class Interrupted : public std::runtime_error {
 public:
  Interrupted(int signal_number, std::size_t done, std::size_t total);
  /// Returns the number of the signal that arrived.
  [[nodiscard]] int signal_number() const { return signal_number_; }

 private:
  int signal_number_;
};

/// Runs jobs in processes of their own, several at once: one run, one process.
///
/// The calling process must be single-threaded and must never have created a simulation engine.
class WorkerPool {
 public:
  /// Takes the number of jobs to run at once (at least 1) and the function that turns a payload into a result.
  WorkerPool(int jobs, std::function<std::string(const std::string& payload)> run);

  /// Runs all jobs and returns their outcomes in the order of the jobs, whatever the order in which they ended.
  ///
  /// Progress is called after each run, in the order in which they end. A run that throws, exits or is killed gives an
  /// outcome with an error; SIGINT and SIGTERM kill all runs and throw Interrupted.
  std::vector<Outcome> run_all(std::vector<Job> jobs,
                               std::function<void(const Outcome&, std::size_t done, std::size_t total)> progress = {});

 private:
  std::size_t jobs_;
  std::function<std::string(const std::string&)> run_;
};

}  // namespace fleetcast::sim::replication
