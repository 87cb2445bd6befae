#include "sim/traffic/store.hpp"

#include <algorithm>
#include <stdexcept>

namespace fleetcast::sim::traffic {

Store::Store(const StoreConfig& config)
    : entries_(config.objects),
      places_(config.capacity < config.total_weight ? config.objects : 0),
      details_(config.objects),
      capacity_(config.capacity),
      time_to_live_(config.time_to_live),
      renew_on_hit_(config.renew_on_hit),
      is_ordered_(config.capacity < config.total_weight),
      parts_(config.parts) {
  if (config.objects == 0) throw std::invalid_argument("store " + config.name + ": needs at least one object");
  if (config.parts == 0) throw std::invalid_argument("store " + config.name + ": needs at least one part");
}

void Store::put(std::uint32_t object, std::uint32_t weight, std::int64_t now) {
  put_for(object, weight, now, time_to_live_);
}

/// Returns the tick at which a time to live ends; one that is too long to count never does.
std::uint64_t Store::end_of(std::int64_t now, std::int64_t time_to_live) {
  return std::min(never, static_cast<std::uint64_t>(now) + static_cast<std::uint64_t>(time_to_live));
}

void Store::put_for(std::uint32_t object, std::uint32_t weight, std::int64_t now, std::int64_t time_to_live) {
  if (entries_[object].has_copy != 0) {
    unlink(object);
  }
  if (weight > capacity_) return;
  if (capacity_ - weight < used_) evict_until(capacity_ - weight);
  Entry& entry = entries_[object];
  entry.has_copy = 1;
  entry.is_error = 0;
  entry.expires = end_of(now, time_to_live) & never;
  details_[object].weight = weight;
  used_ += weight;
  ++measures_.fills;
  ++copies_;
  link_front(object);
}

void Store::put_unordered(std::uint32_t first_object, std::span<const std::uint32_t> weights,
                          std::span<const std::int64_t> times_to_live, std::int64_t now) {
  if (is_ordered_) throw std::logic_error("store: copies without an order were put where one is kept");
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) continue;
    Entry& entry = entries_[first_object + i];
    entry.has_copy = 1;
    entry.is_error = 0;
    entry.expires = end_of(now, times_to_live[i]) & never;
    details_[first_object + i].weight = weights[i];
    used_ += weights[i];
    ++copies_;
    ++measures_.fills;
  }
}

void Store::put_error(std::uint32_t object, std::int64_t until) {
  Entry& entry = entries_[object];
  if (entry.has_copy != 0) {
    // A stale copy stays, to be served instead of the error; only its next attempt is put off.
    entry.expires = static_cast<std::uint64_t>(until) & never;
    return;
  }
  entry.is_error = 1;
  entry.expires = static_cast<std::uint64_t>(until) & never;
}

void Store::drop(std::uint32_t object) {
  if (entries_[object].has_copy != 0) {
    unlink(object);
    if (aging_) entries_[object].expires = dropped_mark;
  }
}

bool Store::was_renewed(std::uint32_t object, std::int64_t now) {
  Entry& entry = entries_[object];
  // Writes drop copies and reads bring them back in the time that is simulated, at rates that fit each other.
  const bool was_dropped = entry.has_copy == 0 && entry.expires == dropped_mark;
  if (was_dropped || (is_ordered_ && entry.has_copy == 0)) return false;
  const std::int64_t since = entry.has_copy != 0 ? static_cast<std::int64_t>(entry.expires)
                                                 : aging_->lost_at(object % parts_);
  const std::int64_t until = aging_->fresh_until(object, since, now);
  if (until <= now) return false;
  keep_unseen(object, until);
  return true;
}

/// Stores a copy that a request which was not simulated brought.
void Store::keep_unseen(std::uint32_t object, std::int64_t until) {
  Entry& entry = entries_[object];
  if (entry.has_copy == 0) {
    entry.has_copy = 1;
    entry.is_error = 0;
    if (details_[object].weight == 0) details_[object].weight = 1;
    used_ += details_[object].weight;
    ++copies_;
  } else if (is_ordered_ && front_ != object) {
    touch(object);
  }
  entry.expires = static_cast<std::uint64_t>(until) & never;
}

std::int64_t Store::asked_unseen(std::uint32_t object, std::int64_t asked_at) {
  const Entry& entry = entries_[object];
  if (entry.has_copy != 0 && is_current(entry, asked_at)) return expires(object);
  std::int64_t until = aging_->fresh_until(object, entry.has_copy != 0 ? expires(object) : 0, asked_at);
  if (until <= asked_at) until = aging_->stored_until(object, asked_at);
  if (!is_ordered_ || entry.has_copy != 0) keep_unseen(object, until);
  return until;
}

std::uint64_t Store::drop_part(std::uint32_t part, std::int64_t now) {
  std::uint64_t dropped = 0;
  if (aging_) aging_->lose(part, now);
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
  Place& place = places_[object];
  places_[place.previous].next = place.next;
  if (place.next != none) {
    places_[place.next].previous = place.previous;
  } else {
    back_ = place.previous;
  }
  place.previous = none;
  place.next = front_;
  places_[front_].previous = object;
  front_ = object;
}

void Store::link_front(std::uint32_t object) {
  if (!is_ordered_) return;
  places_[object] = {none, front_};
  if (front_ != none) {
    places_[front_].previous = object;
  } else {
    back_ = object;
  }
  front_ = object;
}

void Store::unlink(std::uint32_t object) {
  if (is_ordered_) {
    const Place place = places_[object];
    (place.previous != none ? places_[place.previous].next : front_) = place.next;
    (place.next != none ? places_[place.next].previous : back_) = place.previous;
  }
  entries_[object].has_copy = 0;
  entries_[object].expires = 0;
  used_ -= details_[object].weight;
  --copies_;
}

void Store::evict_until(std::uint64_t room) {
  while (used_ > room) {
    unlink(back_);
    ++measures_.evictions;
  }
}

}  // namespace fleetcast::sim::traffic
