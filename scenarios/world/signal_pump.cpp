#include "scenarios/world/signal_pump.hpp"

namespace fleetcast::scenarios::world {

namespace {

constexpr std::uint64_t order_base = std::uint64_t{1} << 32;
constexpr sim::Duration calm_period = sim::seconds(4);

}  // namespace

void SignalPump::start() {
  simulation_.at(simulation_.now(), order_base, [this] { pump(); });
}

void SignalPump::pump() {
  const sim::Instant now = simulation_.now();
  kernel_.advance_to(now, sim::traffic::Pace::Purpose::signals);
  for (const auto& signal : kernel_.take_signals()) {
    const sim::Instant due = std::max(now, sim::control_instant(signal.at + sim::traffic::signal_delay));
    simulation_.at(due, order_base + 1 + signal.key, [this, signal] {
      kernel_.advance_to(simulation_.now());
      for (const Receiver& receiver : receivers_) receiver(signal);
    });
  }
  const sim::Duration period = kernel_.is_watching() ? sim::traffic::signal_delay : calm_period;
  simulation_.at(now + period, order_base, [this] { pump(); });
}

}  // namespace fleetcast::scenarios::world
