#include "models/application_auto_scaling/formulas.hpp"

#include <algorithm>
#include <cmath>

namespace fleetcast::models::application_auto_scaling {

namespace {

/// Tells whether a step covers a distance from the threshold; the end nearer to the threshold belongs to the step.
bool covers(const StepAdjustmentConfig& step, double distance, Comparison side) {
  const auto& low = step.metric_interval_lower_bound;
  const auto& high = step.metric_interval_upper_bound;
  if (side == Comparison::above) {
    return (!low || distance >= low->value()) && (!high || distance < high->value());
  }
  return (!low || distance > low->value()) && (!high || distance <= high->value());
}

std::int64_t percent_change(double capacity, double percent, std::int64_t min_magnitude) {
  const double change = capacity * percent / 100;
  if (change == 0) return 0;
  const double magnitude = std::max(1.0, std::floor(std::fabs(change)));
  const std::int64_t whole = std::max(min_magnitude, static_cast<std::int64_t>(magnitude));
  return change > 0 ? whole : -whole;
}

}  // namespace

std::int64_t tracking_capacity(std::int64_t capacity, double metric, double target) {
  if (capacity == 0) return metric > target ? 1 : 0;
  // The tolerance keeps a product such as 10 * 66 / 60 that is whole but for rounding from counting one more.
  return static_cast<std::int64_t>(std::ceil(static_cast<double>(capacity) * metric / target - 1e-9));
}

std::int64_t gradual_capacity(std::int64_t capacity, double largest_share) {
  const auto removed = static_cast<std::int64_t>(std::floor(static_cast<double>(capacity) * largest_share + 1e-9));
  return capacity - std::max<std::int64_t>(1, removed);
}

std::optional<std::int64_t> step_capacity(const StepScalingConfig& policy, std::int64_t capacity, double metric) {
  const double distance = metric - policy.threshold.value();
  for (const StepAdjustmentConfig& step : policy.step_adjustment) {
    if (!covers(step, distance, policy.comparison_operator)) continue;
    const std::int64_t adjustment = step.scaling_adjustment.count();
    switch (policy.adjustment_type) {
      case AdjustmentType::change_in_capacity: return std::max<std::int64_t>(0, capacity + adjustment);
      case AdjustmentType::exact_capacity: return adjustment;
      case AdjustmentType::percent_change_in_capacity: break;
    }
    const double percent = step.scaling_adjustment.value();
    const std::int64_t change =
        percent_change(static_cast<double>(capacity), percent, policy.min_adjustment_magnitude.count());
    return std::max<std::int64_t>(0, capacity + change);
  }
  return std::nullopt;
}

}  // namespace fleetcast::models::application_auto_scaling
