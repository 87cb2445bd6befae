#pragma once
#include <cstdint>
#include <vector>

#include "models/route53/config.hpp"
#include "sim/chance/purpose.hpp"
#include "sim/control/simulation.hpp"
#include "sim/port.hpp"
#include "sim/time.hpp"

namespace fleetcast::models::route53 {

/// Says that the checkers together see an endpoint as healthy or unhealthy.
struct EndpointHealth {
  std::uint32_t endpoint = 0;
  bool is_healthy = true;
};

/// Watches one endpoint with many uncoordinated checkers, each with a phase of its own.
///
/// An endpoint whose checkers all agree with how it is costs nothing: checks are carried out one by one only from a
/// change until every checker has noticed it.
class HealthCheck {
 public:
  /// Takes the endpoint's number, which also tells the phases of its checkers in the stream.
  HealthCheck(sim::control::Simulation& simulation, const HealthCheckConfig& config, const sim::chance::Stream& phases,
              std::uint32_t endpoint);
  HealthCheck(const HealthCheck&) = delete;
  HealthCheck& operator=(const HealthCheck&) = delete;

  sim::Port<EndpointHealth> changed;

  /// Tells how the endpoint is from now on: it answers, or it is silent.
  void set_answering(bool is_answering);
  [[nodiscard]] bool is_healthy() const { return is_healthy_; }
  /// Returns the share of checkers that report the endpoint healthy.
  [[nodiscard]] double share_healthy() const;

 private:
  struct Checker {
    sim::Duration phase;
    bool is_healthy = true;
    bool is_checking = false;
    std::int64_t streak = 0;  ///< results in a row against what it reports
  };

  [[nodiscard]] std::uint64_t order(std::size_t checker) const;
  void check(std::size_t index);
  void note(std::size_t index, bool passed);

  sim::control::Simulation& simulation_;
  sim::Duration interval_;
  sim::Duration time_out_;
  std::int64_t threshold_;
  double healthy_share_;
  std::uint32_t endpoint_;
  bool is_answering_ = true;
  bool is_healthy_ = true;
  std::vector<Checker> checkers_;
};

}  // namespace fleetcast::models::route53
