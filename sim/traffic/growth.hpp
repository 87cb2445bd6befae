#pragma once
#include "sim/traffic/kernel.hpp"

namespace fleetcast::sim::traffic {

/// Tells how much a growing amount of a kernel has grown since the last time it was asked.
///
/// Amounts start again from zero when measuring begins; read them right before, or what came since the last reading
/// is lost.
template <class Amount>
class Growth {
 public:
  /// Returns the growth up to an amount that was just read from a kernel.
  Amount take(const Kernel& kernel, Amount amount) {
    if (epoch_ != kernel.measuring_epoch()) last_ = 0;
    epoch_ = kernel.measuring_epoch();
    const Amount grown = amount - last_;
    last_ = amount;
    return grown;
  }

 private:
  Amount last_ = 0;
  std::uint64_t epoch_ = 0;
};

}  // namespace fleetcast::sim::traffic
