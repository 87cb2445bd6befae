#pragma once
#include <algorithm>
#include <cstdint>
#include <string>

#include "sim/time.hpp"
#include "sim/traffic/ids.hpp"

namespace fleetcast::sim::traffic {

/// Describes a gate: an admission rule that costs no time. Rates are per second; a zero limit means no limit of its
/// kind.
struct GateConfig {
  std::string name;
  /// Token bucket: sustained rate and burst.
  double rate = 0;
  double burst = 0;
  /// Share of requests turned away at random, e.g. matched by a blocking rule.
  double blocked_share = 0;
  CauseId cause{};
};

/// A gate's state.
struct Gate {
  double rate = 0;
  double burst = 0;
  double blocked_share = 0;
  CauseId cause{};
  double tokens = 0;
  std::int64_t filled = 0;
  std::uint64_t admitted = 0;
  std::uint64_t rejected = 0;

  /// Admits a request if nothing but chance could keep it out and does not; counts nothing otherwise.
  template <class Draw>
  bool is_open_to(Draw uniform) {
    if (rate > 0 || (blocked_share > 0 && uniform() < blocked_share)) return false;
    ++admitted;
    return true;
  }
  /// Decides about one request; u is uniform and decides the random part.
  bool admit(std::int64_t now, double u) {
    bool passes = !(u < blocked_share);
    if (passes && rate > 0) {
      const double elapsed = static_cast<double>(now - filled) / static_cast<double>(ticks_per_second);
      tokens = std::min(burst, tokens + elapsed * rate);
      filled = now;
      passes = tokens >= 1;
      if (passes) tokens -= 1;
    }
    ++(passes ? admitted : rejected);
    return passes;
  }
};

/// Limits retries to a share of first attempts: each first attempt adds `ratio` tokens, each retry spends one.
struct Budget {
  double ratio = 0;
  double burst = 0;
  double tokens = 0;
  std::uint64_t spent = 0;
  std::uint64_t refused = 0;

  /// Adds what one first attempt earns.
  void earn() { tokens = std::min(burst, tokens + ratio); }
  /// Takes the token of one retry; returns false, and counts a refusal, if there is none.
  bool spend() {
    if (tokens < 1) {
      ++refused;
      return false;
    }
    tokens -= 1;
    ++spent;
    return true;
  }
};

}  // namespace fleetcast::sim::traffic
