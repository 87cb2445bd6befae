#pragma once
#include <functional>
#include <vector>

#include "sim/control/simulation.hpp"
#include "sim/traffic/kernel.hpp"

namespace fleetcast::scenarios::world {

/// Advances traffic often enough that what it has to tell the control plane arrives in time, and delivers it.
///
/// While signals may come soon traffic is advanced every second, otherwise every few: the earliest signal after a calm
/// spell needs two failed health checks, at least five seconds apart. A signal is delivered `signal_delay` after its
/// instant, so results do not depend on when traffic was advanced.
class SignalPump {
 public:
  using Receiver = std::function<void(const sim::traffic::Kernel::Signal&)>;

  SignalPump(sim::control::Simulation& simulation, sim::traffic::Kernel& kernel)
      : simulation_(simulation), kernel_(kernel) {}

  /// Adds a receiver of every signal.
  void connect(Receiver receiver) { receivers_.push_back(std::move(receiver)); }
  void start();

 private:
  void pump();

  sim::control::Simulation& simulation_;
  sim::traffic::Kernel& kernel_;
  std::vector<Receiver> receivers_;
};

}  // namespace fleetcast::scenarios::world
