#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "sim/measures/histogram.hpp"
#include "sim/measures/skewed_interval.hpp"

namespace fleetcast::sim::measures {

/// Holds an estimate, the interval that is known for it, if one is, and the number of observations behind it.
struct Estimate {
  double mean = 0;
  /// Empty where the observations cannot tell, as with one replication: unknown is not zero width.
  std::optional<Interval> interval;
  std::uint64_t n = 0;

  bool operator==(const Estimate&) const = default;
};

// In all of these: confidence is two-sided and lies in (0, 1); a span holds one value for each replication, in the
// order of replications. Empty spans, spans of unequal length and impossible arguments throw std::logic_error.

/// Estimates a mean from independent replications, with the interval of interval_about.
Estimate mean_of(std::span<const double> replications, double confidence = 0.95);

/// Estimates mean(first) - mean(second) under common random numbers, from the differences in each replication.
Estimate paired_difference(std::span<const double> first, std::span<const double> second, double confidence = 0.95);

/// Estimates sum(numerators) / sum(denominators), with interval_about's interval for the jackknife's pseudo-values.
///
/// Throws std::logic_error if the denominators sum to zero.
Estimate ratio_of_sums(std::span<const double> numerators, std::span<const double> denominators,
                       double confidence = 0.95);

/// Returns by how much each replication pulls a ratio of sums, for interval_about: its jackknife pseudo-value less the
/// ratio. Nothing where one replication carries the whole denominator, so that nothing is known about how it varies.
std::optional<std::vector<double>> pulls_on_ratio(std::span<const double> numerators,
                                                  std::span<const double> denominators);

/// Estimates an availability, sum(good) / sum(counted), with an interval within [0, 1] that is computed for the share
/// that is lost (interval_of_small_share).
///
/// Where nothing was lost, or everything, the replications cannot tell how much chance may take: there is no interval.
/// Throws std::logic_error if nothing was counted.
Estimate availability_of(std::span<const double> good, std::span<const double> counted, double confidence = 0.95);

/// Estimates a probability from independent trials, with the interval of Clopper and Pearson (never too narrow).
///
/// Requests that share an outage are not independent trials; use ratio_of_sums over replications for them.
Estimate proportion(std::uint64_t successes, std::uint64_t trials, double confidence = 0.95);

/// Estimates a probability with Wilson's score interval, narrower and right on average; for display, not for gates.
Estimate proportion_by_wilson(std::uint64_t successes, std::uint64_t trials, double confidence = 0.95);

/// Estimates a quantile of the pooled observations of replications, given one histogram for each.
///
/// The interval is Woodruff's (1952): how the replications differ in the share of their observations beyond the pooled
/// quantile bounds that share (interval_of_small_share), and the pooled histogram turns the bounds into values.
/// Replications without any observation are left out of n. An end that would lie beyond all observations leaves the
/// interval unknown. Throws std::logic_error if all are empty.
Estimate quantile_of(std::span<const Histogram> replications, double share, double confidence = 0.95);

/// Holds the ranks (from 1) between which a quantile lies, and with what probability.
struct RankInterval {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  double coverage = 0;
};

/// Returns the order statistics of n independent values that bound their quantile, or nothing if n is too small.
std::optional<RankInterval> quantile_ranks(std::uint64_t n, double share, double confidence = 0.95);

/// Returns the two-sided probability that chance alone makes an estimate so far from zero; empty without an interval,
/// and for what was zero in every replication, about which there is nothing to test.
std::optional<double> p_value_of_zero(const Estimate& estimate);

/// Returns the one-sided confidence that the true value is at most a limit, or nothing without an interval.
///
/// Meant for intervals of the given confidence over replications: means, differences, ratios and quantiles. At the ends
/// of the interval it is theirs; elsewhere Student's t, scaled to each side of the interval.
std::optional<double> confidence_at_most(const Estimate& estimate, double limit, double confidence = 0.95);

/// Tells whether an interval's half width is at most a share of the true mean's size (Law's corrected criterion).
bool is_precise(const Estimate& estimate, double relative_precision);

}  // namespace fleetcast::sim::measures
