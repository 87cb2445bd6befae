#pragma once
#include <cstdint>
#include <deque>
#include <optional>

#include "models/auto_scaling/fallback_config.hpp"
#include "sim/time.hpp"

namespace fleetcast::models::auto_scaling {

/// Decides how many on-demand instances stand in for spot that is not to be had, and when they are given back.
///
/// AWS has no such policy: a group's spot never turns into on-demand (behaviour 7.3) and a capacity provider's tasks
/// wait for it (5.4). It stands for what users build around a group from events and functions.
class SpotFallback {
 public:
  /// Takes the policy; throws std::invalid_argument if there is more than one.
  explicit SpotFallback(FallbackConfig config);

  /// Returns how many instances the group keeps above its desired capacity.
  [[nodiscard]] std::int64_t extra() const { return config_.hedge ? config_.hedge->extra.count() : 0; }
  /// Returns how many instances stand in.
  [[nodiscard]] std::int64_t stand_ins() const { return stand_ins_; }

  /// Notes that a spot instance has notice.
  void note_interruption(sim::Instant now);
  /// Returns the time after which an instance that has notice is replaced by on-demand, if it is.
  [[nodiscard]] std::optional<sim::Duration> replacement_delay(sim::Instant now) const;
  /// Counts one more instance that stands in.
  void stand_in(sim::Instant now);

  /// Notes whether instances are missing; what is only asked for counts as missing.
  void note_shortage(sim::Instant now, bool is_short);
  /// Takes the spot instances that no pool has room for, and returns how many on-demand ones shall stand in from now.
  [[nodiscard]] std::int64_t stand_in_for(sim::Instant now, std::int64_t unplaced);

  /// Tells whether instances that stand in are to be exchanged now.
  [[nodiscard]] bool gives_back(sim::Instant now) const;
  /// Stops counting instances that stand in: they are given back, or the group has shrunk.
  void release(sim::Instant now, std::int64_t count);

  /// Returns when there is next something to decide, if there is.
  [[nodiscard]] std::optional<sim::Instant> next_look(sim::Instant now) const;

 private:
  [[nodiscard]] bool is_active(sim::Instant now) const;
  [[nodiscard]] std::optional<sim::Duration> delay(sim::Instant now) const;

  FallbackConfig config_;
  std::deque<sim::Instant> interruptions_;  ///< the newest that the trigger counts
  std::optional<sim::Instant> short_since_;
  sim::Instant gives_back_at_;
  std::int64_t stand_ins_ = 0;
};

}  // namespace fleetcast::models::auto_scaling
