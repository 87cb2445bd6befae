#pragma once
#include <cstdint>
#include <utility>
#include <vector>

#include "sim/chance/purpose.hpp"
#include "sim/traffic/large_pages.hpp"
#include "sim/traffic/skipped_demand.hpp"

namespace fleetcast::sim::traffic {

class Store;

/// Requests per second by object, visited at random.
using DemandRates = std::vector<float, LargePageAllocator<float>>;

/// Tells what became of a store's copies in stretches that were not simulated: each goes stale when its time is over,
/// and the next request for it, which comes at random at the rate that is remembered, stores it again.
///
/// What became of a copy is drawn when it is next looked up and not before, so that a skipped stretch costs nothing.
/// This is exact for Poisson demand and copies that only their time to live ends. A store that gets its copies from one
/// behind it takes over how long they are still fresh.
class StoreAging {
 public:
  /// The skipped stretches must outlive it.
  StoreAging(const SkippedDemand& skipped, const chance::Stream& stream, std::uint32_t parts)
      : skipped_(&skipped), stream_(stream), lost_at_(parts, 0) {}

  /// Remembers requests per second at the reference rate, of objects first_object and up, and their time to live.
  void remember(std::uint32_t first_object, DemandRates rates, std::int64_t time_to_live) {
    ranges_.push_back({first_object, time_to_live, std::move(rates)});
  }
  /// Fetches what is remembered of an object early.
  void prefetch(std::uint32_t object) const {
    const Range* range = range_of(object);
    if (range != nullptr) __builtin_prefetch(&range->rates[object - range->first_object]);
  }
  /// Says from which store this one gets its copies.
  void set_behind(Store& behind) { behind_ = &behind; }
  /// Returns until when a copy is fresh that somebody asked for at a tick and that was not there.
  [[nodiscard]] std::int64_t stored_until(std::uint32_t object, std::int64_t asked_at);
  [[nodiscard]] bool knows_demand() const { return !ranges_.empty(); }
  /// Notes that a part lost all its copies.
  void lose(std::uint32_t part, std::int64_t now) { lost_at_[part] = now; }
  [[nodiscard]] std::int64_t lost_at(std::uint32_t part) const { return lost_at_[part]; }
  /// Returns until when the object's latest copy is, or was, fresh, given that there was none from a tick on; that tick
  /// itself if nobody asked for it since.
  [[nodiscard]] std::int64_t fresh_until(std::uint32_t object, std::int64_t since, std::int64_t now);

 private:
  struct Range {
    std::uint32_t first_object = 0;
    std::int64_t time_to_live = 0;
    DemandRates rates;
  };

  [[nodiscard]] const Range* range_of(std::uint32_t object) const {
    for (const Range& range : ranges_) {
      if (object >= range.first_object && object - range.first_object < range.rates.size()) return &range;
    }
    return nullptr;
  }

  const SkippedDemand* skipped_;
  Store* behind_ = nullptr;
  chance::Stream stream_;
  std::uint64_t drawn_ = 0;
  std::vector<std::int64_t> lost_at_;  ///< by part
  std::vector<Range> ranges_;
};

}  // namespace fleetcast::sim::traffic
