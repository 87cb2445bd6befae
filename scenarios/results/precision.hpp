#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/results/metrics.hpp"
#include "scenarios/results/precision_config.hpp"

namespace fleetcast::scenarios::results {

/// Names the scale on which an interval's half width is asked for.
enum class PrecisionScale {
  share_of_estimate,  ///< half width as a share of the estimate
  absolute,           ///< half width itself, as for nines
};

/// Says how precise one estimate is, and how precise it should be.
struct PrecisionOfEstimate {
  std::string name;    ///< as asked for: "cost", "latency.p99"
  std::string metric;  ///< path in result.json
  PrecisionScale scale = PrecisionScale::share_of_estimate;
  double asked = 0;
  /// Half width on the scale (of the least size that the interval allows), of an interval whose confidence holds for
  /// all estimates together; empty if unknown.
  std::optional<double> reached;
  bool is_reached = false;
};

/// Says whether the replications were enough.
struct PrecisionReport {
  std::vector<PrecisionOfEstimate> estimates;
  /// Confidence of each interval, so that all hold together with 95 % (Bonferroni).
  double confidence_of_each = 0;
  std::uint64_t replications = 0;
  std::uint64_t max_replications = 0;
  /// Replications that would probably be needed besides; empty where nothing is known about it.
  std::optional<std::uint64_t> more_needed;

  [[nodiscard]] bool is_reached() const;
};

/// Lists what a scenario asks for: the headline estimates first, an estimate of its own name instead of the headline's.
[[nodiscard]] std::vector<PrecisionOfEstimate> precision_asked(const PrecisionConfig& config);

/// Returns the confidence that each of so many intervals needs so that all hold together with 95 % (Bonferroni).
[[nodiscard]] double confidence_of_each(std::size_t estimates);

/// Compares the estimates with what is asked; their intervals are to have the confidence of confidence_of_each.
///
/// Relative precision is judged by Law's corrected criterion, half width / |mean| <= asked / (1 + asked). Throws
/// std::invalid_argument for an estimate that the result does not have.
[[nodiscard]] PrecisionReport assess_precision(std::vector<PrecisionOfEstimate> asked, const Metrics& metrics,
                                               std::uint64_t replications, std::uint64_t max_replications);

/// Returns the number of replications after which to look again: half as many more, but no more than the maximum.
[[nodiscard]] std::uint64_t next_checkpoint(std::uint64_t replications, std::uint64_t max_replications);

/// Writes the report for a terminal; loud where a precision was not reached.
[[nodiscard]] std::string precision_report(const PrecisionReport& report, std::size_t width);

}  // namespace fleetcast::scenarios::results
