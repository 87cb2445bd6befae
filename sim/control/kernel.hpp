#pragma once
#include <simgrid/forward.h>

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/control/agenda.hpp"
#include "sim/control/ids.hpp"
#include "sim/control/platform.hpp"
#include "sim/time.hpp"

namespace fleetcast::sim::control {

class Process;
struct ProcessState;

/// Lists the processes that wait for one signal, in the order in which they began to wait.
struct Waiters {
  std::vector<ProcessState*> waiting;
};

/// Keeps the clock: one agenda, driven by one timer of SimGrid's, on whose stack callbacks run.
///
/// Processes are SimGrid actors, but sleep and wait on the agenda, so that what happens at one instant is ordered by
/// data and costs no solver; SimGrid's solver sees transfers only.
class Kernel {
 public:
  Kernel() = default;
  ~Kernel();
  Kernel(const Kernel&) = delete;
  Kernel& operator=(const Kernel&) = delete;

  /// Returns the current instant.
  [[nodiscard]] Instant now() const { return now_; }
  /// Returns what the simulation is made of.
  [[nodiscard]] Platform& platform() { return platform_; }

  /// Calls back at an instant, and then every period if there is one.
  TimerId add_timer(Instant instant, std::uint64_t order_key, std::function<void()> callback,
                    std::optional<Duration> period);
  /// Cancels a timer, if it is still to come.
  void cancel(TimerId timer);
  /// Starts a process at the current instant, on a machine that is on or on none.
  void spawn(std::optional<MachineId> machine, std::string name, std::function<void(Process&)> body);
  /// Turns a machine on or off, from a process or a callback; turning it off ends what runs on it.
  void turn_on(MachineId machine);
  void turn_off(MachineId machine);
  /// Runs everything up to and including an instant; throws std::runtime_error with the first failure.
  void run_until(Instant end);

  /// Blocks the calling process until an instant.
  void sleep_until(ProcessState& process, Instant instant);
  /// Waits until notified, or until an instant; returns true when notified.
  bool wait(ProcessState& process, const std::shared_ptr<Waiters>& waiters, std::optional<Instant> until);
  /// Makes every process on a list due at the current instant.
  void notify_all(Waiters& waiters);
  /// Blocks the calling process until the bytes have arrived; throws TransferLost.
  void transfer(ProcessState& process, std::int64_t bytes, std::span<const LinkId> links, MachineId to);
  /// Runs a function for the calling process on the engine's stack.
  void on_engine_stack(const ProcessState& process, const std::function<void()>& function);

  /// Returns how many processes were spawned, and how many callbacks run, so far.
  [[nodiscard]] std::uint64_t processes_started() const { return processes_started_; }
  [[nodiscard]] std::uint64_t callbacks_run() const { return callbacks_run_; }

  /// Throws std::logic_error naming this component and the instant.
  [[noreturn]] void fail_program(const std::string& what) const;

 private:
  using Body = std::function<void(Process&)>;
  struct Armed {
    simgrid::kernel::timer::Timer* timer = nullptr;
    Instant instant{};
  };

  void arm();
  void arm_at(Instant instant);
  void sweep();
  void run(Agenda::Due& due);
  void fail(const std::string& who, const std::string& what);
  void start(const std::shared_ptr<ProcessState>& process, const Body& body);
  void live(ProcessState& process, const Body& body);
  [[nodiscard]] bool can_live(const ProcessState& process) const;
  void block(ProcessState& process);
  void wake_at(ProcessState& process, Instant instant);
  void require_current(const ProcessState& process) const;

  Platform platform_;
  Agenda agenda_;
  Instant now_{};
  std::optional<Armed> armed_;
  bool sweeping_ = false;
  bool running_ = false;
  // What run_until throws: the first exception that left a callback or a process.
  std::exception_ptr failure_;
  std::uint64_t processes_started_ = 0;
  std::uint64_t callbacks_run_ = 0;
  std::uint64_t actions_at_this_instant_ = 0;
};

}  // namespace fleetcast::sim::control
