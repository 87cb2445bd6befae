#include "scenarios/results/latency_bands.hpp"

#include <cmath>
#include <cstdint>

#include "sim/time.hpp"

namespace fleetcast::scenarios::results {
namespace {

constexpr double bands_per_octave = 8;

/// Returns where a band begins, in ticks; bands are numbered from one tick on.
std::int64_t begin_of(int band) { return std::llround(std::exp2(band / bands_per_octave)); }

}  // namespace

std::vector<LatencyBand> latency_bands(std::span<const RunResult> results) {
  sim::measures::Histogram all;
  for (const RunResult& result : results) {
    for (const ClassResult& one : result.classes) all.merge(one.latency);
  }
  if (all.count() == 0) return {};
  const std::int64_t fastest = sim::measures::Histogram::lowest_of(all.buckets().front().first);
  int band = 0;
  while (begin_of(band + 1) <= fastest) ++band;
  std::vector<LatencyBand> bands;
  std::uint64_t below = begin_of(band) == 0 ? 0 : all.count_at_most(begin_of(band) - 1);
  while (below < all.count()) {
    const std::uint64_t up_to = all.count_at_most(begin_of(band + 1) - 1);
    bands.push_back({static_cast<double>(begin_of(band)) / sim::ticks_per_second,
                     static_cast<double>(begin_of(band + 1)) / sim::ticks_per_second,
                     static_cast<double>(up_to - below) / static_cast<double>(all.count())});
    below = up_to;
    ++band;
  }
  return bands;
}

}  // namespace fleetcast::scenarios::results
