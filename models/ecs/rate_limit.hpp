#pragma once
#include <algorithm>
#include <cstdint>

#include "sim/time.hpp"

namespace fleetcast::models::ecs {

/// Limits starts by a bucket of tokens that fills at a steady rate.
class RateLimit {
 public:
  RateLimit(std::int64_t burst, double per_second)
      : burst_(burst), step_(sim::seconds(1.0 / per_second)), full_at_() {}

  /// Returns how many tokens the bucket holds.
  [[nodiscard]] std::int64_t available(sim::Instant now) const {
    const std::int64_t missing = (std::max<std::int64_t>(0, (full_at_ - now).ticks) + step_.ticks - 1) / step_.ticks;
    return burst_ - missing;
  }
  /// Takes tokens, of which so many must be available.
  void take(sim::Instant now, std::int64_t tokens) { full_at_ = std::max(full_at_, now) + step_ * tokens; }
  /// Returns the instant at which at least one token is available.
  [[nodiscard]] sim::Instant next(sim::Instant now) const {
    return std::max(now, full_at_ - step_ * (burst_ - 1));
  }

 private:
  std::int64_t burst_;
  sim::Duration step_;
  sim::Instant full_at_;
};

}  // namespace fleetcast::models::ecs
