#include "sim/traffic/store_aging.hpp"

#include <algorithm>

#include "sim/chance/logarithm.hpp"
#include "sim/traffic/store.hpp"

namespace fleetcast::sim::traffic {

namespace {

/// Times to live for which the past is followed; what lies before is forgotten.
constexpr std::int64_t followed = 2;

}  // namespace

std::int64_t StoreAging::stored_until(std::uint32_t object, std::int64_t asked_at) {
  const Range* range = range_of(object);
  if (range == nullptr) return asked_at;
  // A time to live ends at least one tick after it began.
  const std::int64_t own = std::max(asked_at + 1, asked_at + range->time_to_live);
  return behind_ == nullptr ? own : std::min(own, std::max(asked_at + 1, behind_->asked_unseen(object, asked_at)));
}

std::int64_t StoreAging::fresh_until(std::uint32_t object, std::int64_t since, std::int64_t now) {
  const Range* range = range_of(object);
  if (range == nullptr) return since;
  const double rate = range->rates[object - range->first_object];
  if (rate <= 0) return since;
  const double all = skipped_->until(now);
  std::int64_t fresh_until = since;
  const std::int64_t from = now - followed * range->time_to_live;
  if (since < from - followed * range->time_to_live) {
    // Long ago: at that instant there was a copy with the probability of the long run, at any point of its life.
    const double lived = rate * (all - skipped_->until(from)) / static_cast<double>(followed);
    const double u = chance::uniform(stream_, drawn_++, 0) * (1 + lived) / lived;
    fresh_until = u >= 1 ? from : from + static_cast<std::int64_t>(u * static_cast<double>(range->time_to_live));
  }
  while (fresh_until <= now) {
    const double u = chance::uniform(stream_, drawn_++, 0);
    const double asked = skipped_->until(fresh_until) - chance::logarithm(1 - u) / rate;
    if (asked >= all) return fresh_until;
    fresh_until = stored_until(object, std::max(fresh_until, skipped_->when(asked)));
  }
  return fresh_until;
}

}  // namespace fleetcast::sim::traffic
