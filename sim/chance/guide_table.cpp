#include "sim/chance/guide_table.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

namespace fleetcast::sim::chance {

namespace {

double checked_total(std::span<const double> weights) {
  if (weights.empty()) throw std::invalid_argument("weights: there must be at least one");
  if (weights.size() > std::numeric_limits<std::uint32_t>::max()) {
    throw std::invalid_argument("weights: there can be at most 2^32 - 1, not " + std::to_string(weights.size()));
  }
  double total = 0;
  for (const double weight : weights) {
    if (!(weight >= 0) || std::isinf(weight)) throw std::invalid_argument("weights: none may be negative or infinite");
    total += weight;
  }
  if (!(total > 0) || std::isinf(total)) throw std::invalid_argument("weights: the sum must be positive and finite");
  return total;
}

}  // namespace

GuideTable::GuideTable(std::span<const double> weights) : total_(checked_total(weights)) {
  const std::size_t size = weights.size();
  below_.resize(size + 1);
  double sum = 0;
  double lost = 0;
  for (std::size_t i = 0; i < size; ++i) {
    // Compensated, since millions of small weights follow large ones; weights of zero leave the sum as it is.
    const double next = sum + weights[i];
    lost += sum >= weights[i] ? (sum - next) + weights[i] : (weights[i] - next) + sum;
    sum = next;
    below_[i + 1] = std::max(below_[i], sum + lost);
  }
  total_ = below_.back();
  for (double& value : below_) value /= total_;
  guide_.resize(buckets_per_weight * size);
  buckets_ = static_cast<double>(guide_.size());
  std::uint32_t at = 0;
  for (std::size_t bucket = 0; bucket < guide_.size(); ++bucket) {
    const double lower = static_cast<double>(bucket) / buckets_;
    while (below_[at + 1] <= lower) ++at;
    guide_[bucket] = at;
  }
  // u * buckets may round up into the next bucket, whose guide must then not lie beyond u: step one bucket back.
  for (std::size_t bucket = guide_.size() - 1; bucket > 0; --bucket) {
    const double lower = static_cast<double>(bucket) / buckets_ * (1 - 0x1p-50);
    while (guide_[bucket] > 0 && below_[guide_[bucket]] > lower) --guide_[bucket];
  }
}

}  // namespace fleetcast::sim::chance
