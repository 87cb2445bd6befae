#include "models/waf/sliding_count.hpp"

#include <algorithm>

namespace fleetcast::models::waf {

void SlidingCount::add(sim::Instant at, std::uint64_t count) {
  samples_.push_back({at, samples_.back().total + count});
  // One sample before the memory stays, to interpolate from.
  while (samples_.size() > 2 && samples_[1].at < at - memory_) samples_.pop_front();
}

double SlidingCount::until(sim::Instant instant) const {
  const auto after = std::upper_bound(samples_.begin(), samples_.end(), instant,
                                      [](sim::Instant wanted, const Sample& sample) { return wanted < sample.at; });
  if (after == samples_.begin()) return static_cast<double>(samples_.front().total);
  if (after == samples_.end()) return static_cast<double>(samples_.back().total);
  const Sample& before = *(after - 1);
  const double part = (instant - before.at).seconds() / (after->at - before.at).seconds();
  return static_cast<double>(before.total) + part * static_cast<double>(after->total - before.total);
}

}  // namespace fleetcast::models::waf
