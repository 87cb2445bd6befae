#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/results/summary.hpp"
#include "sim/measures/intervals.hpp"

namespace fleetcast::scenarios::results {

/// Holds one metric of two results and their difference, second minus first.
struct Difference {
  std::string metric;
  std::optional<sim::measures::Estimate> first;
  std::optional<sim::measures::Estimate> second;
  /// From the differences in each replication; empty where a replication of either has no value.
  std::optional<sim::measures::Estimate> difference;

  /// Probability that chance alone makes any difference of its family so clear, if none is real (Holm's adjusted
  /// p-value); empty where the difference is unknown, or the same and zero in every replication.
  std::optional<double> joint_p_value;

  /// Tells whether the verdict speaks of it: cost, availability and p99 are one family, all others are another.
  [[nodiscard]] bool is_headline() const;
  /// Tells whether the difference is real with 95 % confidence that holds for all of its family together.
  [[nodiscard]] bool is_significant() const;
};

/// Holds what sets two results apart.
struct Comparison {
  std::string first_name;
  std::string second_name;
  std::size_t replications = 0;
  /// True if both faced the same chance (equal seeds), which makes the intervals narrow.
  bool is_paired = false;
  /// True if runs and bills are the same to the last bit.
  bool is_identical = false;
  /// Cost, availability, error minutes, latency; then cost by AWS service, then requests by cause.
  std::vector<Difference> differences;
};

/// Compares two results replication by replication.
///
/// A replication's own ratio or quantile stands for it, so that a difference of ratios is a mean of differences. Throws
/// std::invalid_argument unless both have equally many replications of the same length.
[[nodiscard]] Comparison compare(const Summary& first, const Summary& second);

/// Returns about how many more replications of each would make a difference as large as the one seen clear by itself,
/// or nothing where it is clear already, unknown, or zero: a margin falls with the root of the replications.
[[nodiscard]] std::optional<std::uint64_t> more_replications_to_tell(const Difference& difference,
                                                                     std::size_t replications);

/// Returns the answer in one sentence: what the second costs, and how available and fast it is, against the first.
[[nodiscard]] std::string verdict_sentence(const Comparison& comparison);

/// Returns the comparison for a terminal.
[[nodiscard]] std::string comparison_report(const Comparison& comparison, std::size_t width = 80);

/// Returns the comparison as JSON text; the same comparison gives the same bytes.
[[nodiscard]] std::string comparison_json(const Comparison& comparison);

}  // namespace fleetcast::scenarios::results
