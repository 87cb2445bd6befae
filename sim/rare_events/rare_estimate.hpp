#pragma once
#include <cstdint>

#include "sim/measures/intervals.hpp"

namespace fleetcast::sim::rare_events {

/// Holds the estimate of something rare, how far it can be trusted, and what it cost.
struct RareEstimate {
  measures::Estimate value;
  /// Independent occurrences of the event that plain simulation would need to see for an interval as narrow.
  double effective_occurrences = 0;
  /// Part of the whole estimate that its largest contribution makes up; near 1 the interval is not to be trusted.
  double largest_share = 0;
  /// Simulated events spent.
  std::uint64_t events = 0;
  /// Events that plain simulation would spend for an interval as narrow.
  double plain_events = 0;
};

}  // namespace fleetcast::sim::rare_events
