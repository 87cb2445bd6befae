#pragma once
#include "sim/time.hpp"

namespace fleetcast::models::spot {

using sim::Duration;
using sim::Instant;

/// Times the next event of a Weibull renewal process whose hazard can be multiplied for a while.
///
/// Works on the cumulative hazard (age / scale)^shape: the event is due when it has used up a unit exponential target,
/// so a factor on the hazard is exact (proportional hazards) and a factor that comes and goes leaves no trace.
class UpTime {
 public:
  UpTime() = default;
  UpTime(double shape, Duration mean);

  /// Begins an up-time at an instant; u in (0, 1) fixes its length.
  void begin(Instant at, double u);
  /// Begins in the middle of an up-time, as a process that has run for ever would be found; takes two variates.
  void begin_in_equilibrium(Instant at, double u_length, double u_age);
  /// Multiplies the hazard from an instant on, relative to the undisturbed process.
  void set_factor(Instant at, double factor);
  /// Returns the instant of the next event; at most 1e9 s ahead.
  [[nodiscard]] Instant due() const;

 private:
  [[nodiscard]] double hazard_until(double age_seconds) const;

  double shape_ = 1;
  double scale_seconds_ = 1;
  Instant since_;            ///< from when on the rest below counts
  double age_at_since_ = 0;  ///< s
  double rest_ = 0;          ///< cumulative hazard still to be used up
  double factor_ = 1;
};

}  // namespace fleetcast::models::spot
