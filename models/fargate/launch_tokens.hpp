#pragma once
#include <algorithm>
#include <cstdint>

#include "sim/time.hpp"

namespace fleetcast::models::fargate {

/// Gives launches their turn: a bucket of tokens that is full at first and fills at a steady rate.
class LaunchTokens {
 public:
  LaunchTokens(std::int64_t burst, double per_second) : burst_(burst), step_(sim::seconds(1.0 / per_second)) {}

  /// Takes the next token and returns the instant at which it is there, now or later.
  [[nodiscard]] sim::Instant take(sim::Instant now) {
    full_at_ = std::max(full_at_, now) + step_;
    return std::max(now, full_at_ - step_ * burst_);
  }

 private:
  std::int64_t burst_;
  sim::Duration step_;
  sim::Instant full_at_{};
};

}  // namespace fleetcast::models::fargate
