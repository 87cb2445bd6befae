#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

#include "sim/time.hpp"

namespace fleetcast::sim::traffic {

/// Remembers the stretches of time that were not simulated, and how much demand each of them had, in seconds of the
/// demand at a reference rate.
class SkippedDemand {
 public:
  /// Adds a stretch that lies after all others.
  void add(Instant begin, Instant end, double demand) {
    if (!stretches_.empty() && stretches_.back().end == begin.ticks) {
      Stretch& last = stretches_.back();
      // Neighbours merge while their intensity is the same within a thousandth.
      const double before = last.demand / static_cast<double>(last.end - last.begin);
      const double now = demand / static_cast<double>(end.ticks - begin.ticks);
      if (now > 0.999 * before && now < 1.001 * before) {
        last.end = end.ticks;
        last.demand += demand;
        total_ += demand;
        return;
      }
    }
    stretches_.push_back({begin.ticks, end.ticks, total_, demand});
    total_ += demand;
  }
  /// Returns the demand of all stretches up to a tick.
  [[nodiscard]] double until(std::int64_t tick) const {
    const auto after = first_behind([tick](const Stretch& one) { return tick < one.begin; });
    if (after == stretches_.begin()) return 0;
    const Stretch& last = *std::prev(after);
    if (tick >= last.end) return last.before + last.demand;
    const double share = static_cast<double>(tick - last.begin) / static_cast<double>(last.end - last.begin);
    return last.before + last.demand * share;
  }
  /// Returns the tick at which the demand of all stretches up to it reaches an amount below the total.
  [[nodiscard]] std::int64_t when(double demand) const {
    const auto after = first_behind([demand](const Stretch& one) { return demand < one.before; });
    const Stretch& in = *std::prev(after);
    const double share = std::min(1.0, (demand - in.before) / in.demand);
    return in.begin + static_cast<std::int64_t>(share * static_cast<double>(in.end - in.begin));
  }
  [[nodiscard]] double total() const { return total_; }

 private:
  struct Stretch {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    double before = 0;  ///< demand of all earlier stretches
    double demand = 0;
  };
  /// Returns the first stretch that lies behind what is looked for; most look-ups are for the latest.
  template <class IsBehind>
  [[nodiscard]] std::vector<Stretch>::const_iterator first_behind(IsBehind is_behind) const {
    auto after = stretches_.end();
    for (int step = 0; step < 6; ++step) {
      if (after == stretches_.begin() || !is_behind(*std::prev(after))) return after;
      --after;
    }
    return std::partition_point(stretches_.begin(), after, [&](const Stretch& one) { return !is_behind(one); });
  }

  std::vector<Stretch> stretches_;
  double total_ = 0;
};

}  // namespace fleetcast::sim::traffic
