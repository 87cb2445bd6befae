#pragma once
#include <cstdint>
#include <deque>

#include "sim/time.hpp"

namespace fleetcast::models::waf {

/// Counts what came within a window that ends at any recent instant, from samples of a running total; between two
/// samples the total is taken to grow evenly.
class SlidingCount {
 public:
  /// Takes how far back windows may begin before the newest sample.
  explicit SlidingCount(sim::Duration memory) : memory_(memory) { samples_.push_back({}); }

  /// Notes what came since the last sample; samples come in order of time.
  void add(sim::Instant at, std::uint64_t count);
  /// Returns what came in the window of a length that ends at an instant not after the newest sample.
  [[nodiscard]] double in_window(sim::Instant end, sim::Duration window) const {
    return until(end) - until(end - window);
  }

 private:
  struct Sample {
    sim::Instant at;
    std::uint64_t total = 0;
  };

  [[nodiscard]] double until(sim::Instant instant) const;

  sim::Duration memory_;
  std::deque<Sample> samples_;
};

}  // namespace fleetcast::models::waf
