#pragma once
#include <memory>

namespace fleetcast::sim::control {

class Kernel;
class Process;
class Simulation;
struct Waiters;

/// Wakes processes that wait for something to change.
///
/// Notifications are not stored: a process checks its condition before it waits, and again when it has waited.
class Signal {
 public:
  /// Makes a signal of a simulation, which must outlive it.
  explicit Signal(Simulation& simulation);
  ~Signal();
  Signal(const Signal&) = delete;
  Signal& operator=(const Signal&) = delete;

  /// Wakes every process that waits now; they run at this instant, after the callbacks that are due, by their number.
  void notify_all();

 private:
  friend class Process;
  Kernel& kernel_;
  // Shared with the processes that wait, so that one that ends later than the signal is safe.
  std::shared_ptr<Waiters> waiters_;
};

}  // namespace fleetcast::sim::control
