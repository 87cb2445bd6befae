#include "sim/sampling/weighted_histograms.hpp"

#include <utility>

namespace fleetcast::sim::sampling {

namespace {

/// Adds a number of values that are distributed as a sample is, each bucket by its middle.
void add_like(measures::Histogram& into, const measures::Histogram& sample, std::uint64_t count) {
  if (sample.count() == 0 || count == 0) return;
  const double weight = static_cast<double>(count) / static_cast<double>(sample.count());
  std::uint64_t seen = 0;
  std::uint64_t added = 0;
  for (const auto& [bucket, times] : sample.buckets()) {
    seen += times;
    // Running sums are rounded, so that all together are `count`.
    const std::uint64_t up_to =
        seen == sample.count() ? count : static_cast<std::uint64_t>(static_cast<double>(seen) * weight);
    const std::int64_t low = measures::Histogram::lowest_of(bucket);
    if (up_to > added) into.record(low + (measures::Histogram::highest_of(bucket) - low) / 2, up_to - added);
    added = up_to;
  }
}

}  // namespace

void WeightedHistograms::swap(const std::vector<measures::Histogram*>& live) {
  others_.resize(live.size());
  for (std::size_t i = 0; i < live.size(); ++i) std::swap(*live[i], others_[i]);
}

void WeightedHistograms::spread(const std::vector<measures::Histogram*>& windows,
                                const std::vector<std::uint64_t>& hits) {
  others_.resize(windows.size());
  for (std::size_t i = 0; i < windows.size(); ++i) {
    measures::Histogram& total = others_[i];
    // A skipped stretch after which no window was answered is taken to be like what came before.
    const measures::Histogram& like = windows[i]->count() > 0 ? *windows[i] : measures::Histogram(total);
    add_like(total, like, hits[i]);
    total.merge(*windows[i]);
    *windows[i] = {};
  }
}

}  // namespace fleetcast::sim::sampling
