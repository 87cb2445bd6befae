#pragma once
#include <cstddef>
#include <cstdint>
#include <vector>

#include "models/messages.hpp"
#include "sim/describe.hpp"

namespace fleetcast::models::auto_scaling {

/// Tells how the spot pool of a launch is picked within its zone.
enum class SpotAllocationStrategy {
  price_capacity_optimized,
  capacity_optimized,
  capacity_optimized_prioritized,
  lowest_price,
  diversified
};

/// Names the values of SpotAllocationStrategy.
inline constexpr sim::Choices<SpotAllocationStrategy, 5> spot_allocation_strategies = {
    {{"price-capacity-optimized", SpotAllocationStrategy::price_capacity_optimized},
     {"capacity-optimized", SpotAllocationStrategy::capacity_optimized},
     {"capacity-optimized-prioritized", SpotAllocationStrategy::capacity_optimized_prioritized},
     {"lowest-price", SpotAllocationStrategy::lowest_price},
     {"diversified", SpotAllocationStrategy::diversified}}};

/// Returns how many of `desired` instances are on-demand: the base, and the percentage of the rest rounded up
/// (behaviour 7.3 [doc: ASG/ec2-auto-scaling-mixed-instances-groups.md]).
std::int64_t on_demand_share(std::int64_t desired, std::int64_t base, double percentage_above_base);

/// Holds what a strategy sees of a spot pool that may be asked.
struct SpotOffer {
  Pool pool;
  double capacity = 1;         ///< score from 0 (empty) to 1 (deep)
  double price = 1;            ///< comparable within the group
  std::int64_t instances = 0;  ///< the group's instances in it
};

/// Picks one of the offers of a zone, which are in order of priority; throws std::logic_error if there are none.
std::size_t pick_offer(SpotAllocationStrategy strategy, std::int64_t spot_instance_pools,
                       const std::vector<SpotOffer>& offers);

}  // namespace fleetcast::models::auto_scaling
