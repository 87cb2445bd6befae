#pragma once
#include <cstdint>
#include <vector>

#include "sim/measures/histogram.hpp"

namespace fleetcast::sim::sampling {

/// Keeps what was recorded in windows apart from what was recorded in detail, since the former stands for more.
class WeightedHistograms {
 public:
  /// Lets recording go on in the other set: `live` are the histograms that are recorded in.
  void swap(const std::vector<measures::Histogram*>& live);
  /// Gives what the windows have recorded, of which `windows` are the histograms, the weight of `hits` more and moves
  /// it into the set that is recorded in detail.
  void spread(const std::vector<measures::Histogram*>& windows, const std::vector<std::uint64_t>& hits);
  /// Returns the set that is not recorded in now.
  [[nodiscard]] std::vector<measures::Histogram>& others() { return others_; }

 private:
  std::vector<measures::Histogram> others_;
};

}  // namespace fleetcast::sim::sampling
