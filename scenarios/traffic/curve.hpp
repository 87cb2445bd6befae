#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "scenarios/traffic/config.hpp"
#include "scenarios/traffic/rate_context.hpp"

namespace fleetcast::scenarios::traffic {

/// Represents a rate, or a factor on one, as a function of time that is smooth between corners.
class Curve {
 public:
  virtual ~Curve() = default;
  /// Adds the instants within a stretch at which the curve jumps or bends, or between which it is nearly straight.
  virtual void add_corners(const Stretch& stretch, std::vector<sim::Instant>& corners) const = 0;
  /// Returns the curve's values at the ends of a stretch that has no corner within.
  [[nodiscard]] virtual Ends over(const Stretch& stretch) const = 0;
};

/// Makes the curve of a constant rate.
[[nodiscard]] std::unique_ptr<Curve> constant_curve(double rate);
/// Makes the curve of steps, which are in order and begin at the start; with a period they come again, before the start
/// too.
[[nodiscard]] std::unique_ptr<Curve> step_curve(const std::vector<RateStep>& steps, std::optional<sim::Duration> period,
                                                sim::Instant start);

/// Adds the instants between two, a given length apart, so that curves are nearly straight between them.
void add_grid(const Stretch& stretch, sim::Duration step, std::vector<sim::Instant>& corners);

}  // namespace fleetcast::scenarios::traffic
