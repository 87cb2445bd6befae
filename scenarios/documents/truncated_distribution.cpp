#include "scenarios/documents/truncated_distribution.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace fleetcast::scenarios::documents {
namespace {

/// Returns the share of a distribution below a value, by bisection of its quantiles.
double share_below(const sim::chance::Distribution& distribution, double value) {
  double low = 0;
  double high = 1;
  constexpr int halvings = 60;
  for (int i = 0; i < halvings; ++i) {
    const double middle = 0.5 * (low + high);
    (distribution.quantile(middle) < value ? low : high) = middle;
  }
  return low;
}

}  // namespace

TruncatedDistribution::TruncatedDistribution(sim::chance::Distribution distribution, std::optional<double> low,
                                             std::optional<double> high)
    : distribution_(std::move(distribution)), stated_low_(low), stated_high_(high) {
  const bool is_backwards = low && high && *low >= *high;
  if (is_backwards) throw std::invalid_argument("must have its low end below its high end");
  if (low) low_share_ = share_below(distribution_, *low);
  if (high) high_share_ = share_below(distribution_, *high);
  if (low_share_ >= high_share_) {
    throw std::invalid_argument("must have a distribution that reaches between its low and its high end");
  }
  low_ = low.value_or(distribution_.quantile(low_share_));
  high_ = high.value_or(distribution_.quantile(high_share_));
}

double TruncatedDistribution::quantile(double u) const {
  if (u <= 0) return low_;
  if (u >= 1) return high_;
  const double value = distribution_.quantile(low_share_ + u * (high_share_ - low_share_));
  return std::clamp(value, low_, high_);
}

}  // namespace fleetcast::scenarios::documents
