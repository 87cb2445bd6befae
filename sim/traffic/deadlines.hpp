#pragma once
#include <cstdint>
#include <limits>
#include <vector>

namespace fleetcast::sim::traffic {

/// Keeps the deadlines of requests outside the event queue: one first-in-first-out ring per distinct time-out, since
/// tries with the same time-out expire in the order they began. A request has at most one live entry, for the earliest
/// of its deadlines; what became of those that come later is found out then.
class Deadlines {
 public:
  struct Entry {
    std::int64_t tick = 0;
    std::uint64_t order = 0;  ///< request number and attempt, for equal ticks
    std::uint32_t slot = 0;
    std::uint32_t version = 0;
  };
  static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::max();

  /// Returns the ring for a time-out; the same time-out gives the same ring.
  std::uint32_t ring(std::int64_t time_out_ticks) {
    for (std::uint32_t i = 0; i < rings_.size(); ++i) {
      if (rings_[i].time_out == time_out_ticks) return i;
    }
    rings_.push_back({time_out_ticks, std::vector<Entry>(64), 0, 0});
    return static_cast<std::uint32_t>(rings_.size() - 1);
  }

  /// Tells whether an entry may go to the end of its ring: deadlines in a ring must not decrease.
  [[nodiscard]] bool is_in_order(std::uint32_t ring, std::int64_t tick) const {
    const Ring& into = rings_[ring];
    return into.count == 0 || into.entries[(into.first + into.count - 1) & (into.entries.size() - 1)].tick <= tick;
  }
  void push(std::uint32_t ring, const Entry& entry) {
    Ring& into = rings_[ring];
    if (into.count == into.entries.size()) grow(into);
    into.entries[(into.first + into.count) & (into.entries.size() - 1)] = entry;
    ++into.count;
    if (entry.tick < next_) find_next();
  }

  /// Returns the earliest deadline, live or not, or `none`.
  [[nodiscard]] std::int64_t next_tick() const { return next_; }

  /// Removes and returns the entry with the earliest deadline.
  Entry pop() {
    Ring& from = rings_[next_ring_];
    const Entry entry = from.entries[from.first];
    drop_front(from);
    find_next();
    return entry;
  }

  /// Puts every deadline off by some ticks.
  void put_off(std::int64_t ticks) {
    for (Ring& ring : rings_) {
      for (std::size_t i = 0; i < ring.count; ++i) {
        ring.entries[(ring.first + i) & (ring.entries.size() - 1)].tick += ticks;
      }
    }
    if (next_ != none) next_ += ticks;
  }

  /// Drops entries at the fronts for which `is_dead` holds.
  template <class Dead>
  void purge(Dead is_dead) {
    Ring& ring = rings_[next_ring_];
    while (ring.count > 0 && is_dead(ring.entries[ring.first])) drop_front(ring);
    find_next();
  }

 private:
  struct Ring {
    std::int64_t time_out = 0;
    std::vector<Entry> entries;  ///< a power of two
    std::size_t first = 0;
    std::size_t count = 0;
  };

  static void drop_front(Ring& ring) {
    ring.first = (ring.first + 1) & (ring.entries.size() - 1);
    --ring.count;
  }
  static void grow(Ring& ring) {
    std::vector<Entry> larger(ring.entries.size() * 2);
    for (std::size_t i = 0; i < ring.count; ++i) {
      larger[i] = ring.entries[(ring.first + i) & (ring.entries.size() - 1)];
    }
    ring.entries = std::move(larger);
    ring.first = 0;
  }
  void find_next() {
    next_ = none;
    std::uint64_t order = 0;
    for (std::uint32_t i = 0; i < rings_.size(); ++i) {
      if (rings_[i].count == 0) continue;
      const Entry& front = rings_[i].entries[rings_[i].first];
      if (front.tick < next_ || (front.tick == next_ && front.order < order)) {
        next_ = front.tick;
        order = front.order;
        next_ring_ = i;
      }
    }
  }

  std::vector<Ring> rings_;
  std::int64_t next_ = none;
  std::uint32_t next_ring_ = 0;
};

}  // namespace fleetcast::sim::traffic
