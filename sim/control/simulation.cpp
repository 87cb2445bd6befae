#include "sim/control/simulation.hpp"

#include <utility>

#include "sim/control/kernel.hpp"

namespace fleetcast::sim::control {

namespace {

Platform& open_platform(Kernel& kernel) {
  if (kernel.platform().has_started())
    kernel.fail_program("zones, links and machines can be added before the first run_until only");
  return kernel.platform();
}

}  // namespace

Simulation::Simulation() : kernel_(std::make_unique<Kernel>()) {}
Simulation::~Simulation() = default;

Instant Simulation::now() const { return kernel_->now(); }

ZoneId Simulation::add_zone(std::string name) { return open_platform(*kernel_).add_zone(std::move(name)); }
LinkId Simulation::add_link(std::string name, double bytes_per_second) {
  return open_platform(*kernel_).add_link(std::move(name), bytes_per_second);
}
MachineId Simulation::add_machine(std::string name, ZoneId zone, double link_bytes_per_second) {
  return open_platform(*kernel_).add_machine(std::move(name), zone, link_bytes_per_second);
}

void Simulation::turn_on(MachineId machine) { kernel_->turn_on(machine); }
void Simulation::turn_off(MachineId machine) { kernel_->turn_off(machine); }
bool Simulation::is_on(MachineId machine) const { return kernel_->platform().is_on(machine); }

TimerId Simulation::at(Instant instant, std::uint64_t order_key, std::function<void()> callback) {
  return kernel_->add_timer(instant, order_key, std::move(callback), std::nullopt);
}
TimerId Simulation::every(Duration period, Instant first, std::uint64_t order_key, std::function<void()> callback) {
  return kernel_->add_timer(first, order_key, std::move(callback), period);
}
void Simulation::cancel(TimerId timer) { kernel_->cancel(timer); }

void Simulation::spawn(std::string name, std::function<void(Process&)> body) {
  kernel_->spawn(std::nullopt, std::move(name), std::move(body));
}
void Simulation::spawn_on(MachineId machine, std::string name, std::function<void(Process&)> body) {
  kernel_->spawn(machine, std::move(name), std::move(body));
}

void Simulation::run_until(Instant end) { kernel_->run_until(end); }

std::uint64_t Simulation::processes_started() const { return kernel_->processes_started(); }
std::uint64_t Simulation::callbacks_run() const { return kernel_->callbacks_run(); }

}  // namespace fleetcast::sim::control
