#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>

#include "sim/control/ids.hpp"
#include "sim/time.hpp"

namespace fleetcast::sim::control {

class Kernel;
class Signal;
struct ProcessState;

/// Tells a process on another machine, or on none, that the machine it was transferring to has been turned off.
class TransferLost : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Gives the body of a process its view of time; valid only inside that body.
///
/// A body is sequential code on a small stack (64 KiB): keep large work for on_engine_stack. When its machine is
/// lost the body is unwound from wherever it waits by an exception that is not a std::exception: let it pass, which
/// means no catch (...) without throw. Processes share one thread, so none may wait in a catch block or a destructor.
class Process {
 public:
  /// Made by the kernel, for the length of a body.
  Process(Kernel& kernel, ProcessState& state) : kernel_(kernel), state_(state) {}
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// Returns the name it was spawned with.
  [[nodiscard]] const std::string& name() const;
  /// Returns the current instant.
  [[nodiscard]] Instant now() const;

  /// Sleeps for a length of time; zero lets everything else that is due at this instant go first.
  void sleep_for(Duration length);
  /// Sleeps until an instant; one in the past throws std::logic_error.
  void sleep_until(Instant instant);

  /// Waits until the signal is next notified.
  void wait(Signal& signal);
  /// Waits until the signal is next notified, at most for a time; returns true when it was notified.
  bool wait_for(Signal& signal, Duration time_out);

  /// Moves bytes over all the links at once and the receiving machine's own link, and returns when all have arrived.
  ///
  /// Concurrent transfers share links by max-min fairness; there is no latency. No link may be named twice. Throws
  /// TransferLost if the receiving machine is turned off meanwhile, std::logic_error if it is off already.
  void transfer(std::int64_t bytes, std::span<const LinkId> links, MachineId to);

  /// Runs a function, which must not wait, at this instant on the engine's full stack; what it throws comes back here.
  void on_engine_stack(const std::function<void()>& function);

 private:
  Kernel& kernel_;
  ProcessState& state_;
};

}  // namespace fleetcast::sim::control
