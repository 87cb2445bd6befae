#include "sim/control/signal.hpp"

#include "sim/control/kernel.hpp"
#include "sim/control/simulation.hpp"

namespace fleetcast::sim::control {

Signal::Signal(Simulation& simulation) : kernel_(*simulation.kernel_), waiters_(std::make_shared<Waiters>()) {}
Signal::~Signal() = default;

void Signal::notify_all() { kernel_.notify_all(*waiters_); }

}  // namespace fleetcast::sim::control
