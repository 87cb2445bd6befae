#include "models/ecs/managed_scaling.hpp"

#include <algorithm>
#include <cmath>

namespace fleetcast::models::ecs {

namespace {

constexpr std::int64_t low_datapoints = 15;

/// The capacity that brings the reservation to its target; the tolerance absorbs rounding of exact quotients.
std::int64_t wanted_capacity(std::int64_t instances, double reservation, double target) {
  return static_cast<std::int64_t>(std::ceil(static_cast<double>(instances) * reservation / target - 1e-9));
}

}  // namespace

bool ManagedScaling::is_warming_up(const Sight& sight) const {
  const sim::Duration warm_up = config_.instance_warmup_period.duration();
  if (scaled_out_at_ && sight.now < *scaled_out_at_ + warm_up) return true;
  return sight.newest_registration && sight.now < *sight.newest_registration + warm_up;
}

std::optional<std::int64_t> ManagedScaling::evaluate(const Sight& sight) {
  const double target = config_.target_capacity.value();
  minutes_below_ = sight.reservation < target ? minutes_below_ + 1 : 0;
  if (sight.reservation > target) {
    if (is_warming_up(sight)) return std::nullopt;
    // With no instance at all the value 200 asks for the first two.
    const std::int64_t base = std::max<std::int64_t>(1, sight.instances);
    const std::int64_t wanted = wanted_capacity(base, sight.reservation, target);
    if (wanted <= sight.desired) return std::nullopt;
    scaled_out_at_ = sight.now;
    return wanted;
  }
  if (minutes_below_ < low_datapoints) return std::nullopt;
  return scale_in(sight);
}

std::optional<std::int64_t> ManagedScaling::scale_in(const Sight& sight) const {
  const std::int64_t wanted = wanted_capacity(sight.instances, sight.reservation, config_.target_capacity.value());
  // At least one, and less than half except where one instance is half or all.
  const std::int64_t most = std::max<std::int64_t>(1, (sight.desired - 1) / 2);
  const std::int64_t step = std::min(config_.scale_in_step.count(), most);
  const std::int64_t next = std::max(wanted, sight.desired - step);
  if (next >= sight.desired || next < 0) return std::nullopt;
  return next;
}

}  // namespace fleetcast::models::ecs
