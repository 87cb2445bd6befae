#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "scenarios/results/causal_event.hpp"

namespace fleetcast::scenarios::results {

/// Returns the probability that a Poisson count of mean `mean` (above zero) is `count` or more.
[[nodiscard]] double poisson_at_least(double mean, std::uint64_t count);

/// Says which minutes have more failures than chance makes of the rate of calm minutes.
///
/// A minute stands out when a Poisson count at the calm rate would be as high with a probability below a level. The
/// level is false_listings / 2, divided by the number of minutes under suspicion for those that are, and by the number
/// of the others for these, so that calm minutes stand out in a share of at most false_listings of all runs. The calm
/// rate is that of the unsuspected minutes that do not stand out, found by repetition, of the minute's hour of the day
/// where the run has a week or more, else of all; one failure is added, so that a rate is never zero.
class CalmFailures {
 public:
  /// Share of runs without any trouble in which chance alone makes a minute stand out, at most.
  static constexpr double false_listings = 0.05;

  /// Learns the rate; `is_suspect` tells of each minute whether an event or a saturated station may explain it.
  CalmFailures(std::span<const MinuteFailures> minutes, std::vector<bool> is_suspect);

  /// Tells whether a minute has more failures than chance explains.
  [[nodiscard]] bool stands_out(std::size_t minute) const { return stands_out_[minute]; }
  /// Returns how many failures the calm rate leads one to expect in a minute.
  [[nodiscard]] double expected(std::size_t minute) const;

 private:
  void learn();

  std::span<const MinuteFailures> minutes_;
  std::vector<bool> is_suspect_;
  std::vector<bool> stands_out_;
  std::array<double, 24> rates_{};  ///< failures per request, by hour of the day counted from the run's start
};

}  // namespace fleetcast::scenarios::results
