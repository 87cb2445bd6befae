#pragma once
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/traffic/large_pages.hpp"
#include "sim/traffic/store_aging.hpp"

namespace fleetcast::sim::traffic {

/// Describes a store: copies of objects 0 .. objects-1, evicted least recently used first.
struct StoreConfig {
  std::string name;
  std::uint32_t objects = 1;
  /// Room, in objects or, when `sizes` is given at the instruction, in bytes.
  std::uint64_t capacity = std::numeric_limits<std::uint64_t>::max();
  /// What all objects together would take, where that is known: with room for all no order need be kept.
  std::uint64_t total_weight = std::numeric_limits<std::uint64_t>::max();
  /// Ticks a copy stays fresh after it was stored; a hit does not renew it.
  std::int64_t time_to_live = std::numeric_limits<std::int64_t>::max();
  /// Renews the time to live on every hit.
  bool renew_on_hit = false;
  /// Number of parts that can be lost one by one; object i lies in part i modulo parts.
  std::uint32_t parts = 1;
};

/// Counts what a store saw.
struct StoreMeasures {
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::uint64_t collapsed = 0;  ///< waited for another request's fetch
  std::uint64_t stale_served = 0;
  std::uint64_t errors_served = 0;
  std::uint64_t evictions = 0;
  std::uint64_t fills = 0;
};

/// Keeps which objects have a copy, how fresh it is and who waits for it. Knows nothing of requests but their slots.
class Store {
 public:
  static constexpr std::uint32_t none = 0xFFFFFFFFu;
  enum class Found : std::uint8_t { fresh, fetching, error, absent };

  explicit Store(const StoreConfig& config);

  /// Tells whether there is a fresh copy at a tick, and if so marks it as the most recently used.
  [[nodiscard]] bool finds_fresh(std::uint32_t object, std::int64_t now);
  /// Looks an object up at a tick, and marks a fresh copy as the most recently used.
  [[nodiscard]] Found look_up(std::uint32_t object, std::int64_t now);
  /// Brings an object's entry closer to the processor, since it will soon be looked up or, perhaps, dropped.
  void prefetch(std::uint32_t object, bool is_dropped = false) const {
    __builtin_prefetch(&entries_[object], 1);
    if (is_ordered_) __builtin_prefetch(&places_[object], 1);
    if (is_dropped) __builtin_prefetch(&details_[object], 1);
  }
  /// Returns the tick at which the object's copy goes stale.
  [[nodiscard]] std::int64_t expires(std::uint32_t object) const {
    return static_cast<std::int64_t>(entries_[object].expires);
  }
  /// Does the same for the places in the order that a hit on the object would change.
  void prefetch_neighbours(std::uint32_t object) const {
    if (!is_ordered_) return;
    const Place& place = places_[object];
    if (place.previous != none) __builtin_prefetch(&places_[place.previous], 1);
    if (place.next != none) __builtin_prefetch(&places_[place.next], 1);
  }
  [[nodiscard]] bool has_copy(std::uint32_t object) const { return entries_[object].has_copy != 0; }
  /// Stores a copy of `weight` units, evicting others for it; a copy larger than the store is not kept.
  void put(std::uint32_t object, std::uint32_t weight, std::int64_t now);
  /// Stores a copy that stays fresh for a time of its own, in ticks.
  void put_for(std::uint32_t object, std::uint32_t weight, std::int64_t now, std::int64_t time_to_live);
  /// Puts copies of neighbours into a store that has none of them and room for all, so that no order is kept: weights,
  /// and ticks for which each stays fresh; a copy that weighs nothing is left out.
  void put_unordered(std::uint32_t first_object, std::span<const std::uint32_t> weights,
                     std::span<const std::int64_t> times_to_live, std::int64_t now);
  [[nodiscard]] bool is_ordered() const { return is_ordered_; }
  /// Remembers until a tick that fetching the object fails.
  void put_error(std::uint32_t object, std::int64_t until);
  void drop(std::uint32_t object);
  /// Drops every copy in one part; returns how many there were.
  std::uint64_t drop_part(std::uint32_t part, std::int64_t now);
  void set_time_to_live(std::int64_t ticks) { time_to_live_ = ticks; }
  /// Changes the room; what no longer fits is evicted.
  void set_capacity(std::uint64_t capacity);

  /// Tells, or notes, whether a request fetches the object while others wait for it.
  [[nodiscard]] bool is_fetching(std::uint32_t object) const { return entries_[object].is_fetching != 0; }
  void set_fetching(std::uint32_t object, bool fetching) { entries_[object].is_fetching = fetching ? 1 : 0; }
  /// The first slot that waits for an object; the kernel chains further ones.
  [[nodiscard]] std::uint32_t& waiters(std::uint32_t object) { return details_[object].waiters; }

  [[nodiscard]] std::uint64_t used() const { return used_; }
  [[nodiscard]] std::uint64_t copies() const { return copies_; }
  [[nodiscard]] std::uint32_t objects() const { return static_cast<std::uint32_t>(entries_.size()); }
  [[nodiscard]] StoreMeasures& measures() { return measures_; }
  [[nodiscard]] const StoreMeasures& measures() const { return measures_; }
  /// Lets copies come and go in stretches that are not simulated, as demand would have it there.
  void age_in(const SkippedDemand& skipped, const chance::Stream& stream) { aging_.emplace(skipped, stream, parts_); }
  [[nodiscard]] bool is_aging() const { return aging_.has_value(); }
  /// Remembers how often objects first_object and up are asked for, if copies come and go without being simulated.
  void remember_demand(std::uint32_t first_object, DemandRates rates, std::int64_t time_to_live) {
    if (aging_) aging_->remember(first_object, std::move(rates), time_to_live);
  }
  /// Fetches the demand of an object early, if it is remembered.
  void prefetch_demand(std::uint32_t object) const {
    if (aging_) aging_->prefetch(object);
  }
  /// Says from which store this one gets its copies, if copies come and go without being simulated.
  void set_behind(Store& behind) {
    if (aging_) aging_->set_behind(behind);
  }
  /// Returns until when the object's copy is fresh, given that somebody asked for it at a tick that was not simulated.
  std::int64_t asked_unseen(std::uint32_t object, std::int64_t asked_at);
  /// Tells whether copies stay right over stretches that are not simulated.
  [[nodiscard]] bool can_age() const {
    return (aging_ && aging_->knows_demand()) || time_to_live_ == std::numeric_limits<std::int64_t>::max();
  }
  /// Forgets what was counted so far.
  void reset_measures() { measures_ = {}; }

 private:
  /// All that a look-up reads, in 8 bytes: there is one for every object of every store, and they are read at random.
  struct Entry {
    std::uint64_t expires : 61 = 0;
    std::uint64_t has_copy : 1 = 0;
    std::uint64_t is_fetching : 1 = 0;
    std::uint64_t is_error : 1 = 0;
  };
  static_assert(sizeof(Entry) == 8);
  static constexpr std::uint64_t never = (std::uint64_t{1} << 61) - 1;
  static constexpr std::uint64_t dropped_mark = 1;  ///< in `expires` of an object whose copy was dropped
  /// An object's place in the order of use.
  struct Place {
    std::uint32_t previous = none;
    std::uint32_t next = none;
  };
  struct Detail {
    std::uint32_t waiters = none;
    std::uint32_t weight = 0;
  };

  [[nodiscard]] static bool is_current(const Entry& entry, std::int64_t now) {
    return entry.expires > static_cast<std::uint64_t>(now);
  }
  [[nodiscard]] static std::uint64_t end_of(std::int64_t now, std::int64_t time_to_live);
  void touch(std::uint32_t object);
  void link_front(std::uint32_t object);
  void unlink(std::uint32_t object);
  void evict_until(std::uint64_t room);
  /// Finds out whether a copy was stored again in the stretches that were not simulated, and if so stores it.
  [[nodiscard]] bool was_renewed(std::uint32_t object, std::int64_t now);
  void keep_unseen(std::uint32_t object, std::int64_t until);

  std::vector<Entry, LargePageAllocator<Entry>> entries_;
  std::vector<Place, LargePageAllocator<Place>> places_;  ///< empty unless is_ordered_
  std::vector<Detail, LargePageAllocator<Detail>> details_;
  std::uint64_t capacity_;
  std::int64_t time_to_live_;
  bool renew_on_hit_;
  bool is_ordered_;  ///< false while everything fits, so that no order need be kept
  std::uint32_t parts_;
  std::uint32_t front_ = none;
  std::uint32_t back_ = none;
  std::uint64_t used_ = 0;
  std::uint64_t copies_ = 0;
  StoreMeasures measures_;
  std::optional<StoreAging> aging_;  ///< none while every request is simulated
};

inline bool Store::finds_fresh(std::uint32_t object, std::int64_t now) {
  Entry& entry = entries_[object];
  if (entry.has_copy == 0 || !is_current(entry, now)) {
    __builtin_prefetch(&details_[object], 1);
    return false;
  }
  ++measures_.hits;
  if (renew_on_hit_) entry.expires = end_of(now, time_to_live_) & never;
  if (is_ordered_ && front_ != object) touch(object);
  return true;
}

inline Store::Found Store::look_up(std::uint32_t object, std::int64_t now) {
  if (finds_fresh(object, now)) return Found::fresh;
  Entry& entry = entries_[object];
  if (entry.is_error != 0 && is_current(entry, now)) {
    ++measures_.errors_served;
    return Found::error;
  }
  if (entry.is_fetching != 0) return Found::fetching;
  if (aging_ && was_renewed(object, now)) {
    ++measures_.hits;
    return Found::fresh;
  }
  ++measures_.misses;
  return Found::absent;
}

}  // namespace fleetcast::sim::traffic
