#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "sim/control/ids.hpp"
#include "sim/time.hpp"

namespace fleetcast::sim::control {

class Kernel;
class Process;
class Signal;

/// Owns the clock of the control plane, its machines and links, and everything that happens on it.
///
/// At every instant callbacks run first, by (order key, timer number); then the processes that are due run, by
/// their number, which is the order of their spawning. What they cause at the same instant follows in further
/// rounds of the same kind. Every instant is a multiple of 2^-20 s; others are rounded up.
///
/// One process of the operating system holds at most one simulation in its life, since the engine's clock cannot
/// start again: the second construction throws std::logic_error.
class Simulation {
 public:
  /// Starts at instant zero; throws std::logic_error if this process has had a simulation.
  Simulation();
  /// Forgets what has not ended yet; processes that still wait are not resumed and their locals are not destroyed.
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;

  /// Returns the current instant.
  [[nodiscard]] Instant now() const;

  /// Adds a zone; only before the first run_until.
  ZoneId add_zone(std::string name);
  /// Adds a link that transfers share fairly (a registry, a gateway, an interface); only before the first run_until.
  LinkId add_link(std::string name, double bytes_per_second);
  /// Adds a machine with a link of its own; it starts off. Only before the first run_until.
  MachineId add_machine(std::string name, ZoneId zone, double link_bytes_per_second);

  /// Turns a machine on, so that processes can be spawned on it.
  void turn_on(MachineId machine);
  /// Turns a machine off, which ends every process on it and their transfers; a process may end its own machine.
  void turn_off(MachineId machine);
  /// Tells whether a machine is on.
  [[nodiscard]] bool is_on(MachineId machine) const;

  /// Calls back at an instant, on the engine's own full stack; equal instants run by ascending key, then by number.
  ///
  /// Keys belong to the caller: give each component its own. An instant in the past throws std::logic_error.
  TimerId at(Instant instant, std::uint64_t order_key, std::function<void()> callback);
  /// Calls back at `first` and every `period` (at least one control step) after it, until cancelled.
  TimerId every(Duration period, Instant first, std::uint64_t order_key, std::function<void()> callback);
  /// Cancels a timer; one that has already run, or was cancelled before, is left alone.
  void cancel(TimerId timer);

  /// Starts a process (a control loop) at the current instant.
  void spawn(std::string name, std::function<void(Process&)> body);
  /// Starts a process that dies with its machine; throws std::logic_error if the machine is off.
  void spawn_on(MachineId machine, std::string name, std::function<void(Process&)> body);

  /// Runs everything up to and including an instant, and leaves the clock there; may be called again with later ends.
  ///
  /// An exception that leaves a callback or a process is thrown as std::runtime_error naming both it and the instant;
  /// the simulation cannot be run after that.
  void run_until(Instant end);

  /// Returns the number of processes spawned so far.
  [[nodiscard]] std::uint64_t processes_started() const;
  /// Returns the number of callbacks run so far.
  [[nodiscard]] std::uint64_t callbacks_run() const;

 private:
  friend class Signal;
  std::unique_ptr<Kernel> kernel_;
};

}  // namespace fleetcast::sim::control
