#pragma once
#include <span>
#include <vector>

#include "scenarios/results/causal_event.hpp"

namespace fleetcast::scenarios::results {

/// Root of failures in red minutes without an event: more load than the stack carries.
inline constexpr const char* load_root = "load";
/// Root of failures that occur in calm minutes as well.
inline constexpr const char* background_root = "background";

/// Puts the failures of each minute down to one event at the root, or to load, or to the background.
///
/// A minute belongs to the most direct event in force during it, of several to the latest. A red minute that follows
/// one of an event without pause belongs to the same, since backlogs outlive what made them. The background is the
/// rate of failures in minutes without an event that are not red, or red by no more than chance and without a
/// saturated station; as many are set aside in the minutes of events. `allowed_share` is the share of requests that
/// may fail in a minute before it is red. Minutes without failures are left out; the failures of those returned are
/// all there are.
[[nodiscard]] std::vector<MinuteLoss> attribute_losses(std::span<const CausalEvent> events,
                                                       std::span<const MinuteFailures> minutes, double allowed_share);

}  // namespace fleetcast::scenarios::results
