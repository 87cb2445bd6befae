#pragma once
#include <cstdint>
#include <optional>

#include "models/ecs/config.hpp"
#include "sim/time.hpp"

namespace fleetcast::models::ecs {

/// Decides the desired capacity of one capacity provider's group from CapacityProviderReservation, once a minute.
///
/// AlarmHigh: above the target, 1 of 1. AlarmLow: below the target, 15 of 15, then a small step each minute; a value
/// above the target starts the 15 minutes again [doc: ECS/cluster-auto-scaling.md].
class ManagedScaling {
 public:
  explicit ManagedScaling(const ManagedScalingConfig& config) : config_(config) {}

  /// Holds what a decision depends on.
  struct Sight {
    sim::Instant now;
    double reservation = 100;
    std::int64_t instances = 0;  ///< N of the reservation
    std::int64_t desired = 0;    ///< desired capacity of the group
    std::optional<sim::Instant> newest_registration;
  };

  /// Takes one minute's value and returns the new desired capacity, if it changes.
  [[nodiscard]] std::optional<std::int64_t> evaluate(const Sight& sight);

 private:
  [[nodiscard]] bool is_warming_up(const Sight& sight) const;
  [[nodiscard]] std::optional<std::int64_t> scale_in(const Sight& sight) const;

  ManagedScalingConfig config_;
  std::int64_t minutes_below_ = 0;
  std::optional<sim::Instant> scaled_out_at_;
};

}  // namespace fleetcast::models::ecs
