#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/replication/child.hpp"
#include "sim/replication/signal_watch.hpp"

namespace fleetcast::sim::replication {

/// Runs several children at once and waits for whatever happens next; destruction kills those that still run.
class Race {
 public:
  /// Tells what happened during one wait.
  struct Turn {
    std::optional<int> interrupt{};
    /// True when nobody is left to read the watched output.
    bool reader_gone = false;
    std::vector<std::pair<std::size_t, ChildEnd>> ended{};
  };

  explicit Race(Child::Run run) : run_(std::move(run)) {}

  /// Watches for the reader of an output going away.
  void watch_reader_of(int output) { output_ = output; }
  void start(std::size_t index, const std::string& payload);
  [[nodiscard]] std::size_t running() const { return running_.size(); }
  /// Waits until a child ends, a signal arrives, or the reader goes away.
  Turn wait();
  void kill_all() { running_.clear(); }

 private:
  struct Runner {
    std::size_t index = 0;
    std::unique_ptr<Child> child{};
  };

  void collect(Turn& turn);

  Child::Run run_;
  std::optional<int> output_;
  SignalWatch signals_;
  std::vector<Runner> running_;
};

}  // namespace fleetcast::sim::replication
