#pragma once
#include <algorithm>

#include "sim/time.hpp"

namespace fleetcast::models::ec2 {

/// Limits a rate: holds at most `capacity` tokens, refilled at a rate that may change; asking takes one token.
class TokenBucket {
 public:
  TokenBucket(double capacity, double refill_per_second)
      : capacity_(capacity), refill_per_second_(refill_per_second), tokens_(capacity) {}

  /// Takes a token if there is one, and tells whether there was.
  bool take(sim::Instant now) {
    refill(now);
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
  }
  /// Changes the refill rate from now on.
  void set_refill(sim::Instant now, double per_second) {
    refill(now);
    refill_per_second_ = per_second;
  }

 private:
  void refill(sim::Instant now) {
    tokens_ = std::min(capacity_, tokens_ + refill_per_second_ * (now - refilled_at_).seconds());
    refilled_at_ = now;
  }

  double capacity_;
  double refill_per_second_;
  double tokens_;
  sim::Instant refilled_at_;
};

}  // namespace fleetcast::models::ec2
