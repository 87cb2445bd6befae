#pragma once
#include <cstdint>
#include <optional>

#include "models/application_auto_scaling/config.hpp"

namespace fleetcast::models::application_auto_scaling {

/// Returns the capacity that would bring a metric back to its target, rounded up; a capacity of 0 grows to 1.
///
/// Rounding up is the cautious side both ways: "remove 1.5" removes 1 [doc: ASG/as-scaling-target-tracking.md].
[[nodiscard]] std::int64_t tracking_capacity(std::int64_t capacity, double metric, double target);

/// Returns the smallest capacity that one scale-in may leave: it takes away a share at most, rounded down, or one task.
[[nodiscard]] std::int64_t gradual_capacity(std::int64_t capacity, double largest_share);

/// Returns the capacity that a step-scaling policy moves to, or nothing if no step covers the metric.
///
/// Percentages are rounded as documented: above 1 down, between 0 and 1 to 1, and mirrored below zero.
[[nodiscard]] std::optional<std::int64_t> step_capacity(const StepScalingConfig& policy, std::int64_t capacity,
                                                        double metric);

}  // namespace fleetcast::models::application_auto_scaling
