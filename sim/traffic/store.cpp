#include "sim/traffic/store.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <stdexcept>

namespace fleetcast::sim::traffic {

Store::Store(const StoreConfig& config)
    : entries_(config.objects),
      capacity_(config.capacity),
      time_to_live_(config.time_to_live),
      renew_on_hit_(config.renew_on_hit),
      is_ordered_(config.capacity < config.total_weight),
      parts_(config.parts) {
  if (config.objects == 0) throw std::invalid_argument("store " + config.name + ": needs at least one object");
  if (config.parts == 0) throw std::invalid_argument("store " + config.name + ": needs at least one part");
  use_huge_pages();
}

/// Asks for large pages: entries are visited at random, and most of the cost would be finding their pages.
void Store::use_huge_pages() {
  constexpr std::uintptr_t huge = std::uintptr_t{1} << 21;
  const auto begin = (reinterpret_cast<std::uintptr_t>(entries_.data()) + huge - 1) & ~(huge - 1);
  const auto end = reinterpret_cast<std::uintptr_t>(entries_.data() + entries_.size()) & ~(huge - 1);
  // A kernel without huge pages refuses, which costs speed and nothing else.
  if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
}

void Store::put(std::uint32_t object, std::uint32_t weight, std::int64_t now) {
  put_for(object, weight, now, time_to_live_);
}

void Store::put_for(std::uint32_t object, std::uint32_t wanted, std::int64_t now, std::int64_t time_to_live) {
  const std::uint32_t weight = std::min(wanted, max_weight);
  if (entries_[object].has_copy != 0) {
    unlink(object);
  }
  if (weight > capacity_) return;
  if (capacity_ - weight < used_) evict_until(capacity_ - weight);
  Entry& entry = entries_[object];
  entry.has_copy = 1;
  entry.is_error = 0;
  entry.weight = weight & max_weight;
  constexpr std::int64_t forever = std::numeric_limits<std::int64_t>::max();
  entry.expires = time_to_live >= forever - now ? forever : now + time_to_live;
  used_ += weight;
  ++measures_.fills;
  ++copies_;
  link_front(object);
}

void Store::put_error(std::uint32_t object, std::int64_t until) {
  Entry& entry = entries_[object];
  if (entry.has_copy != 0) {
    // A stale copy stays, to be served instead of the error; only its next attempt is put off.
    entry.expires = until;
    return;
  }
  entry.is_error = 1;
  entry.expires = until;
}

void Store::drop(std::uint32_t object) {
  if (entries_[object].has_copy != 0) unlink(object);
}

std::uint64_t Store::drop_part(std::uint32_t part) {
  std::uint64_t dropped = 0;
  for (std::uint32_t object = part; object < entries_.size(); object += parts_) {
    if (entries_[object].has_copy == 0) continue;
    unlink(object);
    ++dropped;
  }
  return dropped;
}

void Store::set_capacity(std::uint64_t capacity) {
  if (!is_ordered_ && copies_ > 0) {
    throw std::logic_error("store: room can only be limited later if it was limited from the start");
  }
  capacity_ = capacity;
  if (used_ > capacity_) evict_until(capacity_);
}

void Store::touch(std::uint32_t object) {
  Entry& entry = entries_[object];
  entries_[entry.previous].next = entry.next;
  if (entry.next != none) {
    entries_[entry.next].previous = entry.previous;
  } else {
    back_ = entry.previous;
  }
  entry.previous = none;
  entry.next = front_;
  entries_[front_].previous = object;
  front_ = object;
}

void Store::link_front(std::uint32_t object) {
  if (!is_ordered_) return;
  Entry& entry = entries_[object];
  entry.previous = none;
  entry.next = front_;
  if (front_ != none) {
    entries_[front_].previous = object;
  } else {
    back_ = object;
  }
  front_ = object;
}

void Store::unlink(std::uint32_t object) {
  Entry& entry = entries_[object];
  if (is_ordered_) {
    (entry.previous != none ? entries_[entry.previous].next : front_) = entry.next;
    (entry.next != none ? entries_[entry.next].previous : back_) = entry.previous;
  }
  entry.previous = none;
  entry.next = none;
  entry.has_copy = 0;
  entry.expires = std::numeric_limits<std::int64_t>::min();
  used_ -= entry.weight;
  --copies_;
}

void Store::evict_until(std::uint64_t room) {
  while (used_ > room) {
    unlink(back_);
    ++measures_.evictions;
  }
}

}  // namespace fleetcast::sim::traffic
