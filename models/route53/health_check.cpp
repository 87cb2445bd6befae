#include "models/route53/health_check.hpp"

namespace fleetcast::models::route53 {

namespace {

constexpr std::uint64_t order_base = std::uint64_t{610} << 32;

}  // namespace

HealthCheck::HealthCheck(sim::control::Simulation& simulation, const HealthCheckConfig& config,
                         const sim::chance::Stream& phases, std::uint32_t endpoint)
    : simulation_(simulation),
      interval_(config.request_interval.duration()),
      time_out_(config.connect_time_out.duration()),
      threshold_(config.failure_threshold.count()),
      healthy_share_(config.healthy_share.value()),
      endpoint_(endpoint),
      checkers_(static_cast<std::size_t>(config.checkers.count())) {
  for (std::size_t i = 0; i < checkers_.size(); ++i) {
    const double u = sim::chance::uniform(phases, endpoint, i);
    checkers_[i].phase = sim::control_instant({sim::seconds(u * interval_.seconds()).ticks}) - sim::Instant{};
  }
}

std::uint64_t HealthCheck::order(std::size_t checker) const {
  return order_base + 256 * (std::uint64_t{endpoint_} + 1) + checker;
}

void HealthCheck::set_answering(bool is_answering) {
  if (is_answering == is_answering_) return;
  is_answering_ = is_answering;
  const sim::Instant now = simulation_.now();
  for (std::size_t i = 0; i < checkers_.size(); ++i) {
    Checker& checker = checkers_[i];
    if (checker.is_checking) continue;
    checker.is_checking = true;
    const std::int64_t since_phase = (now - (sim::Instant{} + checker.phase)).ticks;
    const std::int64_t rounds = since_phase < 0 ? 0 : since_phase / interval_.ticks + 1;
    simulation_.at(sim::Instant{} + checker.phase + interval_ * rounds, order(i), [this, i] { check(i); });
  }
}

void HealthCheck::check(std::size_t index) {
  Checker& checker = checkers_[index];
  const bool passed = is_answering_;
  const sim::Instant now = simulation_.now();
  if (passed) {
    note(index, true);
  } else {
    simulation_.at(now + time_out_, order(index), [this, index] { note(index, false); });
  }
  if (passed == checker.is_healthy && checker.streak == 0) {
    checker.is_checking = false;
    return;
  }
  simulation_.at(now + interval_, order(index), [this, index] { check(index); });
}

void HealthCheck::note(std::size_t index, bool passed) {
  Checker& checker = checkers_[index];
  if (passed == checker.is_healthy) {
    checker.streak = 0;
    return;
  }
  if (++checker.streak < threshold_) return;
  checker.streak = 0;
  checker.is_healthy = passed;
  const bool is_healthy = share_healthy() > healthy_share_;
  if (is_healthy == is_healthy_) return;
  is_healthy_ = is_healthy;
  changed.send({endpoint_, is_healthy});
}

double HealthCheck::share_healthy() const {
  std::size_t healthy = 0;
  for (const Checker& checker : checkers_) healthy += checker.is_healthy ? 1 : 0;
  return static_cast<double>(healthy) / static_cast<double>(checkers_.size());
}

}  // namespace fleetcast::models::route53
