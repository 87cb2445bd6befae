#pragma once
#include <cstdint>
#include <limits>
#include <vector>

namespace fleetcast::sim::traffic {

/// Holds pending events in the order of their data: (tick, order). Equal keys cannot occur for live events, since
/// `order` carries what the event is about, so the order never depends on when an event was put in.
///
/// A 4-ary heap with integer keys; a pop leaves a hole that the next push fills, since most events schedule one other.
class EventQueue {
 public:
  struct Event {
    std::int64_t tick = 0;
    std::uint64_t order = 0;
    std::uint64_t payload = 0;
  };

  [[nodiscard]] bool empty() const { return keys_.size() == static_cast<std::size_t>(hole_); }
  [[nodiscard]] std::size_t size() const { return keys_.size() - static_cast<std::size_t>(hole_); }

  /// Returns the tick of the earliest event, or the largest tick there is when the queue is empty.
  [[nodiscard]] std::int64_t next_tick() {
    if (hole_) close_hole();
    return keys_.empty() ? std::numeric_limits<std::int64_t>::max() : tick_of(keys_.front());
  }

  /// Removes and returns the earliest event; the queue must not be empty and next_tick() must have been called.
  Event pop() {
    hole_ = true;
    return {tick_of(keys_.front()), static_cast<std::uint64_t>(keys_.front()), payloads_.front()};
  }

  /// Adds an event; no other live one may have the same tick and order.
  void push(std::int64_t tick, std::uint64_t order, std::uint64_t payload) {
    const Key key = (static_cast<Key>(static_cast<std::uint64_t>(tick)) << 64) | order;
    if (hole_) {
      hole_ = false;
      sift_down(key, payload);
      return;
    }
    keys_.push_back(key);
    payloads_.push_back(payload);
    sift_up(keys_.size() - 1, key, payload);
  }

  /// Puts every event off by some ticks, except those that `is_fixed` keeps at their instant.
  template <class IsFixed>
  void put_off(std::int64_t ticks, IsFixed is_fixed) {
    if (hole_) close_hole();
    const Key step = static_cast<Key>(static_cast<std::uint64_t>(ticks)) << 64;
    bool has_fixed = false;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (is_fixed(payloads_[i])) {
        has_fixed = true;
      } else {
        keys_[i] += step;
      }
    }
    if (!has_fixed) return;
    for (std::size_t i = 1; i < keys_.size(); ++i) sift_up(i, keys_[i], payloads_[i]);
  }
  /// Returns the tick of the earliest event of which `is_fixed` holds, or the largest tick there is.
  template <class IsFixed>
  [[nodiscard]] std::int64_t earliest(IsFixed is_fixed) {
    if (hole_) close_hole();
    std::int64_t tick = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (tick_of(keys_[i]) < tick && is_fixed(payloads_[i])) tick = tick_of(keys_[i]);
    }
    return tick;
  }

 private:
  __extension__ using Key = unsigned __int128;

  static std::int64_t tick_of(Key key) { return static_cast<std::int64_t>(key >> 64); }

  void close_hole() {
    hole_ = false;
    const Key key = keys_.back();
    const std::uint64_t payload = payloads_.back();
    keys_.pop_back();
    payloads_.pop_back();
    if (!keys_.empty()) sift_down(key, payload);
  }

  void sift_up(std::size_t at, Key key, std::uint64_t payload) {
    while (at > 0) {
      const std::size_t parent = (at - 1) >> 2;
      if (keys_[parent] <= key) break;
      keys_[at] = keys_[parent];
      payloads_[at] = payloads_[parent];
      at = parent;
    }
    keys_[at] = key;
    payloads_[at] = payload;
  }

  /// Puts a key at the root and lets it sink; the root's old content is overwritten.
  void sift_down(Key key, std::uint64_t payload) {
    const std::size_t size = keys_.size();
    std::size_t at = 0;
    for (;;) {
      const std::size_t first = 4 * at + 1;
      if (first >= size) break;
      const std::size_t least = first + 3 < size ? least_of_four(first) : least_of(first, size);
      if (keys_[least] >= key) break;
      keys_[at] = keys_[least];
      payloads_[at] = payloads_[least];
      at = least;
    }
    keys_[at] = key;
    payloads_[at] = payload;
  }

  [[nodiscard]] std::size_t least_of_four(std::size_t first) const {
    const Key* keys = keys_.data();
    const std::size_t left = first + static_cast<std::size_t>(keys[first + 1] < keys[first]);
    const std::size_t right = first + 2 + static_cast<std::size_t>(keys[first + 3] < keys[first + 2]);
    return keys[right] < keys[left] ? right : left;
  }
  [[nodiscard]] std::size_t least_of(std::size_t first, std::size_t end) const {
    std::size_t least = first;
    for (std::size_t at = first + 1; at < end; ++at) {
      if (keys_[at] < keys_[least]) least = at;
    }
    return least;
  }

  std::vector<Key> keys_;
  std::vector<std::uint64_t> payloads_;
  bool hole_ = false;
};

}  // namespace fleetcast::sim::traffic
