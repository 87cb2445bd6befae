#include "sim/control/process.hpp"

#include "sim/control/kernel.hpp"
#include "sim/control/process_state.hpp"
#include "sim/control/signal.hpp"

namespace fleetcast::sim::control {

const std::string& Process::name() const { return state_.name; }
Instant Process::now() const { return kernel_.now(); }

void Process::sleep_for(Duration length) { kernel_.sleep_until(state_, kernel_.now() + length); }
void Process::sleep_until(Instant instant) { kernel_.sleep_until(state_, instant); }

void Process::wait(Signal& signal) { kernel_.wait(state_, signal.waiters_, std::nullopt); }
bool Process::wait_for(Signal& signal, Duration time_out) {
  return kernel_.wait(state_, signal.waiters_, kernel_.now() + time_out);
}

void Process::transfer(std::int64_t bytes, std::span<const LinkId> links, MachineId to) {
  kernel_.transfer(state_, bytes, links, to);
}

void Process::on_engine_stack(const std::function<void()>& function) { kernel_.on_engine_stack(state_, function); }

}  // namespace fleetcast::sim::control
