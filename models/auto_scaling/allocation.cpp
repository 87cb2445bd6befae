#include "models/auto_scaling/allocation.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace fleetcast::models::auto_scaling {

namespace {

// Scores are noisy by a tenth either way: pools closer than that are equally available.
constexpr double score_tolerance = 0.2;

/// Returns the first offer for which no other is better.
template <class Better>
std::size_t best_of(const std::vector<SpotOffer>& offers, const std::vector<std::size_t>& among, Better better) {
  std::size_t best = among.front();
  for (const std::size_t i : among) {
    if (better(offers[i], offers[best])) best = i;
  }
  return best;
}

}  // namespace

std::int64_t on_demand_share(std::int64_t desired, std::int64_t base, double percentage_above_base) {
  const std::int64_t in_base = std::min(desired, base);
  const double above = static_cast<double>(desired - in_base) * percentage_above_base / 100;
  // A percentage such as 30 has no exact double: what is a whole number on paper must not be rounded up.
  return in_base + static_cast<std::int64_t>(std::ceil(above - 1e-9));
}

std::size_t pick_offer(SpotAllocationStrategy strategy, std::int64_t spot_instance_pools,
                       const std::vector<SpotOffer>& offers) {
  if (offers.empty()) throw std::logic_error("auto_scaling: a spot pool is to be picked from none");
  std::vector<std::size_t> all(offers.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  const auto by_capacity = [](const SpotOffer& a, const SpotOffer& b) { return a.capacity > b.capacity; };
  const auto by_price = [](const SpotOffer& a, const SpotOffer& b) { return a.price < b.price; };
  const auto by_instances = [](const SpotOffer& a, const SpotOffer& b) { return a.instances < b.instances; };

  const double highest = offers[best_of(offers, all, by_capacity)].capacity;
  std::vector<std::size_t> available;
  for (const std::size_t i : all) {
    if (offers[i].capacity >= highest - score_tolerance) available.push_back(i);
  }
  switch (strategy) {
    case SpotAllocationStrategy::price_capacity_optimized: return best_of(offers, available, by_price);
    case SpotAllocationStrategy::capacity_optimized: return best_of(offers, all, by_capacity);
    case SpotAllocationStrategy::capacity_optimized_prioritized: return available.front();
    case SpotAllocationStrategy::diversified: return best_of(offers, all, by_instances);
    case SpotAllocationStrategy::lowest_price: break;
  }
  std::stable_sort(all.begin(), all.end(),
                   [&](std::size_t a, std::size_t b) { return by_price(offers[a], offers[b]); });
  all.resize(std::min(all.size(), static_cast<std::size_t>(spot_instance_pools)));
  return best_of(offers, all, by_instances);
}

}  // namespace fleetcast::models::auto_scaling
