#pragma once
#include <simgrid/s4u/Semaphore.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "sim/control/ids.hpp"
#include "sim/control/kernel.hpp"

namespace fleetcast::sim::control {

/// Holds what the kernel knows about one process.
struct ProcessState {
  std::uint64_t number = 0;
  std::string name{};
  std::optional<MachineId> machine{};
  /// Number of times its machine had been turned on when it was spawned.
  std::uint64_t boot = 0;
  /// What it blocks on; only the agenda releases it.
  simgrid::s4u::SemaphorePtr gate{};
  simgrid::s4u::Actor* actor = nullptr;
  /// Its entry in the agenda while it sleeps or waits for a limited time.
  std::optional<std::uint64_t> wake_up{};
  /// The signal it waits for.
  std::shared_ptr<Waiters> waits_for{};
  bool notified = false;
};

}  // namespace fleetcast::sim::control
