#pragma once
#include <cstdint>
#include <string>

#include "sim/time.hpp"
#include "sim/traffic/growth.hpp"
#include "sim/traffic/kernel.hpp"

namespace fleetcast::models::s3 {

/// Limits the rate of one kind of request, and doubles the limit once it was exceeded for long enough without a break.
class RequestCapacity {
 public:
  /// Takes requests per second, and the time of excess before they double.
  RequestCapacity(sim::traffic::Kernel& kernel, const std::string& name, double rate, sim::Duration split_time,
                  sim::traffic::CauseId slow_down);

  [[nodiscard]] sim::traffic::GateId gate() const { return gate_; }
  [[nodiscard]] double rate() const { return rate_; }
  [[nodiscard]] std::int64_t splits() const { return splits_; }
  /// Compares what came since the last call with the limit; returns true if the limit doubles now.
  bool watch(sim::Instant now);

 private:
  sim::traffic::Kernel& kernel_;
  double rate_;
  sim::Duration split_time_;
  sim::traffic::GateId gate_;
  sim::traffic::Growth<std::uint64_t> offered_;
  sim::Instant watched_at_;
  sim::Duration excess_;
  std::int64_t splits_ = 0;
};

}  // namespace fleetcast::models::s3
