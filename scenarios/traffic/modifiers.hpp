#pragma once
#include <memory>
#include <vector>

#include "scenarios/traffic/curve.hpp"
#include "sim/chance/purpose.hpp"

namespace fleetcast::scenarios::traffic {

/// Makes the factor of a flash crowd, which is 1 before and after.
[[nodiscard]] std::unique_ptr<Curve> flash_crowd_curve(const FlashCrowd& crowd, sim::Instant start);

/// Makes the factor of bursts: two states that alternate, each for an exponential time, in equilibrium at the start.
///
/// The path is drawn from the start outwards in both directions, so that it does not depend on the length of the
/// pre-roll or of the horizon.
[[nodiscard]] std::unique_ptr<Curve> burst_curve(const Bursts& bursts, const RateContext& context,
                                                 const sim::chance::Stream& stream);

/// Makes the factor growth^(years after the start), a year being 365 days.
[[nodiscard]] std::unique_ptr<Curve> growth_curve(double growth, sim::Instant start);

/// Makes the factors on a rate that its configuration asks for; all of them apply at once.
[[nodiscard]] std::vector<std::unique_ptr<Curve>> modifiers(const RateConfig& rate, const RateContext& context,
                                                            sim::chance::Chance& chance);

}  // namespace fleetcast::scenarios::traffic
