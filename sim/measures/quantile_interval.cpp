#include <cmath>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/measures/exact_sum.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::sim::measures {
namespace {

double log_odds(double share) { return std::log(share / (1 - share)); }

/// Counts the values beyond a bucket, and half of those in it: where in a bucket a quantile lies is not known.
double count_beyond(const Histogram& histogram, std::uint32_t bucket) {
  const std::uint64_t at_most = histogram.count_at_most(Histogram::highest_of(bucket));
  const std::uint64_t below = histogram.count_at_most(Histogram::lowest_of(bucket) - 1);
  return static_cast<double>(histogram.count() - at_most) + 0.5 * static_cast<double>(at_most - below);
}

/// Returns bounds on the share of values beyond the bucket of the pooled quantile, which is about 1 - share.
Interval bounds_beyond(const std::vector<const Histogram*>& sections, std::uint32_t bucket, double share,
                       double confidence) {
  std::vector<double> beyond;
  std::vector<double> counts;
  for (const Histogram* section : sections) {
    beyond.push_back(count_beyond(*section, bucket));
    counts.push_back(static_cast<double>(section->count()));
  }
  const auto n = static_cast<double>(sections.size());
  const double pooled = sum_of(beyond) / sum_of(counts);
  std::vector<double> pulls;
  for (std::size_t i = 0; i < sections.size(); ++i) {
    pulls.push_back(n * (beyond[i] - pooled * counts[i]) / sum_of(counts));
  }
  return interval_of_small_share(1 - share, pulls, confidence);
}

}  // namespace

Estimate quantile_of(std::span<const Histogram> replications, double share, double confidence) {
  if (!(share > 0 && share < 1) || !(confidence > 0 && confidence < 1)) {
    throw std::logic_error("measures: share and confidence of a quantile must lie in (0, 1), not " +
                           std::to_string(share) + " and " + std::to_string(confidence));
  }
  std::vector<const Histogram*> sections;
  Histogram pooled;
  for (const Histogram& replication : replications) {
    if (replication.count() == 0) continue;
    sections.push_back(&replication);
    pooled.merge(replication);
  }
  if (sections.empty()) throw std::logic_error("measures: a quantile needs at least one observation");
  const double centre = pooled.quantile(share).value();
  const std::size_t n = sections.size();
  if (n == 1) return {centre, std::nullopt, n};
  const std::uint32_t bucket = Histogram::bucket_of(static_cast<std::int64_t>(centre));
  const Interval beyond = bounds_beyond(sections, bucket, share, confidence);
  // If truly more lies beyond the estimate, the quantile is higher: by as much in log-odds as the share is off.
  const auto shifted = [&](double bound) {
    return 1 / (1 + std::exp(-(log_odds(share) + log_odds(bound) - log_odds(1 - share))));
  };
  const double low = shifted(beyond.low);
  const double high = shifted(beyond.high);
  const auto count = static_cast<double>(pooled.count());
  const bool is_observed = low * count >= 1 && (1 - high) * count >= 1;
  const bool is_lump = pooled.quantile(0) == pooled.quantile(1);
  if (!is_observed && !is_lump) return {centre, std::nullopt, n};
  return {centre, Interval{pooled.quantile(low).value(), pooled.quantile(high).value()}, n};
}

}  // namespace fleetcast::sim::measures
