#pragma once
#include <memory>

#include "scenarios/traffic/curve.hpp"

namespace fleetcast::scenarios::traffic {

/// Describes the rhythm of a day by its mean alone: exp(k cos x) / I0(k), where x is the angle from the hour of the
/// peak.
///
/// Its mean over a day is 1 for every k (I0 is the modified Bessel function of order 0), it is never negative, and k is
/// chosen so that its peak, exp(k) / I0(k), is what is asked for. This is the density of the von Mises distribution.
class DayShape {
 public:
  /// Solves for k; throws std::invalid_argument unless peak_to_mean lies in [1, 10].
  explicit DayShape(double peak_to_mean);
  /// Returns the rate over the day's mean at a time after the peak, in days.
  [[nodiscard]] double at(double days_after_peak) const;
  [[nodiscard]] double concentration() const { return concentration_; }

 private:
  double peak_;
  double concentration_ = 0;
};

/// Makes the curve mean * f(day of the week) * DayShape(local time - peak_at), where the seven f have the mean 1.
///
/// On days on which clocks change, local time jumps and the curve with it.
[[nodiscard]] std::unique_ptr<Curve> diurnal_curve(const DiurnalRate& diurnal, const RateContext& context);

}  // namespace fleetcast::scenarios::traffic
