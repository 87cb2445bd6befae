#include "models/s3/request_capacity.hpp"

namespace fleetcast::models::s3 {

namespace {

/// Seconds' worth of requests that may come at once: the documented rates are per second.
constexpr double burst_seconds = 1;

}  // namespace

RequestCapacity::RequestCapacity(sim::traffic::Kernel& kernel, const std::string& name, double rate,
                                 sim::Duration split_time, sim::traffic::CauseId slow_down)
    : kernel_(kernel),
      rate_(rate),
      split_time_(split_time),
      gate_(kernel.add_gate({name, rate, rate * burst_seconds, 0, slow_down})) {}

bool RequestCapacity::watch(sim::Instant now) {
  const sim::traffic::Gate& gate = kernel_.gate(gate_);
  const auto came = static_cast<double>(offered_.take(kernel_, gate.admitted + gate.rejected));
  const sim::Duration length = now - watched_at_;
  watched_at_ = now;
  excess_ = came > rate_ * length.seconds() ? excess_ + length : sim::Duration{};
  if (excess_ < split_time_) return false;
  excess_ = {};
  rate_ *= 2;
  ++splits_;
  kernel_.set_gate(gate_, rate_, rate_ * burst_seconds, 0);
  return true;
}

}  // namespace fleetcast::models::s3
